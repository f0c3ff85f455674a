"""The locks are whole, carry hashes and no addresses, and each package has its reason."""

import re

import pytest

from tests.architecture.sources import ROOT

REQUIREMENTS = ROOT / "requirements"


def pins(kind: str) -> list[str]:
    """Each pinned requirement of a lock with its marker and its hashes, on one line."""
    joined = (REQUIREMENTS / f"{kind}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return [re.sub(r"\s+", " ", line) for line in joined.splitlines() if line and line[0] != "#"]


def asked_for(kind: str) -> set[str]:
    lines = (REQUIREMENTS / f"{kind}.in").read_text(encoding="utf-8").splitlines()
    return {match[0].lower() for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}


@pytest.mark.parametrize("kind", ["runtime", "test"])
def test_each_pin_carries_its_hashes_and_no_address(kind):
    assert [pin for pin in pins(kind) if not re.match(r"^[\w.-]+==\S+ (; [^-]+ )?--hash=sha256:", pin)] == []
    assert [pin for pin in pins(kind) if "://" in pin or "--index" in pin] == []


def test_what_is_tested_is_what_runs():
    assert set(pins("runtime")) - set(pins("test")) == set()


def test_each_python_gets_the_qt_that_is_sound_on_it():
    qt = {pin.split(" --hash")[0] for pin in pins("runtime") if pin.startswith("pyside6")}
    old = {pin for pin in qt if pin.endswith("; python_full_version < '3.12'")}
    new = {pin for pin in qt if pin.endswith("; python_full_version >= '3.12'")}
    assert old | new == qt
    assert {pin.split(".")[1] for pin in old} == {"11"}
    assert all(int(pin.split(".")[1]) >= 12 for pin in new)


@pytest.mark.parametrize("kind", ["runtime", "test"])
def test_each_package_asked_for_says_why(kind):
    reasons = (ROOT / "DECISIONS.md").read_text(encoding="utf-8").lower()
    rows = re.findall(r"^\| ([^|]+) \|", reasons, re.MULTILINE)
    told = {name.strip() for row in rows for name in row.split(",")}
    unexplained = {
        name for name in asked_for(kind) if name not in told and not name.startswith(("pyside6-", "types-"))
    }
    assert unexplained == set()

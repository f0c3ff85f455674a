"""What takes two officers, shown and set on the command line; and what follows for exports and returns."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.bootstrap.vaults import PASSPHRASE
from tests.cli.conftest import DEPUTY, DEPUTY_WORDS, Run


def test_the_rules_are_shown_and_set_and_a_lone_officer_is_stopped(run: Run, place: Path) -> None:
    shown = json.loads(run("policy", "--json")[1])
    assert (shown["erase"], shown["export"], shown["return"]) == ("two", "lone", "lone")
    assert json.loads(run("policy", "--two", "export,return", "--json")[1])["export"] == "two"
    stopped = run("audit", "--to", str(place / "audit.jsonl"))
    assert (stopped[0], "nobody else in this vault may stand by" in stopped[2]) == (1, True)
    assert not (place / "audit.jsonl").exists()
    unknown = run("policy", "--two", "everything")
    assert (unknown[0], "release" in unknown[2]) == (1, True)
    assert run("policy", "--lone", "erase")[0] == 1
    both = run("policy", "--two", "release", "--lone", "release")
    assert (both[0], both[2].startswith("release is named under both")) == (1, True)
    assert "return: two officers; one alone" in run("policy", "--lone", "return")[1]


def test_a_whole_trail_and_ones_own_return_take_the_deputy(
    run: Run, place: Path, deputy: tuple[str, ...]
) -> None:
    alone = run("audit", "--to", str(place / "audit.jsonl"))
    assert (alone[0], "takes two officers" in alone[2]) == (1, True)
    assert run("audit", "--to", str(place / "audit.jsonl"), *deputy)[0] == 0
    last = json.loads((place / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert json.loads(last["payload"])["self_authorised"] is False
    day = ("return", "--date", "2026-11-01", "--to", str(place / "return"))
    assert run(*day)[0] == 1
    assert json.loads(run("list", "returns", "--json")[1]) == []
    status, out, err = run(*day, "--json", *deputy)
    assert status == 0, err
    assert json.loads(out)["self_authorised"] is False


def test_both_passphrases_come_line_by_line_from_standard_input(
    run: Run, place: Path, deputy: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n{DEPUTY_WORDS}\n"))
    by_line = ("--passphrase-file", "-", "--second-officer", DEPUTY, "--second-passphrase-file", "-")
    assert run("audit", "--to", str(place / "again.jsonl"), *by_line)[0] == 0

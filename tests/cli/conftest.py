"""A vault of its own for each test file, and the commands run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.cli import main
from spoc_desk.domain.officers import Role
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault, prove_sheet

Run = Callable[..., tuple[int, str, str]]
DEPUTY = "Ch Supt Lena Ward"
DEPUTY_WORDS = "marble window seven bicycle lantern pool"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="module")
def machine(place: Path) -> Iterator[ThisMachine]:
    yield from machine_with_vault(place)


def machine_with_vault(place: Path) -> Iterator[ThisMachine]:
    made = machine_in(place)
    with make_vault(made, place / "vault") as creation:
        prove_sheet(creation)
        creation.vault.close("exit")
    (place / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    yield made
    made.close()


@pytest.fixture(scope="module")
def deputy(machine: ThisMachine, place: Path) -> tuple[str, ...]:
    """A deputy enrolled in the vault, and the options by which they stand by."""
    return enrolled_deputy(machine, place)


def enrolled_deputy(machine: ThisMachine, place: Path) -> tuple[str, ...]:
    opened = machine.open_vault(place / "vault", OFFICER, PASSPHRASE)
    enrol_officer(EnrolOfficer(DEPUTY, Role.DEPUTY, DEPUTY_WORDS, passphrase_only=True), opened.desk)
    opened.close("exit")
    (place / "deputy").write_text(DEPUTY_WORDS + "\n", "utf-8")
    return "--second-officer", DEPUTY, "--second-passphrase-file", str(place / "deputy")


@pytest.fixture
def run(machine: ThisMachine, place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(command: str, *rest: str, opens: bool = True) -> tuple[int, str, str]:
        opening = [str(place / "vault"), "--passphrase-file", str(place / "passphrase")] if opens else []
        opening += ["--officer", OFFICER] if opens else []
        status = main.run([command, *opening, *rest], machine, lambda _options, _machine: None)
        told = capsys.readouterr()
        return status, told.out, told.err

    return call

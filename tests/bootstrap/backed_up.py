"""A real vault with evidence and a drive to back it up to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.ports import Desk
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one

VAULT = "Northmere"


@dataclass
class BackedUp:
    """An open vault and its drive. Opened anew, it is another vault object over the same folder."""

    machine: ThisMachine
    folder: Path
    drive: Path
    vault: Unlocked
    identity: str

    @property
    def desk(self) -> Desk:
        return self.vault.desk

    @property
    def backups(self) -> Path:
        return self.drive / self.folder.name

    def find(self, kind: type) -> tuple:
        with self.desk.queries.snapshot() as reader:
            return reader.find(kind)

    def add(self, name: str, content: bytes) -> Exhibit:
        source = self.folder.parent / name
        source.write_bytes(content)
        (case,) = self.find(Casefile)
        add_exhibit(AddExhibit(case.id, source, name, found_by="Alex Moor"), self.desk)
        return self.find(Exhibit)[-1]

    def events(self, *wanted: str) -> list[dict]:
        told = [json.loads(entry["payload"]) for entry in self.desk.queries.audit_entries()]
        return [each for each in told if each["event"] in wanted]

    def sealed(self, name: str, where: Path | None = None) -> Path:
        return (where or self.folder) / "evidence" / name[:2] / f"{name}.age"

    def close(self) -> None:
        self.vault.close("exit")

    def reopen(self, folder: Path | None = None) -> None:
        self.vault = self.machine.open_vault(folder or self.folder, OFFICER, PASSPHRASE)


@contextmanager
def new_vault(place: Path) -> Iterator[BackedUp]:
    """A vault with one casefile of three exhibits, and an empty drive; closed at the end."""
    machine = machine_in(place)
    (place / "drive").mkdir()
    made = make_vault(machine, place / VAULT)
    identity = made.identity
    held = BackedUp(machine, place / VAULT, place / "drive", made.hand_over(), identity)
    incident = report_one(held.desk)
    open_casefile(OpenCasefile("Calls", (incident,)), held.desk)
    for number in (1, 2, 3):
        held.add(f"call-{number}.txt", bytes([48 + number]) * 70_000 * number)
    yield held
    held.close()
    machine.close()


@contextmanager
def copy_of(template: BackedUp, place: Path) -> Iterator[BackedUp]:
    """A copy of a vault that was closed, open: quicker to have than a new one."""
    copytree(template.folder.parent, place, dirs_exist_ok=True)
    machine = machine_in(place)
    vault = machine.open_vault(place / VAULT, OFFICER, PASSPHRASE)
    yield BackedUp(machine, place / VAULT, place / "drive", vault, template.identity)
    vault.close("exit")
    machine.close()


def flip(path: Path, place: int = -9) -> None:
    """One bit of a file, turned."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

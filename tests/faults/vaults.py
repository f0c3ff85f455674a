"""Deeds in a real vault: incidents saved, exhibits sealed; and the proof that all of it is there."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.changes import ExhibitAbandoned
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.incidents import Incident
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import VerifyReport, verify_vault
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one

BEGUN = "begun"
SAVED = 25
SOURCES = 5


def say(what: str) -> None:
    """Acknowledges. Not by write(), so that faults can be put into every write of the program's own."""
    os.writev(1, [f"{what}\n".encode()])


def vault_in(folder: Path) -> Path:
    """Where the vault lies."""
    return folder / "vault"


def opened(folder: Path) -> Unlocked:
    """The vault, unlocked with the officer's passphrase."""
    return machine_in(folder).open_vault(vault_in(folder), OFFICER, PASSPHRASE)


def make(folder: Path) -> None:
    """A vault with a casefile, an exhibit in it, and files that wait to be sealed."""
    draw = random.Random(1)
    (folder / "sources").mkdir()
    for number in range(SOURCES):
        content = draw.randbytes(draw.choice((200, 70_000, 300_000)) + number)
        (folder / "sources" / f"call {number}.bin").write_bytes(content)
    with make_vault(machine_in(folder), vault_in(folder)) as made:
        desk = made.vault.desk
        open_casefile(OpenCasefile("Calls at night", (report_one(desk, "First of all"),)), desk)
        add_exhibit(AddExhibit(1, folder / "sources" / "call 0.bin", "First call"), desk)


def make_unfinished(folder: Path) -> None:
    """As make, with an exhibit whose sealing was cut off: its row pending, its file half written."""
    make(folder)
    vault = opened(folder)
    desk = vault.desk
    with desk.queries.snapshot() as reader:
        (whole,) = reader.find(Exhibit)
    half = desk.evidence.new_item()
    desk.evidence.seal(folder / "sources" / "call 1.bin", half, lambda _done, _total: None, lambda: False)
    path = vault_in(folder) / "evidence" / half.name[:2] / f"{half.name}.age"
    path.rename(path.with_name(path.name + ".part"))
    _add_pending(vault, whole, half.name, half.identity)
    vault.close("exit")


def _add_pending(vault: Unlocked, like: Exhibit, name: str, identity: str) -> None:
    with vault.desk.unit_of_work() as work:
        row = replace(
            like, id=0, uid=f"pending-{name}", reference="AM/99", file_name=name, file_identity=identity,
            state=ExhibitState.PENDING,
        )  # fmt: skip
        stored = work.add(row)
        work.record(ExhibitAbandoned(casefile=stored.casefile_id, exhibit=stored.id))


@contextmanager
def sitting(folder: Path) -> Iterator[Unlocked]:
    """The vault unlocked, and locked again whatever happens in between."""
    vault = opened(folder)
    say(BEGUN)
    try:
        yield vault
    finally:
        vault.close("exit")


def save(folder: Path) -> None:
    """Incidents and drafts, each acknowledged when its verb has returned."""
    with sitting(folder) as vault:
        for number in range(SAVED):
            title = f"Threat {number} {os.getpid()}"
            report_one(vault.desk, title)
            say(f"incident {title}")
            vault.save_draft(f"form:{number}", title)
            say(f"draft {title}")


def ingest(folder: Path) -> None:
    """Exhibits, each acknowledged with its digest when it is sealed."""
    with sitting(folder) as vault:
        for source in sorted((folder / "sources").iterdir()):
            add_exhibit(AddExhibit(1, source, source.name), vault.desk)
            say(f"exhibit {sha256(source.read_bytes()).hexdigest()} {source.name}")


def open_and_close(folder: Path) -> None:
    """A sitting in which nothing is done but what opening does: the sweep of an earlier crash."""
    say(BEGUN)
    for _ in range(2):
        opened(folder).close("exit")


def checked(desk: Desk) -> VerifyReport:
    """A full check, with nothing found. Every byte of evidence, every page, the whole trail."""
    report = verify_vault(desk, full=True)
    assert report.faults == 0, report
    return report


def facts(folder: Path) -> set[str]:
    """Opens the vault, proves it sound and free of leftovers, and tells what is in it."""
    vault = opened(folder)
    try:
        desk = vault.desk
        checked(desk)
        with desk.queries.snapshot() as reader:
            found = {f"incident {each.title}" for each in reader.find(Incident)}
            exhibits = reader.find(Exhibit)
        assert {each.state for each in exhibits} <= {ExhibitState.SEALED}
        found |= {f"exhibit {each.sha256} {each.description}" for each in exhibits}
        found |= {f"draft {vault.load_draft(key)}" for key in vault.store.draft_keys()}
        left = [path.name for path in vault_in(folder).rglob("*.part*")]
        assert left == []
    finally:
        vault.close("exit")
    return found

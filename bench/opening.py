"""Unlocking a vault, part by part, and the memory that it and a full check take."""

from __future__ import annotations

import resource
import tempfile
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.casework import incidents
from bench.result import Result, at_most, noted, seconds
from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.services import sittings
from spoc_desk.services.machine import CreateVault
from spoc_desk.services.today import today
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import FLOOR, choose_slot, open_slot
from spoc_desk.storage.store import Store

OFFICER, PASSPHRASE = "Det Supt Ada Marsh", "ridge laundry lock original jungle chalk"
ROUNDS = 5


def run(quick: bool = False) -> tuple[Result, ...]:
    """100,000 incidents, 5,000 when quick; each part is the median of five."""
    count = 5_000 if quick else 100_000
    with tempfile.TemporaryDirectory(prefix="spoc-bench-") as name:
        place = Path(name)
        machine, folder = _machine(place), place / "vault"
        # In a process of its own: making so many records at once takes more memory than working with them.
        filling = get_context("spawn").Process(target=_fill, args=(place, count))
        filling.start()
        filling.join()
        taken = [_parts(machine, folder) for _ in range(ROUNDS)]
        part = {key: median(each[key] for each in taken) * 1000 for key in taken[0]}
        with closing(_Locking(machine, folder)) as held:
            verify_vault(held.vault.desk, full=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        machine.close()
    told = f"{count:,} incidents; median of {ROUNDS}"
    rest = part["whole"] - part["key"]
    return (
        noted("unlock: passphrase to key", part["key"], "ms", "Argon2id at its floor, 64 MiB, 3 passes"),
        noted("unlock: open the database", part["database"], "ms", told),
        noted("unlock: sweep the evidence folder", part["sweep"], "ms", told),
        at_most("unlock to an open desk, without the key", rest, 300, "ms", told),
        at_most("unlock: what Today asks for", part["today"], 300, "ms", told),
        at_most("memory of unlocking and a full check", peak, 300, "MiB", "peak of the process"),
    )


class _Locking:
    """An open vault, locked at the end."""

    def __init__(self, machine: ThisMachine, folder: Path) -> None:
        self.vault: Unlocked = machine.open_vault(folder, OFFICER, PASSPHRASE)

    def close(self) -> None:
        """Locks it."""
        self.vault.close("exit")


def _machine(place: Path) -> ThisMachine:
    return ThisMachine(cost=FLOOR, settings=place / "settings")


def _fill(place: Path, count: int) -> None:
    machine = _machine(place)
    command = CreateVault(place / "vault", "Wessmere Constabulary", OFFICER, PASSPHRASE, "E23000099", True)
    with machine.create_vault(command) as made, made.vault.desk.unit_of_work() as work:
        for record in incidents(count):
            work.record(IncidentReported(incident=work.add(record).id))


def _parts(machine: ThisMachine, folder: Path) -> dict[str, float]:
    """Seconds of each part, taken alone, and of the whole."""
    slot = choose_slot(KeyslotFile(folder).read().slots, OFFICER, "")
    key = open_slot(slot, PASSPHRASE, None)
    taken = {"key": seconds(lambda: open_slot(slot, PASSPHRASE, None))}

    def open_database() -> None:
        with closing(Store(folder / "vault.db", key, machine.parts.clock)) as store:
            store.log_fault()
            store.upgrade(machine.parts.migrations)

    taken["database"] = seconds(open_database)
    held: list[_Locking] = []
    taken["whole"] = seconds(lambda: held.append(_Locking(machine, folder)))
    with closing(held[0]) as opened:
        desk = opened.vault.desk
        evidence = EvidenceFolder(folder / "evidence")
        taken["sweep"] = seconds(lambda: evidence.sweep(*sittings.sealed_names(desk)))
        taken["today"] = seconds(lambda: today(desk))
    return taken

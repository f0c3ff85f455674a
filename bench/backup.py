"""A backup, first and again, beside plain copying and syncing of the same evidence; and its memory."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench.casework import ACTOR, KEY, MIGRATIONS, START, Now, incidents
from bench.result import Result, at_least, at_most, noted, seconds
from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.storage.backup import BackupRoom
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery import recovery_material, write_recovery
from spoc_desk.storage.store import SIGNING_KEY, VAULT_UID, Store
from spoc_desk.storage.vault_folder import VaultFolder

MIB = 1024 * 1024


def run(quick: bool = False) -> tuple[Result, ...]:
    """Thirty-two files of 32 MiB, of 4 MiB when quick, three first backups and plain copies in turn."""
    return measure(32, (4 if quick else 32) * MIB, rounds=3)


def measure(files: int, size: int, rounds: int) -> tuple[Result, ...]:
    """Backups of so many evidence files of that size."""
    total = files * size
    with _vault(files, size) as bench:
        ours, plain = [], []
        for turn in range(rounds):
            plain.append(seconds(bench.copy))
            ours.append(seconds(partial(bench.back_up, f"drive-{turn}")))
            if turn < rounds - 1:
                shutil.rmtree(bench.place / f"drive-{turn}")
        drive = f"drive-{rounds - 1}"
        again = seconds(lambda: bench.back_up(drive))
        bench.add(files + 1, size)
        one_more = seconds(lambda: bench.back_up(drive))
        proof = seconds(lambda: bench.prove(drive))
    # Linux counts in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MIB if sys.platform == "darwin" else 1024)
    copied, took = median(plain), median(ours)
    told = f"plain copy + fsync: {total / copied / MIB:,.0f} MiB/s; ours {total / took / MIB:,.0f} MiB/s"
    name = f"{total // MIB:,} MiB in {files} files"
    return (
        at_least(f"first backup, {name}", copied / took, 0.3, "×", f"{told}, written, read back, compared"),
        at_most("a backup with nothing new", again, 2, "s", f"the first: {took:.1f} s"),
        noted("a backup with one more file", one_more, "s", f"of {size // MIB} MiB, and the database again"),
        noted("proving it whole", proof, "s", f"{(total + size) / proof / MIB:,.0f} MiB/s, every file read"),
        at_most("memory of the program", peak, 300, "MiB", "peak of its process"),
    )


@dataclass
class _Bench:
    """A vault with its drives beside it."""

    place: Path
    store: Store
    room: BackupRoom
    evidence: EvidenceFolder
    case: int

    def add(self, number: int, size: int) -> None:
        key = self.evidence.new_item()
        sealed = self.evidence.seal_bytes(os.urandom(size), key)
        with self.store.work(ACTOR)() as work:
            kept = work.add(
                Exhibit(
                    0, f"exhibit-{number}", self.case, f"AM/{number}", "Video", "video.mp4", "video/mp4",
                    key.name, key.identity, ExhibitState.SEALED, sealed.size, sealed.sha256, "Alex Moor",
                    START, "", "", START,
                )
            )  # fmt: skip
            work.record(IncidentReported(incident=kept.id))

    def back_up(self, drive: str) -> None:
        (self.place / drive).mkdir(exist_ok=True)
        self._stamp = self.room.make(self.place / drive, lambda _done, _total: None, lambda: False).stamp

    def prove(self, drive: str) -> None:
        told = self.room.prove(
            self.place / drive,
            self._stamp,
            whole=True,
            progress=lambda _done, _total: None,
            cancelled=lambda: False,
        )
        if told.checked != told.files:
            raise RuntimeError("not every file was read")

    def copy(self) -> None:
        """What cp and sync would do, one file at a time, kept no longer than that."""
        block = memoryview(bytearray(MIB))
        for source in (self.place / "vault" / "evidence").rglob("*.age"):
            target = self.place / "plain"
            with source.open("rb", buffering=0) as read, target.open("wb", buffering=0) as written:
                while count := read.readinto(block):
                    written.write(block[:count])
                os.fsync(written.fileno())
            target.unlink()


@contextmanager
def _vault(files: int, size: int) -> Iterator[_Bench]:
    with tempfile.TemporaryDirectory(prefix="spoc-bench-", dir=Path.cwd()) as name:
        place = VaultFolder(Path(name) / "vault")
        place.make()
        store = Store(place.database, KEY, Now())
        store.upgrade(MIGRATIONS)
        KeyslotFile(place.path).write(())
        write_recovery(place.path, KEY, "bench", 1, recovery_material().recipient)
        with store.work(ACTOR)() as work:
            work.set_setting(SIGNING_KEY, "5a" * 32)
            work.set_setting(VAULT_UID, "bench")
            for record in incidents(2000):
                work.record(IncidentReported(incident=work.add(record).id))
            case = work.add(Casefile(0, "case", "CF/2027/0001", "Bench", START, CasefileStatus.OPEN))
        room = BackupRoom(store, place, MIGRATIONS, Now(), lambda _folder: None)
        made = _Bench(Path(name), store, room, EvidenceFolder(place.evidence), case.id)
        for number in range(1, files + 1):
            made.add(number, size)
        yield made
        store.close()

"""A full check of the vault against what decryption alone costs."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pyrage

from bench.casework import ACTOR, KEY, MIGRATIONS, START, Now, desk_over, incidents
from bench.result import Result, at_least, noted, seconds
from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery import recovery_material, write_recovery
from spoc_desk.storage.store import SIGNING_KEY, Store

MIB = 1024 * 1024


class _Sink(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        return len(content)


def run(quick: bool = False) -> tuple[Result, ...]:
    """Sixteen exhibits of 32 MiB each, of 4 MiB when quick, and 2,000 incidents."""
    size = (4 if quick else 32) * MIB
    with _vault(size) as (desk, folder, exhibits):
        total = sum(exhibit.size for exhibit in exhibits)
        ours, theirs = [], []
        for _ in range(3):
            theirs.append(seconds(lambda: _decrypt(folder, exhibits)))
            ours.append(seconds(lambda: _sound(desk, full=True)))
        quickly = seconds(lambda: _sound(desk, full=False))
    speed, alone = total / median(ours) / MIB, total / median(theirs) / MIB
    told = f"pyrage alone, {alone:,.0f} MiB/s; ours {speed:,.0f} MiB/s with database and trail"
    return (
        at_least("checking the whole vault", speed / alone, 0.8, "×", told),
        noted("a quick check", quickly, "s", f"sizes, database and trail; {len(exhibits)} exhibits"),
    )


def _sound(desk: Desk, *, full: bool) -> None:
    report = verify_vault(desk, full=full)
    if report.faults:
        raise RuntimeError(f"the vault made for this is not sound: {report}")


def _decrypt(folder: EvidenceFolder, exhibits: tuple[Exhibit, ...]) -> None:
    for exhibit in exhibits:
        identity = pyrage.x25519.Identity.from_str(exhibit.file_identity)
        with folder.path_of(exhibit.file_name).open("rb") as sealed:
            pyrage.decrypt_io(sealed, _Sink(), [identity])


@contextmanager
def _vault(size: int) -> Iterator[tuple[Desk, EvidenceFolder, tuple[Exhibit, ...]]]:
    with tempfile.TemporaryDirectory(prefix="spoc-bench-") as name:
        place = Path(name)
        store = Store(place / "vault.db", KEY, Now())
        store.upgrade(MIGRATIONS)
        evidence = EvidenceFolder(place / "evidence")
        with store.work(ACTOR)() as work:
            work.set_setting(SIGNING_KEY, "5a" * 32)
            KeyslotFile(place).write(())
            write_recovery(place, KEY, "bench", 1, recovery_material().recipient)
            for record in incidents(2000):
                work.record(IncidentReported(incident=work.add(record).id))
            case = work.add(Casefile(0, "case", "CF/2027/0001", "Bench", START, CasefileStatus.OPEN))
            exhibits = tuple(work.add(_exhibit(case.id, number, evidence, size)) for number in range(1, 17))
        yield desk_over(store, Now(), place, evidence), evidence, exhibits
        store.close()


def _exhibit(case_id: int, number: int, evidence: EvidenceFolder, size: int) -> Exhibit:
    key: EvidenceKey = evidence.new_item()
    sealed = evidence.seal_bytes(os.urandom(size), key)
    return replace(
        Exhibit(
            0, f"exhibit-{number}", case_id, f"AM/{number}", "Video", "video.mp4", "video/mp4", key.name,
            key.identity, ExhibitState.SEALED, sealed.size, sealed.sha256, "Alex Moor", START, "", "", START,
        )
    )  # fmt: skip

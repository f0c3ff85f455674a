"""Parts of packs that outlive a build: sealed in the vault like evidence, dropped when no longer of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from spoc_desk import __version__
from spoc_desk.domain.changes import PartsKept
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.kept_parts import KeptPart, PartTold
from spoc_desk.services.exhibits import unheard
from spoc_desk.services.ports import Cancelled, Changes, Desk, UnitOfWork

_FULL = frozenset({"evidence.disk_full", "evidence.too_big_for_disk"})


class PartKeeping:
    """The parts kept for one build of one casefile. Sealed at once, recorded with the pack or not at all."""

    def __init__(self, casefile: int, exhibits: Mapping[str, int], desk: Desk, cancelled: Cancelled) -> None:
        """exhibits: the id of each by its reference."""
        self._casefile, self._exhibits, self._desk, self._cancelled = casefile, exhibits, desk, cancelled
        self._fresh: list[KeptPart] = []
        self._full = False
        with desk.queries.snapshot() as reader:
            every = reader.find(KeptPart)
        self._known = {part.key: part for part in every if part.program == __version__}
        self._dropped = [part for part in every if part.program != __version__]

    def find(self, key: str) -> PartTold | None:
        """What is known of the part with this key, or None. Several threads may ask."""
        part = self._known.get(key)
        return part.told if part else None

    def open(self, key: str) -> BinaryIO:
        """The bytes of a part that was found. Raises DomainError of the subject evidence."""
        part = self._known[key]
        return self._desk.evidence.open(EvidenceKey(part.file_name, part.file_identity))

    def drop(self, key: str) -> None:
        """Forget a part that turned out damaged."""
        part = self._known.pop(key, None)
        if part:
            self._dropped.append(part)

    def keep(self, reference: str, told: PartTold, source: BinaryIO) -> None:
        """Seal a part, unless the disk has no room: then the pack is made without. Raises DomainError."""
        if self._full or told.key in self._known:
            return
        key = self._desk.evidence.new_item()
        try:
            sealed = self._desk.evidence.seal_stream(source, key, unheard, self._cancelled)
        except DomainError as refused:
            if refused.code not in _FULL:
                raise
            self._full = True
            return
        self._fresh.append(
            KeptPart(
                id=0,
                key=told.key,
                exhibit_id=self._exhibits[reference],
                file_name=key.name,
                file_identity=key.identity,
                size=sealed.size,
                sha256=sealed.sha256,
                pages=told.pages,
                how=told.how,
                notes=told.notes,
                made_at=self._desk.clock.now(),
                program=__version__,
            )
        )

    def record(self, work: UnitOfWork) -> None:
        """Write down, in the pack's transaction, what was kept and what is dropped."""
        if not self._fresh and not self._dropped:
            return
        for part in self._dropped:
            work.remove(part)
        for part in self._fresh:
            work.add(part)
        work.record(PartsKept(casefile=self._casefile, kept=len(self._fresh), dropped=len(self._dropped)))

    def finish(self) -> None:
        """Take the dropped files away, once the transaction stands."""
        for part in self._dropped:
            self._desk.evidence.erase(part.file_name)

    def abandon(self) -> None:
        """Take away what was sealed for a build that came to nothing."""
        for part in self._fresh:
            self._desk.evidence.erase(part.file_name)


def drop_kept_parts(desk: Desk) -> Changes:
    """Takes every kept part out of the vault; packs are then built from the originals once more."""
    with desk.unit_of_work() as work:
        parts = work.find(KeptPart)
        if not parts:
            return ()
        for part in parts:
            work.remove(part)
        change = PartsKept(kept=0, dropped=len(parts))
        work.record(change)
    for part in parts:
        desk.evidence.erase(part.file_name)
    return (change,)

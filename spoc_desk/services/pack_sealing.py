"""Seals the files of a finished pack in the vault, one after the other, and tells how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.issues import FileRole, PackFile
from spoc_desk.services.built_packs import Volume
from spoc_desk.services.ports import Cancelled, Desk, Progress

_WHOLE, _BUILDING = 1000, 800


@dataclass(frozen=True, slots=True)
class SealedVolume:
    """Where one volume lies sealed, its size and digest."""

    key: EvidenceKey
    sealed: Sealed
    number: int
    pages: int

    def further(self, pack_id: int) -> PackFile:
        """Its record, when it is not the first."""
        return PackFile(
            id=0,
            pack_id=pack_id,
            role=FileRole.VOLUME,
            volume=self.number,
            pages=self.pages,
            size=self.sealed.size,
            sha256=self.sealed.sha256,
            file_name=self.key.name,
            file_identity=self.key.identity,
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """Tells the progress of building and of sealing as one, in thousandths."""

    progress: Progress

    def built(self, done: int, total: int) -> None:
        """So many steps of building are done."""
        self.progress(_BUILDING * done // max(1, total), _WHOLE)

    def sealed(self, done: int, total: int) -> None:
        """So many bytes are sealed."""
        self.progress(_BUILDING + (_WHOLE - _BUILDING) * done // max(1, total), _WHOLE)


def erase_unrecorded(names: Sequence[str], kind: type, desk: Desk, **record: object) -> bool:
    """Erases sealed files after a fault, unless the record that names them was written down before it.

    Answers whether they were erased. Where that record cannot be looked for they stay.
    """
    with suppress(DomainError), desk.queries.snapshot() as reader:
        if reader.find(kind, **record):
            return False
        for name in names:
            desk.evidence.erase(name)
        return True
    return False


def seal_volumes(
    volumes: Sequence[Volume], files: list[SealedVolume], desk: Desk, shares: Shares, cancelled: Cancelled
) -> None:
    """Seal each volume into `files`, and let go of its scratch file at once. Raises DomainError."""
    whole, before = sum(volume.size for volume in volumes), 0
    for volume in volumes:
        key, behind = desk.evidence.new_item(), before

        def heard(done: int, _total: int, behind: int = behind) -> None:
            shares.sealed(behind + done, whole)

        with volume.path.open("rb") as stream:
            sealed = desk.evidence.seal_stream(stream, key, heard, cancelled)
        files.append(SealedVolume(key, sealed, volume.number, volume.pages))
        volume.path.unlink()
        before += volume.size

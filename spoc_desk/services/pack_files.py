"""The sealed files of a pack: its volumes as one kind of file, and their bytes copied out and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFile
from spoc_desk.services.ports import Cancelled, Desk

_BLOCK = 1 << 20


def volumes_of(pack: IssuedPack, further: Iterable[PackFile]) -> tuple[PackFile, ...]:
    """Every volume of a pack as one kind of file; the first is kept with the pack itself."""
    rest = sorted((file for file in further if file.role is FileRole.VOLUME), key=lambda file: file.volume)
    pages = pack.pages - sum(file.pages for file in rest)
    first = PackFile(
        0, pack.id, FileRole.VOLUME, 1, pages, pack.size, pack.sha256, pack.file_name, pack.file_identity
    )
    return (first, *rest)


def read_out(file: PackFile, target: Path, desk: Desk, cancelled: Cancelled) -> None:
    """Copies a sealed file to scratch. Raises evidence.altered when it is not what was sealed."""
    digest = hashlib.sha256()
    with ExitStack() as opened:
        source = opened.enter_context(desk.evidence.open(EvidenceKey(file.file_name, file.file_identity)))
        writes = opened.enter_context(target.open("xb"))
        while block := source.read(_BLOCK):
            if cancelled():
                raise DomainError("work.cancelled")
            digest.update(block)
            writes.write(block)
    if digest.hexdigest() != file.sha256:
        raise DomainError("evidence.altered", name=file.file_name)

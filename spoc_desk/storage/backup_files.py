"""Copies files to and from a backup: wholly and proved by reading back, or not there at all."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import create_private, replace_patiently
from spoc_desk.storage.evidence_source import EvidenceSource, open_source
from spoc_desk.storage.sealing import Watch

PART = ".part"

_BLOCK = 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@contextmanager
def backup_disk(folder: Path) -> Iterator[None]:
    """Turns what a drive says into refusals that name it.

    Raises DomainError: backup.disk_full, backup.not_writable, backup.file_too_big, backup.gone.
    """
    try:
        yield
    except OSError as refused:
        if refused.errno in _FULL:
            raise DomainError("backup.disk_full", folder=str(folder)) from refused
        if refused.errno == errno.EFBIG:
            raise DomainError("backup.file_too_big", folder=str(folder)) from refused
        if refused.errno in _NOT_WRITABLE:
            raise DomainError("backup.not_writable", folder=str(folder)) from refused
        raise DomainError("backup.gone", folder=str(folder)) from refused


@contextmanager
def vault_disk() -> Iterator[None]:
    """Turns what the vault's own disk says into refusals. Raises vault.disk_full, vault.disk_fault."""
    try:
        yield
    except OSError as refused:
        full = refused.errno in _FULL
        raise DomainError("vault.disk_full" if full else "vault.disk_fault") from refused


def copy_proved(source: Path, target: Path, watch: Watch) -> None:
    """Copies one regular file, and reads the copy back beside it; the watch is told of each byte twice.

    Raises OSError of the target's disk, and DomainError: evidence.source_… for what cannot be read,
    backup.read_back_differs, work.cancelled. Then nothing of it is left.
    """
    part = target.with_name(target.name + PART)
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        copy_plain(source, part, watch)
        if not _same(source, part, watch):
            raise DomainError("backup.read_back_differs", name=target.name)
        replace_patiently(part, target)
    except BaseException:
        # A drive that was pulled out cannot be tidied; the next backup does it.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def copy_plain(source: Path, target: Path, watch: Watch, *, expected: int | None = None) -> None:
    """Copies one regular file to the disk itself, of no more than the expected bytes.

    Raises as copy_proved does, and DomainError("evidence.source_changed") for another size.
    """
    block = memoryview(bytearray(_BLOCK))
    with open_source(source) as opened, FileIO(create_private(target), "wb") as file:
        if expected is not None and opened.size != expected:
            raise DomainError("evidence.source_changed", name=source.name)
        left = opened.size
        while left and (count := opened.readinto(block[: min(left, _BLOCK)])):
            _write_all(file, block[:count])
            left -= count
            watch.advance(count)
        opened.check_unchanged(opened.size - left)
        os.fsync(file.fileno())
        _forget_cached(file)


def content_of(path: Path, watch: Watch) -> Content:
    """What a regular file holds. Raises DomainError of the kinds evidence.source_…, and work.cancelled."""
    digest, size = hashlib.sha256(), 0
    block = memoryview(bytearray(_BLOCK))
    with open_source(path) as opened:
        while size < opened.size and (count := opened.readinto(block)):
            digest.update(block[:count])
            size += count
            watch.advance(count)
    return Content(size, digest.hexdigest())


def _same(one: Path, other: Path, watch: Watch) -> bool:
    """Whether two files hold the same bytes: cheaper than two digests."""
    block, beside = bytearray(_BLOCK), bytearray(_BLOCK)
    with open_source(one) as first, open_source(other) as second:
        if first.size != second.size:
            return False
        while count := first.readinto(memoryview(block)):
            if not _filled(second, memoryview(beside)[:count]):
                return False
            # Whole blocks are compared where they lie; a memoryview compares byte by byte.
            if block != beside if count == _BLOCK else block[:count] != beside[:count]:
                return False
            watch.advance(count)
    return True


def _filled(source: EvidenceSource, buffer: memoryview) -> bool:
    while buffer:
        count = source.readinto(buffer)
        if not count:
            return False
        buffer = buffer[count:]
    return True


def small_file(path: Path, most: int) -> bytes:
    """All of a regular file of at most so many bytes. Raises DomainError("backup.file_damaged")."""
    try:
        with open_source(path) as opened:
            if opened.size > most:
                raise DomainError("backup.file_damaged", name=path.name)
            content = bytearray(opened.size)
            view, filled = memoryview(content), 0
            while filled < len(content) and (count := opened.readinto(view[filled:])):
                filled += count
            return bytes(view[:filled])
    except DomainError as refused:
        raise DomainError("backup.file_damaged", name=path.name) from refused


def _write_all(file: FileIO, content: memoryview) -> None:
    while content:
        content = content[file.write(content) :]


def _forget_cached(file: FileIO) -> None:
    """What is read back should come from the drive, not from this computer's memory."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def no_one_hears(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def unwatched() -> Watch:
    """A watch for what is too small to wait for."""
    return Watch(0, no_one_hears, lambda: False)

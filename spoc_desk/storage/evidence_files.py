"""Evidence on disk: one age file per item, under a random name, sealed with a key of its own.

The order that makes a crash harmless: write a .part while hashing, fsync, read it back and
compare, rename, fsync the folder. What a crash leaves behind, sweep clears at the next start.
"""

import errno
import io
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import fsync, scandir
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pyrage

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.services.ports import Cancelled, Progress
from spoc_desk.storage.age_format import AgeDamaged, AgeWrongKey
from spoc_desk.storage.age_reader import AgeReader
from spoc_desk.storage.durable import (
    create_private,
    make_private_folder,
    replace_patiently,
    sync_folder,
)
from spoc_desk.storage.evidence_source import open_source
from spoc_desk.storage.sealing import Readable, Watch, read_through, seal_into

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

QUARANTINE = "quarantine"

_NAME = re.compile(r"[0-9a-f]{32}")
_SEALED = ".age"
_PART = ".age.part"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE})
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a start-up sweep did: names of part files deleted, of strays moved, of items missing."""

    deleted_parts: tuple[str, ...]
    quarantined: tuple[str, ...]
    missing: tuple[str, ...]


class SealedReader(AgeReader):
    """The plaintext of an evidence item; a damaged chunk is a refusal that names the item."""

    def __init__(self, file: BinaryIO, key: EvidenceKey) -> None:
        super().__init__(file, key.identity)
        self._name = key.name

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As AgeReader, raising evidence.altered and evidence.disk_fault."""
        with _reading(self._name):
            return super().readinto(buffer)


class EvidenceFolder:
    """The folder of sealed items. One thread at a time writes an item; any number may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def new_item() -> EvidenceKey:
        """A fresh name and identity, to be stored in the pending row before anything is written."""
        return EvidenceKey(secrets.token_hex(16), str(pyrage.x25519.Identity.generate()))

    def path_of(self, name: str) -> Path:
        """Where the sealed item of that name lies."""
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of an evidence item")
        return self._folder / name[:2] / f"{name}{_SEALED}"

    def seal(self, source: Path, key: EvidenceKey, progress: Progress, cancelled: Cancelled) -> Sealed:
        """Seal a file, byte for byte, and prove it by reading it back.

        Raises DomainError, leaving nothing on disk: evidence.source_… (see open_source),
        evidence.source_lost and source_changed while reading, evidence.disk_full,
        evidence.too_big_for_disk, evidence.folder_not_writable, evidence.vault_disk_lost,
        evidence.read_back_differs, work.cancelled.
        """
        with open_source(source) as opened:
            self._check_room(opened.size)
            watch = Watch(opened.size, progress, cancelled, passes=2)
            with self._part(key) as part:
                sealed = self._write(opened, part, key, watch)
                opened.check_unchanged(sealed.size)
                self._read_back(part, key, sealed, watch)
                return sealed

    def seal_stream(
        self, source: BinaryIO, key: EvidenceKey, progress: Progress, cancelled: Cancelled
    ) -> Sealed:
        """Seal something that we made ourselves, of unknown length; the total told is 0."""
        watch = Watch(0, progress, cancelled, passes=2)
        with self._part(key) as part:
            sealed = self._write(cast(Readable, source), part, key, watch)
            self._read_back(part, key, sealed, watch)
            return sealed

    def seal_bytes(self, content: bytes, key: EvidenceKey) -> Sealed:
        """Seal something small that we made ourselves."""
        return self.seal_stream(io.BytesIO(content), key, _unheard, _never)

    def open(self, key: EvidenceKey) -> io.BufferedReader:
        """The item's plaintext, seekable, never on disk. Not to be shared between threads.

        Raises evidence.missing, evidence.altered and evidence.disk_fault, here and while reading.
        """
        return io.BufferedReader(self._reader(self.path_of(key.name), key))

    def verify(self, key: EvidenceKey, expected: Sealed, progress: Progress, cancelled: Cancelled) -> None:
        """Read the whole item. Raises evidence.missing, evidence.altered, evidence.disk_fault."""
        watch = Watch(expected.size, progress, cancelled)
        with self._reader(self.path_of(key.name), key) as reader:
            found = read_through(reader, watch)
        if found != expected:
            raise DomainError("evidence.altered", name=key.name)
        watch.finish()

    def erase(self, name: str) -> None:
        """Remove a sealed item from disk, for good once its key has left the database."""
        path = self.path_of(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def names(self) -> frozenset[str]:
        """The names of every sealed item that is there."""
        return frozenset(path.name.removesuffix(_SEALED) for path in self._files() if path.suffix == _SEALED)

    def sweep(
        self, pending: frozenset[str], sealed: frozenset[str], erased: frozenset[str] = frozenset()
    ) -> Sweep:
        """Clear what a crash left. Only while nothing is being sealed.

        Deletes part files, and items whose key was destroyed, wherever they come from. Moves to
        quarantine every other file that no sealed row claims, which includes items that were complete
        on disk while their row was still pending.
        """
        deleted, strays, found, claimed = [], [], set(), sealed - pending
        for path in sorted(self._files()):
            name = path.name.removesuffix(_SEALED)
            if name in erased:
                path.unlink()
            elif path.name.endswith(_PART):
                path.unlink()
                deleted.append(path.name.removesuffix(_PART))
            elif name in claimed and path == self.path_of(name) and not path.is_symlink():
                found.add(name)
            else:
                self._quarantine(path)
                strays.append(path.name)
        missing = tuple(sorted(claimed - found))
        return Sweep(tuple(deleted), tuple(strays), missing)

    def _files(self) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for entry in scandir(self._folder):
            if not entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
            elif entry.name != QUARANTINE:
                yield from (Path(inner.path) for inner in scandir(entry.path))

    def _quarantine(self, path: Path) -> None:
        folder = self._folder / QUARANTINE
        make_private_folder(folder)
        replace_patiently(path, folder / f"{secrets.token_hex(4)}-{path.name}")
        sync_folder(path.parent)
        sync_folder(folder)

    def _check_room(self, size: int) -> None:
        with _writing():
            make_private_folder(self._folder)
            free = shutil.disk_usage(self._folder).free
        if free < size:
            raise DomainError("evidence.disk_full")

    @contextmanager
    def _part(self, key: EvidenceKey) -> Iterator[Path]:
        """Give the place to write; keep what was written there only if all goes well."""
        final = self.path_of(key.name)
        part = final.with_name(key.name + _PART)
        with _writing():
            make_private_folder(final.parent)
            sync_folder(self._folder)
        try:
            yield part
            with _writing():
                if final.exists():
                    raise FileExistsError(final)
                replace_patiently(part, final)
                sync_folder(final.parent)
        except BaseException:
            # A disk that fails here failed before too, and the next sweep removes what is left.
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _write(self, source: Readable, part: Path, key: EvidenceKey, watch: Watch) -> Sealed:
        with _writing(), io.FileIO(create_private(part), "wb") as file:
            sealed = seal_into(source, file, key.identity, watch)
            fsync(file.fileno())
            return sealed

    def _read_back(self, part: Path, key: EvidenceKey, sealed: Sealed, watch: Watch) -> None:
        try:
            with self._reader(part, key) as reader:
                found = read_through(reader, watch)
        except DomainError as refused:
            if refused.code == "work.cancelled":
                raise
            raise DomainError("evidence.read_back_differs") from refused
        if found != sealed:
            raise DomainError("evidence.read_back_differs")
        watch.finish()

    def _reader(self, path: Path, key: EvidenceKey) -> SealedReader:
        with _reading(key.name):
            file = path.open("rb")
            try:
                return SealedReader(file, key)
            except BaseException:
                file.close()
                raise


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        if refused.errno in _FULL:
            raise DomainError("evidence.disk_full") from refused
        if refused.errno == errno.EFBIG:
            raise DomainError("evidence.too_big_for_disk") from refused
        if refused.errno in _NOT_WRITABLE:
            raise DomainError("evidence.folder_not_writable") from refused
        if refused.errno in _GONE:
            raise DomainError("evidence.vault_disk_lost") from refused
        raise


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise DomainError("evidence.missing", name=name) from missing
    except (AgeDamaged, AgeWrongKey) as altered:
        raise DomainError("evidence.altered", name=name) from altered
    except OSError as fault:
        raise DomainError("evidence.disk_fault", name=name) from fault


def _unheard(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False

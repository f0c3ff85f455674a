"""Opens the file that an officer hands over as evidence, and refuses what is not a plain file."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path, PureWindowsPath

from spoc_desk.domain.errors import DomainError

_WINDOWS_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {port + digit for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)


class EvidenceSource:
    """One open, ordinary file, and what it looked like when it was opened."""

    def __init__(self, file: FileIO, name: str) -> None:
        self._file = file
        self._name = name
        self._before = os.fstat(file.fileno())

    @property
    def size(self) -> int:
        """Bytes in the file when it was opened."""
        return self._before.st_size

    def readinto(self, buffer: memoryview) -> int:
        """Read on into buffer; 0 at the end. Raises evidence.source_lost."""
        try:
            return self._file.readinto(buffer) or 0
        except OSError as lost:
            raise DomainError("evidence.source_lost", name=self._name) from lost

    def check_unchanged(self, read: int) -> None:
        """Raise evidence.source_changed unless the file kept still while read bytes were taken."""
        try:
            after = os.fstat(self._file.fileno())
        except OSError as lost:
            raise DomainError("evidence.source_lost", name=self._name) from lost
        same = after.st_size == self._before.st_size == read and after.st_mtime_ns == self._before.st_mtime_ns
        if not same:
            raise DomainError("evidence.source_changed", name=self._name)


@contextmanager
def open_source(path: Path) -> Iterator[EvidenceSource]:
    """Open one regular file for sealing.

    Raises DomainError: evidence.source_missing, source_is_link, source_not_a_file,
    source_device_name, source_stream, source_unreadable; each with the file's name.
    """
    check_windows_name(path, windows=os.name == "nt")
    descriptor = _open_regular(path)
    try:
        file = FileIO(descriptor, "rb", closefd=False)
        yield EvidenceSource(file, path.name)
    finally:
        os.close(descriptor)


def check_windows_name(path: Path, *, windows: bool) -> None:
    """Refuse the names that Windows takes for devices and for alternate streams of other files.

    On other systems they are ordinary names: desktops there put colons in screenshot names.
    """
    if not windows:
        return
    name = PureWindowsPath(path).name
    if ":" in name:
        raise DomainError("evidence.source_stream", name=name)
    if name.partition(".")[0].rstrip(" ").upper() in _WINDOWS_DEVICES:
        raise DomainError("evidence.source_device_name", name=name)


def _open_regular(path: Path) -> int:
    name = path.name
    # Without these a FIFO would hold the program until somebody wrote to it, and a link put in the
    # file's place after the check would be followed.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        seen = path.lstat()
        _check_kind(seen.st_mode, name)
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError as missing:
        raise DomainError("evidence.source_missing", name=name) from missing
    except (OSError, ValueError) as refused:
        raise DomainError("evidence.source_unreadable", name=name) from refused
    try:
        opened = os.fstat(descriptor)
        _check_kind(opened.st_mode, name)
        if (opened.st_dev, opened.st_ino) != (seen.st_dev, seen.st_ino):
            raise DomainError("evidence.source_changed", name=name)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_kind(mode: int, name: str) -> None:
    if stat.S_ISLNK(mode):
        raise DomainError("evidence.source_is_link", name=name)
    if not stat.S_ISREG(mode):
        raise DomainError("evidence.source_not_a_file", name=name)

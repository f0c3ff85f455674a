"""Saves a PDF so that a full disk is an error and not the end of the program.

qpdf ends the whole process when a write fails while it is closing its output,
so it is given a file that never fails and remembers.
"""

import errno
import io
from pathlib import Path
from typing import Any, BinaryIO

from pikepdf import Pdf

_BLOCK = 1 << 20
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def is_full(fault: OSError) -> bool:
    """Whether the disk, or this user's share of it, has no room left."""
    return fault.errno in _FULL


class _Guarded(io.RawIOBase):
    """Writes to a file until a write fails; from then on it takes everything and keeps nothing."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def write(self, block: Any) -> int:
        if self.fault is None:
            try:
                return self._file.write(block)
            except OSError as fault:
                self.fault = fault
        return len(memoryview(block))


def save_pdf(pdf: Pdf, destination: Path, **options: Any) -> None:
    """Save to a new file with pikepdf's options. Raises OSError when it could not be written whole."""
    with destination.open("wb", buffering=0) as file:
        write_pdf(pdf, file, **options)


def write_pdf(pdf: Pdf, stream: BinaryIO, **options: Any) -> None:
    """Write to a stream, a pipe too, with pikepdf's options. Raises OSError when it did not take it whole."""
    guarded = _Guarded(stream)
    with io.BufferedWriter(guarded, _BLOCK) as buffered:
        pdf.save(buffered, **options)
    if guarded.fault is not None:
        raise guarded.fault

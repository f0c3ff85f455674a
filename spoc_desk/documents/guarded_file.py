"""Saves a PDF so that a full disk is an error and not the end of the program.

qpdf ends the whole process when a write fails while it is closing its output,
so it is given a file that never fails and remembers.
"""

import errno
import hashlib
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from pikepdf import Pdf

_BLOCK = 1 << 20
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def is_full(fault: OSError) -> bool:
    """Whether the disk, or this user's share of it, has no room left."""
    return fault.errno in _FULL


class _Guarded(io.RawIOBase):
    """Writes to a file until a write fails; from then on it takes everything and keeps nothing.

    Hashing runs beside writing, because each costs about as much as the other.
    """

    def __init__(self, file: BinaryIO, beside: ThreadPoolExecutor | None = None) -> None:
        self._file, self._beside = file, beside
        self.fault: OSError | None = None
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def write(self, block: Any) -> int:
        if self.fault is not None:
            return len(memoryview(block))
        hashing = self._beside.submit(self.digest.update, block) if self._beside else None
        try:
            written = 0
            with memoryview(block) as whole:
                while written < len(whole):
                    written += self._file.write(whole[written:])
        except OSError as fault:
            self.fault = fault
        finally:
            if hashing:
                hashing.result()
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


def save_hashed(pdf: Pdf, destination: Path, *, small: bool = False, **options: Any) -> str:
    """As save_pdf; answers the SHA-256 of what was written, taken while it was.

    small: of a few megabytes, written at once because many small writes cost as much as all the rest.
    """
    if small:
        whole = io.BytesIO()
        pdf.save(whole, **options)
        destination.write_bytes(whole.getbuffer())
        return hashlib.sha256(whole.getbuffer()).hexdigest()
    with ThreadPoolExecutor(1) as beside, destination.open("wb", buffering=0) as file:
        guarded = _Guarded(file, beside)
        with io.BufferedWriter(guarded, _BLOCK) as buffered:
            pdf.save(buffered, **options)
    if guarded.fault is not None:
        raise guarded.fault
    return guarded.digest.hexdigest()


def open_files_at_most() -> int:
    """How many files may be held open at once, with some left for the rest of the program."""
    if sys.platform == "win32":
        return 400
    import resource  # not on Windows

    return max(200, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)

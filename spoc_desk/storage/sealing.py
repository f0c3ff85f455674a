"""The streams behind an evidence file: plaintext in, age file out, and back again to compare.

Hashing runs beside encryption in a second thread, because SHA-256 costs about as much time as
the cipher and both let other threads run.
"""

import hashlib
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import Sealed
from spoc_desk.services.ports import Cancelled, Progress
from spoc_desk.storage.age_writer import BLOCK, AgeWriter

_TOLD_EVERY_SECONDS = 0.05


class Readable(Protocol):
    """Anything that fills a buffer."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill buffer from the start and return how much was filled; 0 at the end."""


class Watch:
    """Tells how far the work is, twenty times a second at most, and stops it when asked.

    passes says how often every byte is handled, so that the telling reaches the total only once.
    """

    def __init__(
        self,
        total: int,
        progress: Progress,
        cancelled: Cancelled,
        *,
        passes: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._passes = passes
        self._progress = progress
        self._cancelled = cancelled
        self._clock = clock
        self._handled = 0
        self._told_at = clock() - _TOLD_EVERY_SECONDS

    def advance(self, count: int) -> None:
        """Count bytes handled. Raises work.cancelled."""
        if self._cancelled():
            raise DomainError("work.cancelled")
        self._handled += count
        if self._clock() - self._told_at >= _TOLD_EVERY_SECONDS:
            self._tell()

    def finish(self) -> None:
        """Tell the end, whatever was told before."""
        self._tell()

    def _tell(self) -> None:
        self._progress(self._handled // self._passes, self._total)
        self._told_at = self._clock()


def seal_into(source: Readable, target: io.RawIOBase, identity: str, watch: Watch) -> Sealed:
    """Write source to target as an age file, hashing the plaintext on the way."""
    writer = AgeWriter(target, identity)
    digest = hashlib.sha256()
    block, following = memoryview(bytearray(BLOCK)), memoryview(bytearray(BLOCK))
    size, length, last = 0, _fill(source, block), False
    with ThreadPoolExecutor(max_workers=1) as beside:
        while not last:
            # The format marks the last chunk, so one must know what follows before writing.
            next_length = _fill(source, following) if length == BLOCK else 0
            last = next_length == 0
            hashing = beside.submit(digest.update, block[:length])
            writer.write(block[:length], last=last)
            hashing.result()
            size += length
            watch.advance(length)
            block, following, length = following, block, next_length
    return Sealed(size, digest.hexdigest())


def read_through(source: Readable, watch: Watch) -> Sealed:
    """Read source to its end and say what it held."""
    digest = hashlib.sha256()
    block, following = memoryview(bytearray(BLOCK)), memoryview(bytearray(BLOCK))
    size, length = 0, _fill(source, block)
    with ThreadPoolExecutor(max_workers=1) as beside:
        while length:
            hashing = beside.submit(digest.update, block[:length])
            next_length = _fill(source, following)
            hashing.result()
            size += length
            watch.advance(length)
            block, following, length = following, block, next_length
    return Sealed(size, digest.hexdigest())


def _fill(source: Readable, buffer: memoryview) -> int:
    filled = 0
    while filled < len(buffer):
        got = source.readinto(buffer[filled:])
        if not got:
            break
        filled += got
    return filled

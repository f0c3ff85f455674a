"""One piece of long work as the tray shows it: what, how far, and a way to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

REPORTS_PER_SECOND = 20
# Work that has got no further for so long is taken to be stuck: it no longer keeps the desk open.
STUCK_AFTER = 600.0  # seconds


class Job(QObject):
    """Progress comes from the worker's thread at most twenty times a second; the rest lives in the GUI's."""

    moved = Signal(float, float)  # done and total, as floats: bytes overflow a C int
    ended = Signal()

    def __init__(self, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.title = title
        self._clock = clock
        self.started_at = self._got_on_at = clock()
        self._reached = (0, 0)
        self._stop = threading.Event()
        self._reported_at = 0.0
        self.over = self.finished = False  # finished: by itself, neither stopped nor failed

    def report(self, done: int, total: int) -> None:
        """Called by the work, from its own thread, as often as it likes."""
        now = self._clock()
        if (done, total) != self._reached:
            self._reached, self._got_on_at = (done, total), now
        if done >= total or now - self._reported_at >= 1 / REPORTS_PER_SECOND:
            self._reported_at = now
            self.moved.emit(float(done), float(total))

    def gets_on(self) -> bool:
        """Whether it got further within the last ten minutes; by the steady clock, as sleep is no work."""
        return self._clock() - self._got_on_at < STUCK_AFTER

    def is_cancelled(self) -> bool:
        """Asked by the work, from its own thread, once for each chunk."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Asks the work to stop at the next chunk; it undoes what it had begun."""
        self._stop.set()

    def ran(self) -> None:
        """Called from the work's own thread once all of it is done."""
        self.finished = True

    def end(self) -> None:
        """Marks the work as over, however it ended."""
        self.over = True
        self.ended.emit()

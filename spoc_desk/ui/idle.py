"""Locks the desk when nobody has touched it for a while, counting down the last two minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

SHORTEST, USUAL, LONGEST = 5, 10, 30  # minutes
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


def minutes_of(text: str) -> int:
    """Minutes out of a setting, held between 5 and 30; 10 when it cannot be read."""
    return min(LONGEST, max(SHORTEST, int(text))) if text.isdigit() else USUAL


class IdleWatch(QObject):
    """Watches the windows that have the focus, not every event of every widget: that would cost scrolling."""

    remaining = Signal(int)  # seconds, once a second
    waiting = Signal()  # the time is up, but work under way holds the lock back
    idle = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        minutes: int = USUAL,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        working: Callable[[], bool] = lambda: False,
    ) -> None:
        """The clock stops while the computer sleeps on some systems; wall does not, but may be set back.

        working: whether long work is under way, which locking would throw away.
        """
        super().__init__()
        self._limit = minutes * 60
        self._clock, self._wall, self._working = clock, wall, working
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self.tick)
        app.focusWindowChanged.connect(self._watch)
        self.touch()

    def start(self) -> None:
        """Begins to count from now."""
        self.touch()
        self._watch(QGuiApplication.focusWindow())
        self._timer.start()

    def stop(self) -> None:
        """Stops counting, as when the desk is locked already."""
        self._timer.stop()

    def set_minutes(self, minutes: int) -> None:
        """Changes the limit."""
        self._limit = minutes * 60

    def touch(self) -> None:
        """Somebody is there."""
        self._touched, self._touched_wall = self._clock(), self._wall()

    def tick(self) -> None:
        """Tells how long is left, or that the time is up."""
        spent = max(self._clock() - self._touched, self._wall() - self._touched_wall)
        left = self._limit - round(spent)
        if left <= 0 and self._working():
            self.waiting.emit()
        elif left <= 0:
            self.stop()
            self.idle.emit()
        else:
            self.remaining.emit(left)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes every key and every movement of the mouse."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

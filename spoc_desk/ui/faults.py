"""Bugs of ours, told by kind and place alone: a message or a traceback may quote what an officer typed."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal

from spoc_desk.domain.errors import DomainError

LOG = logging.getLogger("spoc_desk.ui")
# As long as an apology stays in sight; a fault in painting would else come with every frame.
AGAIN_AFTER = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Fault:
    """What broke and where; nothing of what it broke on."""

    kind: str
    place: str

    def log(self) -> None:
        """Writes it down."""
        LOG.error("%s at %s", self.kind, self.place)


def fault_of(error: BaseException) -> Fault:
    """The kind of an error and the last line of code it came through."""
    trace, place = error.__traceback__, "unknown place"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{Path(code.co_filename).name}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next
    return Fault(error.code if isinstance(error, DomainError) else type(error).__name__, place)


class FaultWatch(QObject):
    """Takes every error that nobody caught, in a slot, a thread or a destructor, from Python's traceback.

    Each is logged and apologised for; the same one not again while its apology is in sight.
    """

    _broke = Signal()

    def __init__(self, apologise: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._told: dict[Fault, float] = {}
        self._apologise = apologise
        # Queued: the fault may be on another thread, or in the middle of painting.
        self._broke.connect(self._say, QtCore.Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> Self:
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self.take(args.exc_value)
        sys.unraisablehook = lambda args: self.take(args.exc_value)
        return self

    def __exit__(self, *_why: object) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def take(self, error: BaseException | None) -> None:
        """Logs an error and sees to it that it is apologised for."""
        if error is None:
            return
        fault, now = fault_of(error), self._clock()
        if now - self._told.get(fault, -AGAIN_AFTER) >= AGAIN_AFTER:
            self._told[fault] = now
            fault.log()
            self._broke.emit()

    def _uncaught(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self.take(error)

    def _say(self) -> None:
        self._apologise()

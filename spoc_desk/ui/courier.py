"""Carries work to a thread and its answer back to the GUI thread, to an owner that may be gone by then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.faults import fault_of

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Answer = TypeVar("Answer")


class Courier(QObject):
    """Whatever a thread answers passes through one queued signal of this object, which outlives the work."""

    failed = Signal(str)  # a bug of ours, by the name of the exception: apologise, once
    _arrived = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._closing = self._closed = False
        self._leaving = threading.Lock()
        self._sent = 0
        self._waiting: dict[int, Callable[[Future[Any]], None]] = {}
        # Queued even from this thread: work done at once must not call back before it has been asked for.
        self._arrived.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)

    def carry(
        self,
        pool: ThreadPoolExecutor,
        task: Callable[[], Answer],
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
        over: Callable[[], None] = lambda: None,
    ) -> Future[Answer] | None:
        """Runs a task in a pool; back on this thread over is called, then done or refused.

        Answers what the task will come to, or None when nothing new is begun any more.
        """
        if self._closing:
            over()
            return None
        self._sent += 1
        number = self._sent
        # What to call back stays here. Were it to travel, the worker could drop the last hold on a widget
        # and so destroy it on the wrong thread.
        self._waiting[number] = partial(self._settle, done, refused, over)

        def settle(future: Future[Answer]) -> None:
            # A thread may be about to tell its answer while this object is let go of.
            with self._leaving:
                if not future.cancelled() and not self._closed:
                    self._arrived.emit(number, future)

        future = pool.submit(task)
        future.add_done_callback(settle)
        return future

    def shut_out(self) -> None:
        """From here on no thread tells anything; only then may this object go."""
        with self._leaving:
            self._closed = True

    def call_owner(self, owner: QObject, call: Callable[[], None]) -> None:
        """Calls unless the owner's window is gone."""
        if isValid(owner):
            call()

    @Slot(int, object)
    def _deliver(self, number: int, future: Future[Any]) -> None:
        call = self._waiting.pop(number, None)
        if self._closed or call is None:
            return
        try:
            call(future)
        except Exception as error:  # noqa: BLE001 - a page's own bug must not stop the others
            self._apologise(error)

    def _settle(
        self,
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
        over: Callable[[], None],
        future: Future[Answer],
    ) -> None:
        over()
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, DomainError):
            refused(error)
        else:
            self._broke(error, refused)

    def _broke(self, error: BaseException, _refused: Callable[[DomainError], None]) -> None:
        """What a bug in the work leads to; whoever must tell it elsewhere overrides this."""
        self._apologise(error)

    def _apologise(self, error: BaseException) -> None:
        fault = fault_of(error)
        fault.log()
        self.failed.emit(fault.kind)

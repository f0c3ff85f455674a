"""One piece of work on its own thread, before there is a desk to give Jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from spoc_desk.domain.errors import DomainError

Answer = TypeVar("Answer")
LOG = logging.getLogger("spoc_desk.ui.unlock")


class Errand(QThread, Generic[Answer]):
    """Runs work; then done or refused is called on the GUI thread. A bug arrives as "work.failed"."""

    _done = Signal(object)
    _refused = Signal(object)

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Answer],
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
    ) -> None:
        super().__init__(owner)
        self._work, self._on_done, self._on_refused = work, done, refused
        self._done.connect(self._tell_done)
        self._refused.connect(self._tell_refused)
        self.finished.connect(self.deleteLater)

    def run(self) -> None:
        """On the new thread."""
        try:
            answer = self._work()
        except DomainError as error:
            self._refused.emit(error)
        except Exception as error:  # noqa: BLE001 - told as an apology; its words may hold what was typed
            LOG.error("%s while unlocking", type(error).__name__)  # noqa: TRY400
            self._refused.emit(DomainError("work.failed"))
        else:
            self._done.emit(answer)

    def _tell_done(self, answer: Answer) -> None:
        self._on_done(answer)

    def _tell_refused(self, error: DomainError) -> None:
        self._on_refused(error)

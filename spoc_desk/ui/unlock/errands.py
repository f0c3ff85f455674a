"""Work before there is a desk to give Jobs: loading the program, opening a vault, making one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QThread

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.courier import Courier

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Answer = TypeVar("Answer")


class Errands(Courier):
    """One errand at a time, in the order given. A bug arrives as "work.failed", to be told in place."""

    def __init__(self) -> None:
        super().__init__()
        self._pool: ThreadPoolExecutor | None = None

    def run(
        self,
        owner: QObject,
        work: Callable[[], Answer],
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
        *,
        unhurried: bool = False,
    ) -> None:
        """Runs work, then calls done or refused. unhurried: it gives way to whatever else is running."""

        def answered(answer: Answer) -> None:
            self.call_owner(owner, partial(done, answer))

        def turned_down(error: DomainError) -> None:
            self.call_owner(owner, partial(refused, error))

        self.carry(self._made_pool(), partial(_paced, work, unhurried), answered, turned_down)

    def close(self) -> None:
        """Waits for the errand under way; nothing is called back any more."""
        self._closing = self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _made_pool(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # after first paint

            self._pool = ThreadPoolExecutor(1, "errand")
        return self._pool

    def _broke(self, error: BaseException, refused: Callable[[DomainError], None]) -> None:
        super()._broke(error, refused)
        refused(DomainError("work.failed"))


def _paced(work: Callable[[], Answer], unhurried: bool) -> Answer:
    thread = QThread.currentThread()
    if not unhurried:
        return work()
    thread.setPriority(QThread.Priority.LowestPriority)
    try:
        return work()
    finally:
        thread.setPriority(QThread.Priority.NormalPriority)

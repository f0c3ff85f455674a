"""Everything that may take time: one writer thread, two readers, one for long work."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.courier import Courier
from spoc_desk.ui.job import Job

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

Answer = TypeVar("Answer")
READERS = 2


class Jobs(Courier):
    """Runs verbs and questions against one open desk and brings the answers back to the GUI thread."""

    changed = Signal(tuple)  # the changes of each verb that was done
    started = Signal(object)  # a Job for the tray
    busy = Signal(bool)  # verbs are waiting for the writer

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._long = ThreadPoolExecutor(1, "long")
        self._quiet = ThreadPoolExecutor(1, "quiet", initializer=give_way)
        self._unasked: list[Job] = []
        self._running: list[Job] = []
        self._under_way: dict[Job, Future[Any]] = {}
        self._writing = 0

    def command(
        self,
        owner: QObject,
        verb: Callable[[Desk], Changes],
        done: Callable[[Changes], None],
        refused: Callable[[DomainError], None],
    ) -> None:
        """Runs a verb on the writer thread, then tells every page what changed, then calls done or refused.

        Verbs run one at a time in the order given. Nothing is called back once owner is gone,
        but the verb still runs and its changes are still told.
        """

        def landed(changes: Changes) -> None:
            self.announce(changes)
            self.call_owner(owner, partial(done, changes))

        def turned_down(error: DomainError) -> None:
            self.call_owner(owner, partial(refused, error))

        self._set_writing(+1)
        over = partial(self._set_writing, -1)
        self.carry(self._writer, partial(verb, self._desk), landed, turned_down, over)

    def query(
        self,
        owner: QObject,
        question: Callable[[Desk], Answer],
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None] | None = None,
    ) -> None:
        """Answers a question on a reader thread. Without refused, a refusal is taken as a bug."""

        def answered(answer: Answer) -> None:
            self.call_owner(owner, partial(done, answer))

        def turned_down(error: DomainError) -> None:
            if refused is None:
                self._apologise(error)
            else:
                self.call_owner(owner, partial(refused, error))

        self.carry(self._readers, partial(question, self._desk), answered, turned_down)

    def inline(self, question: Callable[[Desk], Answer]) -> Answer:
        """Answers at once on this thread: only for rows or one record whose ids are already known."""
        return question(self._desk)

    def long(
        self,
        owner: QObject,
        work: Callable[[Desk, Progress, Cancelled], Answer],
        title: str,
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
    ) -> Job:
        """Runs long work that can be watched and cancelled in the job tray.

        Cancelling arrives at refused as "work.cancelled". If the work changed anything,
        done passes those changes to announce().
        """
        job = Job(title)
        self._running.append(job)
        self.started.emit(job)

        def answered(answer: Answer) -> None:
            self.call_owner(owner, partial(done, answer))

        def turned_down(error: DomainError) -> None:
            self.call_owner(owner, partial(refused, error))

        watched = partial(_watched, work, self._desk, job)
        over = partial(self._finish, job)
        self._watch(job, self.carry(self._long, watched, answered, turned_down, over))
        return job

    def quiet(
        self,
        owner: QObject,
        work: Callable[[Desk, Progress, Cancelled], Answer],
        title: str,
        done: Callable[[Answer], None],
        refused: Callable[[DomainError], None],
    ) -> Job:
        """The same for what the program begins by itself: on a thread that gives way to all others.

        It keeps no desk from locking, and is not missed when a lock stops it.
        """
        job = Job(title)
        self._unasked.append(job)
        self.started.emit(job)

        def ended() -> None:
            self._under_way.pop(job, None)
            if job in self._unasked:
                self._unasked.remove(job)
                job.end()

        def answered(answer: Answer) -> None:
            self.call_owner(owner, partial(done, answer))

        def turned_down(error: DomainError) -> None:
            self.call_owner(owner, partial(refused, error))

        watched = partial(_watched, work, self._desk, job)
        self._watch(job, self.carry(self._quiet, watched, answered, turned_down, ended))
        return job

    def announce(self, changes: Changes) -> None:
        """Tells every page what was changed, so that each can judge what it shows."""
        if changes:
            self.changed.emit(changes)

    def running(self) -> tuple[Job, ...]:
        """Long work that has not ended."""
        return tuple(self._running)

    def close(self, patience: float | None = None) -> tuple[str, ...]:
        """Finishes the verbs already given and cancels long work; after it nothing is called back.

        patience: seconds to wait for long work to stop; work that is stuck beyond it finds the vault shut.
        Answers the titles of the long work that was under way or waiting and was not finished.
        """
        self._closing = True
        # What the officer had already stopped is not missed.
        running = [job for job in self._running if not job.is_cancelled()]
        for job in (*running, *self._unasked):
            job.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._long.shutdown(wait=False, cancel_futures=True)
        self._quiet.shutdown(wait=False, cancel_futures=True)
        # One that was cancelled before it began never tells those who wait for it.
        wait([future for future in self._under_way.values() if not future.cancelled()], patience)
        self._writer.shutdown(wait=True)
        self.shut_out()
        return tuple(job.title for job in running if not job.finished)

    def _watch(self, job: Job, future: Future[Answer] | None) -> None:
        if future is not None:
            self._under_way[job] = future

    def _finish(self, job: Job) -> None:
        self._under_way.pop(job, None)
        if job in self._running:
            self._running.remove(job)
            job.end()

    def _set_writing(self, step: int) -> None:
        before, self._writing = self._writing, max(0, self._writing + step)
        if bool(before) is not bool(self._writing):
            self.busy.emit(bool(self._writing))


def give_way() -> None:
    """Lets every other thread go before this one, where the system can."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)


def _watched(work: Callable[[Desk, Progress, Cancelled], Answer], desk: Desk, job: Job) -> Answer:
    answer = work(desk, job.report, job.is_cancelled)
    job.ran()
    return answer


class LatestOnly(QObject, Generic[Answer]):
    """Asks questions as someone types: one at a time, and only the newest answer is shown."""

    def __init__(self, jobs: Jobs, owner: QObject) -> None:
        super().__init__(owner)
        self._jobs = jobs
        self._waiting: tuple[Callable[[Desk], Answer], Callable[[Answer], None]] | None = None
        self._newest = 0
        self._asking = False
        jobs.failed.connect(self._next)

    def ask(self, question: Callable[[Desk], Answer], done: Callable[[Answer], None]) -> None:
        """Asks now, or as soon as the question under way is answered; questions overtaken are dropped."""
        self._newest += 1
        self._waiting = (question, done)
        if not self._asking:
            self._next()

    @Slot()
    def _next(self) -> None:
        self._asking = self._waiting is not None
        if self._waiting is not None:
            question, done = self._waiting
            self._waiting = None
            self._jobs.query(self, question, partial(self._answered, self._newest, done), self._refused)

    def _answered(self, number: int, done: Callable[[Answer], None], answer: Answer) -> None:
        if number == self._newest:
            done(answer)
        self._next()

    def _refused(self, error: DomainError) -> None:
        self._next()

"""Prints a pack: written down, checked whole, then copy by copy, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from spoc_desk.domain.copy_results import CopyState, sheets_of
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.issues import IssuedPack, PackCopy, check_leaves
from spoc_desk.domain.printing import (
    PrintJob,
    Sides,
    check_copies,
    copy_line,
    pages_of,
    recipients_of,
    told_pages,
)
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.pack_copies import PRINTED, CopyPack, log_run, next_number, record_sent
from spoc_desk.services.pack_items import standing
from spoc_desk.services.ports import Cancelled, Changes, Desk, Paper, Progress


@dataclass(frozen=True, slots=True)
class PrintPack:
    """A run of numbered copies of one pack.

    pages: as people write them, "1-12" or "3, 7-9", empty for all. recipients: one for each copy in order;
    copies beyond them go to the pack's own.
    """

    pack_id: int
    printer: str
    copies: int = 1
    pages: str = ""
    sides: Sides = Sides.ONE
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentCopy:
    """One copy of a run and what became of it. pages: handed to the printer."""

    copy: PackCopy
    state: CopyState
    pages: int = 0


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A run, copy by copy. fault: why it did not end as asked, if it did not."""

    pack: IssuedPack
    copies: tuple[SentCopy, ...]
    pages: int
    changes: Changes
    fault: DomainError | None = None

    @property
    def sent(self) -> tuple[PackCopy, ...]:
        """The copies that were handed over whole."""
        return tuple(each.copy for each in self.copies if each.state is CopyState.SPOOLED)


def print_pack(
    command: PrintPack, paper: Paper, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> PrintedRun:
    """Prints numbered copies one after the other, each a job of its own.

    The run is written down before anything of it is read for printing, and what became of each copy as
    soon as it is known. Raises DomainError, with nothing written down, for a draft and for pages,
    copies, names or a printer that will not do; what fails later is the run's fault.
    """
    pack, pages = _asked(command, desk)
    paper.check_ready(command.printer)
    log = CopyPack(
        pack.id,
        PRINTED,
        copies=command.copies,
        printer=command.printer,
        page_range=told_pages(pages, pack.pages),
        duplex=str(command.sides),
        recipients=command.recipients,
    )
    changes, copies = log_run(log, desk)
    run = _Run(command, pack, pages, desk, len(copies))
    sent: list[SentCopy] = []
    fault: DomainError | None = None
    for place, copy in enumerate(copies):
        one, wrong, said = run.one(place, copy, paper, progress, cancelled, fault)
        sheets = sheets_of(one.pages, both_sides=command.sides is not Sides.ONE)
        changes += record_sent(copy, one.state, sheets, said, desk)
        sent.append(one)
        fault = fault or wrong
    return PrintedRun(pack, tuple(sent), len(pages), changes, fault)


def check_print(command: PrintPack, desk: Desk) -> Changes:
    """Refuses what print_pack would refuse, and does nothing else."""
    _asked(command, desk)
    return ()


def preview_printed(command: PrintPack, desk: Desk) -> bytes:
    """The very bytes that the run's first copy would be sent as. Raises DomainError as print_pack does."""
    pack, pages = _asked(command, desk)
    with desk.queries.snapshot() as reader:
        first = next_number(pack.id, reader)
    (name, *_) = recipients_of(command.recipients, command.copies, pack.recipient)
    line = copy_line(first, first + command.copies - 1, name)
    with desk.evidence.open(_key(pack)) as source:
        return desk.documents.numbered_copy(source, line, pages)


def _asked(command: PrintPack, desk: Desk) -> tuple[IssuedPack, tuple[int, ...]]:
    """The pack and the pages, once all that was asked can be done."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, command.pack_id)
        check_leaves(pack, standing(pack, reader))
    check_copies(command.copies)
    recipients_of(command.recipients, command.copies, pack.recipient)
    return pack, pages_of(command.pages, pack.pages)


def _key(pack: IssuedPack) -> EvidenceKey:
    return EvidenceKey(pack.file_name, pack.file_identity)


class _Run:
    """One run under way. The sealed pack is read against its digest once, before the first copy."""

    def __init__(
        self, command: PrintPack, pack: IssuedPack, pages: tuple[int, ...], desk: Desk, copies: int
    ) -> None:
        self._command, self._pack, self._pages, self._desk = command, pack, pages, desk
        self._steps = copies * len(pages)

    def one(
        self,
        place: int,
        copy: PackCopy,
        paper: Paper,
        progress: Progress,
        cancelled: Cancelled,
        before: DomainError | None,
    ) -> tuple[SentCopy, DomainError | None, str]:
        """Sends one copy; none after a fault. Answers it with the fault and the printer's words."""
        if before is not None:
            return SentCopy(copy, CopyState.STOPPED), before, ""
        done = place * len(self._pages)

        def moved(pages: int, _of: int) -> None:
            progress(done + pages, self._steps)

        job = PrintJob(copy.printer, self._pack.reference, self._command.sides, len(self._pages))
        try:
            if cancelled():
                raise DomainError("work.cancelled")
            if place == 0:
                whole = Sealed(self._pack.size, self._pack.sha256)
                self._desk.evidence.verify(_key(self._pack), whole, unheard, cancelled)
            paper.send(job, partial(self._write, copy), moved, cancelled)
        except DomainError as fault:
            stopped = CopyState.STOPPED if fault.code == "work.cancelled" else CopyState.FAILED
            pages = fault.values.get("pages_out", 0)
            gone = pages if isinstance(pages, int) else 0
            return SentCopy(copy, stopped, gone), fault, str(fault.values.get("said", ""))
        moved(len(self._pages), 0)
        return SentCopy(copy, CopyState.SPOOLED, len(self._pages)), None, ""

    def _write(self, copy: PackCopy, target: BinaryIO) -> None:
        line = copy_line(copy.first_number, copy.of, copy.recipient)
        with self._desk.evidence.open(_key(self._pack)) as source:
            self._desk.documents.write_numbered(source, target, line, self._pages)

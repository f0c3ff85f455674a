"""Prints a pack: written down, checked whole, then copy by copy, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from spoc_desk.domain.copy_results import CopyState, sheets_of
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.issues import IssuedPack, PackCopy, PackFile, PackState
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
from spoc_desk.services.pack_copies import (
    PRINTED,
    CopyPack,
    check_may_leave,
    log_run,
    next_number,
    record_sent,
)
from spoc_desk.services.pack_files import volumes_of
from spoc_desk.services.pack_items import standing
from spoc_desk.services.ports import Cancelled, Changes, Desk, Paper, Progress

SAMPLE_PAGES = 100
BROKEN_OFF = "broken off while it was sent; look for its sheets"


@dataclass(frozen=True, slots=True)
class PrintPack:
    """A run of numbered copies of one pack.

    pages: as people write them, "1-12" or "3, 7-9", empty for all, counted through all volumes.
    recipients: one for each copy in order; copies beyond them go to the pack's own.
    superseded_wanted: although another pack takes its place.
    """

    pack_id: int
    printer: str
    copies: int = 1
    pages: str = ""
    sides: Sides = Sides.ONE
    recipients: tuple[str, ...] = ()
    superseded_wanted: bool = False


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
    """Prints numbered copies one after the other, each volume of each a job of its own.

    The run is written down before anything of it is read for printing, and what became of each copy as
    soon as it is known. Raises DomainError, with nothing written down, for a draft and for pages,
    copies, names or a printer that will not do; what fails later is the run's fault.
    """
    pack, files = _asked(command, desk)
    paper.check_ready(command.printer)
    pages = sum(len(file.pages) for file in files)
    log = CopyPack(
        pack.id,
        PRINTED,
        copies=command.copies,
        printer=command.printer,
        page_range=told_pages(pages_of(command.pages, pack.pages), pack.pages),
        duplex=str(command.sides),
        recipients=command.recipients,
        superseded_wanted=command.superseded_wanted,
    )
    changes, copies = log_run(log, desk)
    run = _Run(command, pack, files, paper, desk, progress, cancelled)
    sent: list[SentCopy] = []
    fault: DomainError | None = None
    for place, copy in enumerate(copies):
        try:
            one, wrong = run.one(place, copy) if fault is None else (SentCopy(copy, CopyState.STOPPED), fault)
        except BaseException:  # even Ctrl-C leaves no copy that nobody can account for
            _record_broken(copies[place:], desk)
            raise
        said = str(wrong.values.get("said", "")) if wrong and fault is None else ""
        changes += record_sent(copy, one.state, run.sheets(one.pages), said, desk)
        sent.append(one)
        fault = wrong
    return PrintedRun(pack, tuple(sent), pages, changes, fault)


def _record_broken(copies: tuple[PackCopy, ...], desk: Desk) -> None:
    """Of the first of these copies some sheets may be out; nothing of the others is."""
    for place, copy in enumerate(copies):
        state = CopyState.STOPPED if place else CopyState.FAILED
        record_sent(copy, state, 0, "" if place else BROKEN_OFF, desk)


def check_print(command: PrintPack, desk: Desk) -> Changes:
    """Refuses what print_pack would refuse, and does nothing else."""
    _asked(command, desk)
    return ()


@dataclass(frozen=True, slots=True)
class PrintedSample:
    """The bytes that a run's first copy would be sent as, as far as they are shown, and each page's line.

    shown, of: pages; a sample is held in memory, so of a long copy it is only the beginning.
    """

    content: bytes = field(repr=False)
    line: str
    shown: int
    of: int


def preview_printed(command: PrintPack, desk: Desk) -> PrintedSample:
    """The beginning of the run's first copy, made but not sent. Raises as print_pack does."""
    pack, files = _asked(command, desk)
    with desk.queries.snapshot() as reader:
        first, late = next_number(pack.id, reader), standing(pack, reader) is PackState.SUPERSEDED
    (name, *_) = recipients_of(command.recipients, command.copies, pack.recipient)
    line = copy_line(first, first + command.copies - 1, name, superseded=late)
    with desk.evidence.open(files[0].key) as source:
        shown = files[0].pages[:SAMPLE_PAGES]
        content = desk.documents.numbered_copy(source, line, shown)
    return PrintedSample(content, line, len(shown), sum(len(file.pages) for file in files))


@dataclass(frozen=True, slots=True)
class _File:
    """One sealed volume, and those of its own pages, from 1, that are to be printed."""

    key: EvidenceKey
    sealed: Sealed
    pages: tuple[int, ...]


def _asked(command: PrintPack, desk: Desk) -> tuple[IssuedPack, tuple[_File, ...]]:
    """The pack and what is to be printed of it, once all that was asked can be done."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, command.pack_id)
        check_may_leave(pack, reader, superseded_wanted=command.superseded_wanted)
        volumes = volumes_of(pack, reader.find(PackFile, pack_id=pack.id))
    check_copies(command.copies)
    recipients_of(command.recipients, command.copies, pack.recipient)
    wanted = pages_of(command.pages, pack.pages)
    files, before = [], 0
    for volume in volumes:
        own = tuple(page - before for page in wanted if before < page <= before + volume.pages)
        if own:
            key = EvidenceKey(volume.file_name, volume.file_identity)
            files.append(_File(key, Sealed(volume.size, volume.sha256), own))
        before += volume.pages
    return pack, tuple(files)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run under way. What is sealed is read against its digest once, before the first copy."""

    command: PrintPack
    pack: IssuedPack
    files: tuple[_File, ...]
    paper: Paper
    desk: Desk
    progress: Progress
    cancelled: Cancelled

    def sheets(self, pages: int) -> int:
        """How many sheets so many pages of a copy take; each volume begins a new one."""
        both, taken = self.command.sides is not Sides.ONE, 0
        for file in self.files:
            here = min(pages, len(file.pages))
            taken += sheets_of(here, both_sides=both)
            pages -= here
        return taken

    def one(self, place: int, copy: PackCopy) -> tuple[SentCopy, DomainError | None]:
        """Sends one copy, and answers what became of it with what went wrong."""
        gone = 0
        try:
            if self.cancelled():
                raise DomainError("work.cancelled")
            if place == 0:
                for file in self.files:
                    self.desk.evidence.verify(file.key, file.sealed, unheard, self.cancelled)
            for file in self.files:
                self._send(place, copy, file, gone)
                gone += len(file.pages)
        except DomainError as fault:
            state = CopyState.STOPPED if fault.code == "work.cancelled" else CopyState.FAILED
            out = fault.values.get("pages_out", 0)
            return SentCopy(copy, state, gone + (out if isinstance(out, int) else 0)), fault
        return SentCopy(copy, CopyState.SPOOLED, gone), None

    def _send(self, place: int, copy: PackCopy, file: _File, gone: int) -> None:
        whole = sum(len(each.pages) for each in self.files)
        done = place * whole + gone

        def moved(pages: int, _of: int) -> None:
            self.progress(done + pages, self.command.copies * whole)

        def write(target: BinaryIO) -> None:
            line = copy_line(copy.first_number, copy.of, copy.recipient, superseded=copy.superseded)
            with self.desk.evidence.open(file.key) as source:
                self.desk.documents.write_numbered(source, target, line, file.pages)

        job = PrintJob(copy.printer, self.pack.reference, self.command.sides, len(file.pages))
        self.paper.send(job, write, moved, self.cancelled)
        moved(len(file.pages), len(file.pages))

"""Copies of packs that leave the vault: numbered, written down first, and accounted for afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.changes import PackCopyChecked, PackCopySent, PackExported, PackPrinted
from spoc_desk.domain.copy_results import (
    CopyState,
    PackCopyResult,
    check_settling,
    copy_state,
    first_free_number,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackCopy, PackState, check_leaves
from spoc_desk.domain.printing import check_copies, pages_of, recipients_of
from spoc_desk.services.pack_items import standing, superseding
from spoc_desk.services.ports import Changes, Desk, Reader

PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class CopyPack:
    """One copy, or a run of copies, leaving the vault.

    recipients: of a printed run, one for each copy in order; copies beyond them go to `recipient`,
    or where that is empty to the pack's own. duplex: a code of printing.Sides.
    how: "printed"; "saved" as one file; "folder", the whole release; "age", the whole release for its
    recipients' keys; "password", locked. superseded_wanted: although another pack takes its place.
    """

    pack_id: int
    how: str
    recipient: str = ""
    copies: int = 1
    printer: str = ""
    page_range: str = ""
    duplex: str = ""
    recipients: tuple[str, ...] = ()
    superseded_wanted: bool = False


@dataclass(frozen=True, slots=True)
class CopyEntry:
    """One line of the register of copies: what left, and what became known of it, oldest first."""

    copy: PackCopy
    results: tuple[PackCopyResult, ...]

    @property
    def state(self) -> CopyState:
        """Where the copy stands."""
        return copy_state(self.results)


@dataclass(frozen=True, slots=True)
class SettleCopy:
    """What an officer saw of a printed copy's sheets. note: what became of spoiled ones."""

    copy_id: int
    state: CopyState
    sheets: int = 0
    note: str = ""


def log_copy(command: CopyPack, desk: Desk) -> Changes:
    """Writes down that a copy leaves, before it does: saved as a file, or sent to a printer."""
    changes, _copies = log_run(command, desk)
    return changes


def log_run(command: CopyPack, desk: Desk) -> tuple[Changes, tuple[PackCopy, ...]]:
    """Writes a run of copies down, each with its number and its recipient, before any of it leaves.

    Raises DomainError when there are no copies, too many, or fewer than recipients;
    ("packs.not_released") for a draft, ("packs.superseded") unless that one is wanted all the same.
    """
    check_copies(command.copies)
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, command.pack_id)
        state = check_may_leave(pack, work, superseded_wanted=command.superseded_wanted)
        names = recipients_of(command.recipients, command.copies, command.recipient or pack.recipient)
        first = first_free_number(work.find(PackCopy, pack_id=pack.id))
        now = desk.clock.now()
        copies = tuple(
            work.add(
                PackCopy(
                    id=0,
                    pack_id=pack.id,
                    at=now,
                    officer=desk.officer.name,
                    how=command.how,
                    recipient=name,
                    copies=1,
                    printer=command.printer,
                    page_range=command.page_range,
                    first_number=number,
                    of=first + command.copies - 1,
                    duplex=command.duplex,
                    superseded=state is PackState.SUPERSEDED,
                )
            )
            for number, name in enumerate(names, first)
        )
        change = (
            PackPrinted(casefile=pack.casefile_id, pack=pack.id, copies=command.copies)
            if command.how == PRINTED
            else PackExported(casefile=pack.casefile_id, pack=pack.id)
        )
        work.record(change)
    return (change,), copies


def record_sent(copy: PackCopy, state: CopyState, sheets: int, note: str, desk: Desk) -> Changes:
    """Writes down whether a copy was handed to its printer, as soon as that is known."""
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, copy.pack_id)
        work.add(PackCopyResult(0, copy.id, desk.clock.now(), desk.officer.name, state, sheets, note))
        change = PackCopySent(
            casefile=pack.casefile_id, pack=pack.id, number=copy.first_number, state=str(state)
        )
        work.record(change)
    return (change,)


def settle_copies(commands: tuple[SettleCopy, ...], desk: Desk) -> Changes:
    """Writes down what an officer saw: all sheets came out, or some were spoiled and what became of them.

    Raises DomainError("packs.copy_not_out"), ("packs.copy_settled"), ("packs.spoils_untold") or
    ("packs.spoils_many").
    """
    changes = []
    with desk.unit_of_work() as work:
        for told in commands:
            copy = work.get(PackCopy, told.copy_id)
            pack = work.get(IssuedPack, copy.pack_id)
            results, pages = work.find(PackCopyResult, copy_id=copy.id), pages_of(copy.page_range, pack.pages)
            check_settling(copy, results, told.state, told.sheets, told.note, len(pages))
            now, officer = desk.clock.now(), desk.officer.name
            sheets = told.sheets if told.state is CopyState.SPOILED else 0
            work.add(PackCopyResult(0, copy.id, now, officer, told.state, sheets, told.note.strip()))
            change = PackCopyChecked(
                casefile=pack.casefile_id,
                pack=pack.id,
                number=copy.first_number,
                state=str(told.state),
                sheets=sheets,
            )
            work.record(change)
            changes.append(change)
    return tuple(changes)


def register_of(pack_id: int, desk: Desk) -> tuple[CopyEntry, ...]:
    """Every copy of a pack that left, in order. Ask after consult_pack, which logs the reading."""
    with desk.queries.snapshot() as reader:
        return entries(pack_id, reader)


def entries(pack_id: int, reader: Reader) -> tuple[CopyEntry, ...]:
    """The register of a pack's copies."""
    copies = reader.find(PackCopy, pack_id=pack_id)
    results = reader.find(PackCopyResult, copy_id=tuple(copy.id for copy in copies)) if copies else ()
    return tuple(
        CopyEntry(copy, tuple(result for result in results if result.copy_id == copy.id)) for copy in copies
    )


def next_number(pack_id: int, reader: Reader) -> int:
    """The number that the next copy of a pack will bear."""
    return first_free_number(reader.find(PackCopy, pack_id=pack_id))


def check_may_leave(pack: IssuedPack, reader: Reader, *, superseded_wanted: bool) -> PackState:
    """The state of a pack whose copy may leave. Raises packs.not_released, packs.superseded."""
    state = standing(pack, reader)
    check_leaves(pack, state)
    if state is PackState.SUPERSEDED and not superseded_wanted:
        raise DomainError("packs.superseded", reference=pack.reference, later=superseding(pack, reader))
    return state

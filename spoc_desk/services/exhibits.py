"""Exhibits: a file sealed before anything reads it, its continuity, its digest proved on demand."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from spoc_desk.domain.casefiles import Casefile, check_open
from spoc_desk.domain.changes import (
    ExhibitAbandoned,
    ExhibitAdded,
    ExhibitMoved,
    ExhibitStarted,
    ExhibitVerified,
    RecordConsulted,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.exhibits import (
    Exhibit,
    ExhibitState,
    Movement,
    check_order,
    checked_reference,
    next_reference,
    producer_of,
)
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress, UnitOfWork


@dataclass(frozen=True, slots=True)
class AddExhibit:
    """One file to be sealed. An empty reference takes the finder's next free one."""

    casefile_id: int
    path: Path
    description: str
    found_by: str = ""
    found_at: datetime | None = None
    found_local: str = ""
    found_where: str = ""
    reference: str = ""
    source: str = ""
    seal_number: str = ""
    storage: str = ""


@dataclass(frozen=True, slots=True)
class MoveExhibit:
    """A movement of an exhibit: from whom, to whom, why and when."""

    exhibit_id: int
    from_holder: str
    to_holder: str
    purpose: str
    moved_at: datetime | None = None
    moved_local: str = ""
    seals: str = ""


FOUND = {
    "": ExhibitState.SEALED,
    "evidence.missing": ExhibitState.MISSING,
    "evidence.altered": ExhibitState.ALTERED,
}


def unheard(done: int, total: int) -> None:
    """Progress that nobody follows."""


def never() -> bool:
    """Work that nobody cancels."""
    return False


def propose_reference(casefile_id: int, producer: str, desk: Desk) -> str:
    """The next free reference of a producer in a casefile, such as AM/3."""
    with desk.queries.snapshot() as reader:
        taken = tuple(exhibit.reference for exhibit in reader.find(Exhibit, casefile_id=casefile_id))
    return next_reference(producer_of(producer), taken)


def add_exhibit(
    command: AddExhibit, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Seals a file byte for byte as an exhibit, with its first entry of continuity.

    The file streams outside any transaction, so nobody waits for it. Raises
    DomainError and keeps nothing when the casefile is closed, the reference is
    taken, or the file cannot be sealed.
    """
    pending = _begin(command, desk)
    key = EvidenceKey(pending.file_name, pending.file_identity)
    try:
        sealed = desk.evidence.seal(command.path, key, progress, cancelled)
    except BaseException:
        _abandon(pending, desk)
        raise
    return _finish(pending, sealed, desk)


def _begin(command: AddExhibit, desk: Desk) -> Exhibit:
    now = desk.clock.now()
    found_at = command.found_at or now
    if not command.description.strip():
        raise DomainError("exhibits.description_missing")
    if found_at > now:
        raise DomainError("exhibits.found_in_future")
    finder = command.found_by.strip() or desk.officer.name
    key = desk.evidence.new_item()
    with desk.unit_of_work() as work:
        check_open(work.get(Casefile, command.casefile_id))
        taken = tuple(exhibit.reference for exhibit in work.find(Exhibit, casefile_id=command.casefile_id))
        reference = (
            checked_reference(command.reference, taken)
            if command.reference.strip()
            else next_reference(producer_of(finder), taken)
        )
        media_type = mimetypes.guess_type(command.path.name)[0] or "application/octet-stream"
        pending = work.add(
            Exhibit(
                0,
                new_uid(now),
                command.casefile_id,
                reference,
                command.description.strip(),
                command.path.name,
                media_type,
                key.name,
                key.identity,
                ExhibitState.PENDING,
                0,
                "",
                finder,
                found_at,
                command.found_local or full_stamp(found_at),
                command.found_where.strip(),
                now,
                command.source.strip(),
                command.seal_number.strip(),
                command.storage.strip(),
            )
        )
        work.record(ExhibitStarted(casefile=command.casefile_id, exhibit=pending.id))
    return pending


def _abandon(pending: Exhibit, desk: Desk) -> None:
    with desk.unit_of_work() as work:
        work.remove(pending)
        work.record(ExhibitAbandoned(casefile=pending.casefile_id, exhibit=pending.id))


def _finish(pending: Exhibit, sealed: Sealed, desk: Desk) -> Changes:
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        exhibit = replace(
            pending, state=ExhibitState.SEALED, size=sealed.size, sha256=sealed.sha256, verified_at=now
        )
        work.change(exhibit)
        work.add(
            Movement(
                0,
                exhibit.id,
                now,
                full_stamp(now),
                exhibit.found_by,
                "SPOC Desk vault",
                "Sealed as a digital exhibit",
                exhibit.seal_number,
                desk.officer.name,
                now,
            )
        )
        change = ExhibitAdded(casefile=exhibit.casefile_id, exhibit=exhibit.id, sha256=sealed.sha256)
        work.record(change)
    return (change,)


def move_exhibit(command: MoveExhibit, desk: Desk) -> Changes:
    """Adds to an exhibit's continuity, which nothing edits.

    Raises DomainError without both holders and a purpose, out of order or from the future.
    """
    if not (command.from_holder.strip() and command.to_holder.strip() and command.purpose.strip()):
        raise DomainError("exhibits.movement_incomplete")
    now = desk.clock.now()
    moved_at = command.moved_at or now
    if moved_at > now:
        raise DomainError("exhibits.movement_in_future")
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, command.exhibit_id)
        check_order(work.find(Movement, exhibit_id=exhibit.id), moved_at)
        movement = work.add(
            Movement(
                0,
                exhibit.id,
                moved_at,
                command.moved_local or full_stamp(moved_at),
                command.from_holder.strip(),
                command.to_holder.strip(),
                command.purpose.strip(),
                command.seals.strip(),
                desk.officer.name,
                now,
            )
        )
        change = ExhibitMoved(casefile=exhibit.casefile_id, exhibit=exhibit.id, movement=movement.id)
        work.record(change)
    return (change,)


def verify_exhibit(
    exhibit_id: int, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Reads the whole exhibit against its digest and notes on it what was found.

    A disk that cannot be read is noted too, but says nothing of the exhibit. Raises DomainError
    when it is not sealed yet.
    """
    with desk.queries.snapshot() as reader:
        seen = reader.get(Exhibit, exhibit_id)
    if seen.state is ExhibitState.PENDING:
        raise DomainError("exhibits.not_sealed", reference=seen.reference)
    fault = fault_of(seen, desk, progress, cancelled)
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, exhibit_id)
        return (note_verified(work, exhibit, FOUND.get(fault, exhibit.state), fault, desk),)


def fault_of(exhibit: Exhibit, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never) -> str:
    """The code of what is wrong with an exhibit's sealed file, or an empty string."""
    try:
        desk.evidence.verify(
            EvidenceKey(exhibit.file_name, exhibit.file_identity),
            Sealed(exhibit.size, exhibit.sha256),
            progress,
            cancelled,
        )
    except DomainError as fault:
        if fault.code.startswith("evidence."):
            return fault.code
        raise
    return ""


def note_verified(
    work: UnitOfWork, exhibit: Exhibit, state: ExhibitState, fault: str, desk: Desk
) -> ExhibitVerified:
    """Stores what a check of an exhibit found, and puts it on the audit trail."""
    work.change(replace(exhibit, state=state, verified_at=desk.clock.now()))
    change = ExhibitVerified(casefile=exhibit.casefile_id, exhibit=exhibit.id, fault=fault)
    work.record(change)
    return change


def consult_exhibit(exhibit_id: int, desk: Desk) -> tuple[Exhibit, tuple[Movement, ...]]:
    """One exhibit with its continuity; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, exhibit_id)
        work.record(RecordConsulted(kind="exhibit", record=exhibit_id, casefile=exhibit.casefile_id))
        return exhibit, work.find(Movement, exhibit_id=exhibit_id)

"""Suspected offences: picked from the law-pack, dated, limited by the rules, proved point by point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from spoc_desk.domain.case_limits import limit_in_case
from spoc_desk.domain.casefiles import Casefile, Statement, check_open
from spoc_desk.domain.changes import CasefileChanged, Change, OffenceChanged, OffenceSuspected, ProofLinked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.limit_alerts import override_limit as overridden
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.limit_rules import RuleKind
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.offences import Offence
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent, ProofLink, SuspectedOffence
from spoc_desk.domain.time_limits import TimeLimit, limit_facts
from spoc_desk.services.disclosure import check_used
from spoc_desk.services.ports import Changes, Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class SuspectOffence:
    """An offence of the law-pack, suspected of acts on these days."""

    casefile_id: int
    code: str
    acts: tuple[date, ...]
    suspect: str = ""


@dataclass(frozen=True, slots=True)
class DateOffence:
    """One more dated fact of a suspected offence."""

    offence_id: int
    event: OffenceEvent
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class OverrideLimit:
    """A last day to charge put in place of the computed one, with its reason and a second name."""

    offence_id: int
    on: date
    reason: str
    second_name: str


@dataclass(frozen=True, slots=True)
class LinkProof:
    """One point to prove and one exhibit or statement that proves it."""

    offence_id: int
    point: str
    exhibit_id: int | None = None
    statement_id: int | None = None


def suspect_offence(command: SuspectOffence, desk: Desk) -> Changes:
    """Adds a suspected offence with its computed last day to charge.

    Raises DomainError without an act, from the future, for a disabled offence or one that was
    not in force on the day of every act.
    """
    if not command.acts:
        raise DomainError("offences.act_missing")
    if max(command.acts) > day_of(desk.clock.now()):
        raise DomainError("offences.act_in_future")
    for day in sorted(set(command.acts)):
        desk.lawpack.pick(command.code, day)
    with desk.unit_of_work() as work:
        casefile = work.get(Casefile, command.casefile_id)
        check_open(casefile)
        suspected = work.add(
            SuspectedOffence(
                0, casefile.id, command.code, desk.lawpack.version, command.suspect.strip(),
                entered_by=desk.officer.name,
            )
        )  # fmt: skip
        for day in sorted(set(command.acts)):
            work.add(OffenceDate(0, suspected.id, OffenceEvent.ACT, day))
        limited = _limited(work, suspected, desk)
        added = OffenceSuspected(
            casefile=casefile.id, offence=suspected.id, code=command.code, limit=_told(limited.limit_on)
        )
        work.record(added)
        return (added, *carry_limits(work, casefile, desk))


def date_offence(command: DateOffence, desk: Desk) -> Changes:
    """Adds an act, or the day evidence reached one prosecutor, and computes the limit again.

    Raises DomainError for a day in the future, or an act on a day when the offence was not in force.
    """
    if command.on > day_of(desk.clock.now()) and command.event is not OffenceEvent.EXTENDED_TO:
        raise DomainError("offences.act_in_future")
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, command.offence_id)
        if command.event is OffenceEvent.ACT:
            desk.lawpack.pick(suspected.code, command.on)
        work.add(OffenceDate(0, suspected.id, command.event, command.on, command.note.strip()))
        return limit_again(work, unchecked(suspected, desk), casefile, desk)


def override_limit(command: OverrideLimit, desk: Desk) -> Changes:
    """Puts a day in place of the computed one.

    Raises DomainError when it would lengthen the limit without a reason and a second officer's name.
    """
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, command.offence_id)
        computed = _computed(work, suspected, desk)
        put = overridden(
            computed, command.on, why=command.reason, by=desk.officer.name, second=command.second_name
        )
        changed = replace(suspected, override_on=put.on, override_reason=put.why, override_by=put.second)
        return limit_again(work, changed, casefile, desk)


def check_limit(offence_id: int, second_name: str, desk: Desk) -> Changes:
    """Notes that a second person, who did not enter the dates, worked the last day to charge out again."""
    if not second_name.strip() or same_name(second_name, desk.officer.name):
        raise DomainError("offences.second_name_missing")
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, offence_id)
        if suspected.entered_by and same_name(second_name, suspected.entered_by):
            raise DomainError("offences.second_name_missing")
        limited = _limited(work, suspected, desk)
        work.change(replace(limited, checked_by=second_name.strip(), checked_at=desk.clock.now()))
        change = OffenceChanged(casefile=casefile.id, offence=offence_id, limit=_told(limited.limit_on))
        work.record(change)
        return (change, *carry_limits(work, casefile, desk))


def link_proof(command: LinkProof, desk: Desk) -> Changes:
    """Ties a point to prove to an exhibit or a statement of the same casefile."""
    with desk.unit_of_work() as work:
        suspected, _ = suspected_of(work, command.offence_id)
        desk.lawpack.offence(suspected.code).point(command.point)
        if command.exhibit_id is None and command.statement_id is None:
            raise DomainError("offences.proof_missing")
        check_of_case(work, suspected.casefile_id, command.exhibit_id, command.statement_id)
        if command.exhibit_id is not None:
            check_used(work.get(Exhibit, command.exhibit_id))
        held = work.find(
            ProofLink, offence_id=suspected.id, point=command.point, exhibit_id=command.exhibit_id,
            statement_id=command.statement_id,
        )  # fmt: skip
        if held:
            return ()
        work.add(ProofLink(0, suspected.id, command.point, command.exhibit_id, command.statement_id))
        change = ProofLinked(
            casefile=suspected.casefile_id, offence=suspected.id, point=command.point, linked=True
        )
        work.record(change)
    return (change,)


def check_of_case(
    work: UnitOfWork, casefile_id: int, exhibit_id: int | None, statement_id: int | None
) -> None:
    """Raises DomainError for an exhibit or a statement of another casefile."""
    if exhibit_id is not None:
        exhibit = work.get(Exhibit, exhibit_id)
        if exhibit.casefile_id != casefile_id:
            raise DomainError("offences.exhibit_of_other_case", reference=exhibit.reference)
    if statement_id is not None:
        statement = work.get(Statement, statement_id)
        if statement.casefile_id != casefile_id:
            raise DomainError("offences.statement_of_other_case", reference=statement.reference)


def unlink_proof(link: ProofLink, desk: Desk) -> Changes:
    """Takes a tie away; the audit trail keeps that it was there."""
    with desk.unit_of_work() as work:
        link = work.get(ProofLink, link.id)
        suspected, _ = suspected_of(work, link.offence_id)
        work.remove(link)
        change = ProofLinked(
            casefile=suspected.casefile_id, offence=suspected.id, point=link.point, linked=False
        )
        work.record(change)
    return (change,)


def limit_of(
    suspected: SuspectedOffence,
    dates: tuple[OffenceDate, ...],
    offence: Offence,
    others: tuple[Offence, ...] = (),
) -> TimeLimit:
    """The computed limit of one suspected offence beside its case's others, with its basis and warnings."""
    mine = tuple(entry for entry in dates if entry.offence_id == suspected.id)
    return limit_in_case(offence, limit_facts(mine, suspected.exceptions), others)


def suspected_of(work: UnitOfWork, offence_id: int) -> tuple[SuspectedOffence, Casefile]:
    """An offence that is still suspected, and its open casefile. Raises DomainError otherwise."""
    suspected = work.get(SuspectedOffence, offence_id)
    casefile = work.get(Casefile, suspected.casefile_id)
    check_open(casefile)
    if suspected.withdrawn:
        raise DomainError("offences.withdrawn")
    return suspected, casefile


def unchecked(suspected: SuspectedOffence, desk: Desk) -> SuspectedOffence:
    """The offence with dates that this officer changed, so that whoever checked them has to again."""
    return replace(suspected, checked_by="", checked_at=None, entered_by=desk.officer.name)


def limit_again(work: UnitOfWork, suspected: SuspectedOffence, casefile: Casefile, desk: Desk) -> Changes:
    """Stores an offence with its limit worked out anew, and what follows from that."""
    limited = _limited(work, suspected, desk)
    change = OffenceChanged(casefile=casefile.id, offence=suspected.id, limit=_told(limited.limit_on))
    work.record(change)
    return (change, *carry_limits(work, casefile, desk))


def carry_limits(work: UnitOfWork, casefile: Casefile, desk: Desk) -> Changes:
    """Works out the offences that follow a main offence again, then the casefile's own last day."""
    made: list[Change] = []
    every = list(work.find(SuspectedOffence, casefile_id=casefile.id, withdrawn=""))
    for number, suspected in enumerate(every):
        if desk.lawpack.offence(suspected.code).time_rule.kind is RuleKind.FOLLOWS:
            every[number] = limited = _limited(work, suspected, desk)
            if limited.limit_on != suspected.limit_on:
                told = _told(limited.limit_on)
                made.append(
                    OffenceChanged(casefile=casefile.id, offence=limited.id, limit=told, follows=True)
                )
    earliest = min((offence.limit_on for offence in every if offence.limit_on), default=None)
    if earliest != casefile.limit_on:
        work.change(replace(casefile, limit_on=earliest))
        made.append(CasefileChanged(casefile=casefile.id, fields=("limit_on",)))
    for change in made:
        work.record(change)
    return tuple(made)


def _computed(work: UnitOfWork, suspected: SuspectedOffence, desk: Desk) -> TimeLimit:
    dates = work.find(OffenceDate, offence_id=suspected.id)
    beside = work.find(SuspectedOffence, casefile_id=suspected.casefile_id, withdrawn="")
    others = tuple(desk.lawpack.offence(other.code) for other in beside if other.id != suspected.id)
    return limit_of(suspected, dates, desk.lawpack.offence(suspected.code), others)


def _limited(work: UnitOfWork, suspected: SuspectedOffence, desk: Desk) -> SuspectedOffence:
    computed = _computed(work, suspected, desk)
    shown = suspected.override_on or computed.shown
    if shown and computed.shown and not suspected.override_by:
        # Set earlier than the limit of its day by one officer; facts found since may have passed it.
        shown = min(shown, computed.shown)
    limited = replace(suspected, limit_on=shown, outer_on=computed.outer)
    if limited.limit_on != suspected.limit_on:
        # Whoever checked the day checked another one, and whoever moves it cannot be its check.
        limited = unchecked(limited, desk)
    work.change(limited)
    return limited


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""

"""The force's retention periods, and for each casefile its group, reviews, legal holds and CPIA's rule."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import Permission, RecordConsulted
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.retention import (
    CONTACTS,
    CasefileRetention,
    Cpia,
    CpiaState,
    LegalHold,
    RetentionPeriod,
    RetentionReview,
    add_years,
    check_facts,
    check_period,
    cpia_standing,
    decided,
    held,
    period_of,
    review_on,
)
from spoc_desk.domain.retention_changes import (
    ClockConfirmed,
    PeriodEntered,
    RetentionChanged,
)
from spoc_desk.domain.retention_rules import RetentionGroup, RetentionRules
from spoc_desk.services.ports import Changes, Desk, Reader, UnitOfWork

CLOCK_DOUBT = "clock_doubt"
"""The setting that says on which day the date was first doubted; empty once an officer confirmed it."""


@dataclass(frozen=True, slots=True)
class EnterPeriod:
    """The force's own period for a group, or, under the code CONTACTS, for contacts."""

    code: str
    policy_reference: str
    first_years: int = 0
    further_years: int = 0
    after_poll_days: int = 0


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """The groups as shipped, what the force entered for each, and every earlier entry."""

    rules: RetentionRules
    periods: tuple[RetentionPeriod, ...]
    clock_doubted: bool

    def period(self, code: str) -> RetentionPeriod | None:
        """What counts for a code; None when nothing was entered."""
        return period_of(code, self.periods)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed or held: a casefile or a contact, by its id."""

    casefile_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class RetentionView:
    """Where a casefile stands. review_on: None when no date can be told."""

    facts: CasefileRetention
    group: RetentionGroup | None
    period: RetentionPeriod | None
    review_on: date | None
    suggested_on: date | None
    reviews: tuple[RetentionReview, ...]
    holds: tuple[LegalHold, ...]
    decision: RetentionReview | None
    cpia: Cpia

    @property
    def hold(self) -> LegalHold | None:
        """The legal hold in force, if any."""
        return held(self.holds)


def retention_policy(desk: Desk) -> RetentionPolicy:
    """The groups, the periods entered, and whether the date needs an officer's word."""
    with desk.queries.snapshot() as reader:
        doubted = bool(reader.setting(CLOCK_DOUBT))
        return RetentionPolicy(desk.retention, reader.find(RetentionPeriod), doubted)


def enter_period(command: EnterPeriod, desk: Desk) -> Changes:
    """Enters a period; the earlier ones stay on record. Raises DomainError of the subject retention."""
    desk.check(Permission.POLICY)
    if command.code != CONTACTS:
        desk.retention.group(command.code)
    period = RetentionPeriod(
        0, command.code, command.first_years, command.further_years, command.after_poll_days,
        command.policy_reference.strip(), desk.officer.name, desk.clock.now(),
    )  # fmt: skip
    check_period(period)
    with desk.unit_of_work() as work:
        change = PeriodEntered(code=period.code, period=work.add(period).id)
        work.record(change)
    return (change,)


def retention_of(casefile: Casefile, reader: Reader, desk: Desk) -> RetentionView:
    """Where a casefile stands, for verbs that record their own reading of it."""
    today, of_case = day_of(desk.clock.now()), {"casefile_id": casefile.id}
    facts = _facts(casefile.id, reader)
    reviews, holds = reader.find(RetentionReview, **of_case), reader.find(LegalHold, **of_case)
    group = desk.retention.group(facts.group_code) if facts.group_code else None
    period = period_of(facts.group_code, reader.find(RetentionPeriod)) if group else None
    return RetentionView(
        facts=facts,
        group=group,
        period=period,
        review_on=review_on(closed_on(casefile), period, reviews),
        suggested_on=add_years(today, period.further_years) if period else None,
        reviews=reviews,
        holds=holds,
        decision=decided(reviews, facts.reopened_at),
        cpia=cpia_standing(facts, desk.retention.cpia, today),
    )


def consult_retention(subject: Subject, desk: Desk) -> RetentionView:
    """Where a casefile or a contact stands; the reading is on the audit trail before it is answered.

    Of a contact: its reviews, its holds and the decision; there is no group, and CPIA has no part in it.
    """
    kind = "casefile" if subject.casefile_id else "person"
    record = subject.casefile_id or subject.person_id or 0
    desk.check(Permission.READ)
    with desk.unit_of_work() as work:
        reference_of(subject, work)
        work.record(RecordConsulted(kind=kind, record=record, casefile=subject.casefile_id))
        if subject.casefile_id is not None:
            return retention_of(work.get(Casefile, subject.casefile_id), work, desk)
        reviews = work.find(RetentionReview, person_id=subject.person_id)
        holds = work.find(LegalHold, person_id=subject.person_id)
    unknown = Cpia(CpiaState.UNKNOWN)
    return RetentionView(
        CasefileRetention(0, 0), None, None, None, None, reviews, holds, decided(reviews), unknown
    )


def closed_on(casefile: Casefile) -> date | None:
    """The day of a closed casefile's outcome; None while it is open."""
    if casefile.status is not CasefileStatus.CLOSED or casefile.outcome_at is None:
        return None
    return day_of(casefile.outcome_at)


def _facts(casefile_id: int, reader: Reader) -> CasefileRetention:
    kept = reader.find(CasefileRetention, casefile_id=casefile_id)
    return kept[0] if kept else CasefileRetention(0, casefile_id)


def set_retention(given: CasefileRetention, desk: Desk) -> Changes:
    """Stores a casefile's group and the facts for CPIA's rule, open or closed.

    Raises DomainError: retention.group_unknown, retention.day_ahead, retention.order_wrong.
    """
    if given.group_code:
        desk.retention.group(given.group_code)
    check_facts(given, day_of(desk.clock.now()))
    with desk.unit_of_work() as work:
        work.get(Casefile, given.casefile_id)
        before = _facts(given.casefile_id, work)
        after = replace(given, id=before.id, reopened_at=before.reopened_at)
        altered = [f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)]
        if not altered:
            return ()
        if before.id:
            work.change(after)
        else:
            work.add(after)
        change = RetentionChanged(casefile=given.casefile_id, fields=tuple(altered))
        work.record(change)
    return (change,)


def note_reopened(work: UnitOfWork, casefile_id: int, desk: Desk) -> None:
    """A decision to destroy a casefile does not outlive its being reopened."""
    for kept in work.find(CasefileRetention, casefile_id=casefile_id):
        work.change(replace(kept, reopened_at=desk.clock.now()))


def confirm_clock(desk: Desk) -> Changes:
    """An officer says that this computer's date is right, after the vault was long unopened."""
    desk.check(Permission.AUTHORISE)
    change = ClockConfirmed()
    with desk.unit_of_work() as work:
        work.set_setting(CLOCK_DOUBT, "")
        work.record(change)
    return (change,)


def reference_of(subject: Subject, reader: Reader) -> str:
    """The reference of what is reviewed or held. Raises DomainError("records.not_found")."""
    if subject.casefile_id is not None:
        return reader.get(Casefile, subject.casefile_id).reference
    if subject.person_id is None:
        raise ValueError("a review or a hold is of something")
    return reader.get(Person, subject.person_id).reference

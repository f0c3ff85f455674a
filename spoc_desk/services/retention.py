"""The force's retention periods, and for each casefile its group, reviews, legal holds and CPIA's rule."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.retention import (
    CONTACTS,
    CasefileRetention,
    Cpia,
    LegalHold,
    RetentionPeriod,
    RetentionReview,
    ReviewDecision,
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
    HoldLifted,
    HoldPlaced,
    PeriodEntered,
    RetentionChanged,
    RetentionReviewed,
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
class ReviewRetention:
    """A decision, with its reason. next_on: when to review again, for one to keep."""

    subject: Subject
    decision: ReviewDecision
    reason: str
    next_on: date | None = None


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


def review_retention(command: ReviewRetention, desk: Desk) -> Changes:
    """Records a decision. To destroy is only proposed by it: two officers must then do it.

    Raises DomainError: retention.reason_missing, retention.next_missing, retention.next_past, and, for
    a decision to destroy, retention.clock_doubtful, casefile_open, group_missing, period_missing and
    review_not_due.
    """
    desk.check(Permission.AUTHORISE)
    today = day_of(desk.clock.now())
    if not command.reason.strip():
        raise DomainError("retention.reason_missing")
    if command.decision is ReviewDecision.KEEP and command.next_on is None:
        raise DomainError("retention.next_missing")
    if command.decision is ReviewDecision.KEEP and command.next_on is not None and command.next_on <= today:
        raise DomainError("retention.next_past")
    keeps = command.decision is ReviewDecision.KEEP
    with desk.unit_of_work() as work:
        _there(command.subject, work)
        if command.decision is ReviewDecision.DESTROY:
            check_may_decide(command.subject, work, desk)
        review = work.add(
            RetentionReview(
                0, command.subject.casefile_id, command.subject.person_id, desk.clock.now(),
                desk.officer.name, command.decision, command.reason.strip(),
                command.next_on if keeps else None,
            )
        )  # fmt: skip
        made: list[RetentionReviewed | HoldPlaced] = [
            RetentionReviewed(
                casefile=review.casefile_id, person=review.person_id, review=review.id,
                decision=str(review.decision),
            )
        ]  # fmt: skip
        work.record(made[0])
        if command.decision is ReviewDecision.HOLD:
            made.append(_hold(work, command.subject, command.reason, desk))
    return tuple(made)


def check_may_decide(subject: Subject, reader: Reader, desk: Desk) -> None:
    """Refuses a decision to destroy before its time. Raises DomainError of the subject retention."""
    if reader.setting(CLOCK_DOUBT):
        raise DomainError("retention.clock_doubtful")
    if subject.casefile_id is None:
        return
    casefile = reader.get(Casefile, subject.casefile_id)
    told = {"reference": casefile.reference}
    view = retention_of(casefile, reader, desk)
    if casefile.status is not CasefileStatus.CLOSED:
        raise DomainError("retention.casefile_open", **told)
    if view.group is None:
        raise DomainError("retention.group_missing", **told)
    if view.period is None:
        raise DomainError("retention.period_missing", **told, group=view.group.title)
    if view.review_on is None or view.review_on > day_of(desk.clock.now()):
        on = view.review_on.isoformat() if view.review_on else ""
        raise DomainError("retention.review_not_due", **told, on=on)


def place_hold(subject: Subject, reason: str, desk: Desk) -> Changes:
    """Keeps a casefile or contact from being destroyed until it is lifted. Raises reason_missing, held."""
    with desk.unit_of_work() as work:
        return (_hold(work, subject, reason, desk),)


def _hold(work: UnitOfWork, subject: Subject, reason: str, desk: Desk) -> HoldPlaced:
    if not reason.strip():
        raise DomainError("retention.reason_missing")
    reference = _there(subject, work)
    if held(work.find(LegalHold, casefile_id=subject.casefile_id, person_id=subject.person_id)):
        raise DomainError("retention.held_already", reference=reference)
    hold = work.add(
        LegalHold(
            0, subject.casefile_id, subject.person_id, desk.clock.now(), desk.officer.name, reason.strip()
        )
    )
    change = HoldPlaced(casefile=subject.casefile_id, person=subject.person_id, hold=hold.id)
    work.record(change)
    return change


def lift_hold(subject: Subject, reason: str, desk: Desk) -> Changes:
    """Lifts the legal hold in force. Raises DomainError: retention.reason_missing, retention.no_hold."""
    if not reason.strip():
        raise DomainError("retention.reason_missing")
    with desk.unit_of_work() as work:
        reference = _there(subject, work)
        hold = held(work.find(LegalHold, casefile_id=subject.casefile_id, person_id=subject.person_id))
        if hold is None:
            raise DomainError("retention.no_hold", reference=reference)
        now = desk.clock.now()
        work.change(replace(hold, lifted_at=now, lifted_by=desk.officer.name, lift_reason=reason.strip()))
        change = HoldLifted(casefile=subject.casefile_id, person=subject.person_id, hold=hold.id)
        work.record(change)
    return (change,)


def confirm_clock(desk: Desk) -> Changes:
    """An officer says that this computer's date is right, after the vault was long unopened."""
    change = ClockConfirmed()
    with desk.unit_of_work() as work:
        work.set_setting(CLOCK_DOUBT, "")
        work.record(change)
    return (change,)


def _there(subject: Subject, reader: Reader) -> str:
    if subject.casefile_id is not None:
        return reader.get(Casefile, subject.casefile_id).reference
    if subject.person_id is None:
        raise ValueError("a review or a hold is of something")
    return reader.get(Person, subject.person_id).reference

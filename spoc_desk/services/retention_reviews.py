"""Decisions on retention, and legal holds: recorded with who, when and why; destroying comes after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.retention import LegalHold, RetentionReview, ReviewDecision, held
from spoc_desk.domain.retention_changes import HoldLifted, HoldPlaced, RetentionReviewed
from spoc_desk.services.ports import Changes, Desk, Reader, UnitOfWork
from spoc_desk.services.retention import CLOCK_DOUBT, Subject, reference_of, retention_of


@dataclass(frozen=True, slots=True)
class ReviewRetention:
    """A decision, with its reason. next_on: when to review again, for one to keep."""

    subject: Subject
    decision: ReviewDecision
    reason: str
    next_on: date | None = None


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
        reference_of(command.subject, work)
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
    reference = reference_of(subject, work)
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
    desk.check(Permission.AUTHORISE)
    if not reason.strip():
        raise DomainError("retention.reason_missing")
    with desk.unit_of_work() as work:
        reference = reference_of(subject, work)
        hold = held(work.find(LegalHold, casefile_id=subject.casefile_id, person_id=subject.person_id))
        if hold is None:
            raise DomainError("retention.no_hold", reference=reference)
        now = desk.clock.now()
        work.change(replace(hold, lifted_at=now, lifted_by=desk.officer.name, lift_reason=reason.strip()))
        change = HoldLifted(casefile=subject.casefile_id, person=subject.person_id, hold=hold.id)
        work.record(change)
    return (change,)

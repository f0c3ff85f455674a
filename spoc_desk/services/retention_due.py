"""What is due for a retention decision: closed casefiles by their review date, contacts after their poll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.change import Permission
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.retention import (
    CONTACTS,
    CasefileRetention,
    LegalHold,
    RetentionPeriod,
    RetentionReview,
    decided,
    held,
    period_of,
    review_on,
)
from spoc_desk.services.ports import Desk, Reader
from spoc_desk.services.retention import CLOCK_DOUBT, closed_on


@dataclass(frozen=True, slots=True)
class DueCasefile:
    """A closed casefile that needs somebody. why: due, decided, held, group_missing or period_missing."""

    id: int
    reference: str
    title: str
    why: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DueContact:
    """A contact whose last poll and the force's period are past. decided: destruction is proposed."""

    id: int
    reference: str
    name: str
    polled_on: date
    on: date
    decided: bool


@dataclass(frozen=True, slots=True)
class RetentionDue:
    """All that is due. While the clock is doubted nothing is proposed for destruction."""

    casefiles: tuple[DueCasefile, ...]
    contacts: tuple[DueContact, ...]
    clock_doubted: bool
    contact_period: RetentionPeriod | None

    @property
    def waiting(self) -> int:
        """How many reviews and decisions wait for an officer."""
        return sum(case.why in ("due", "decided") for case in self.casefiles) + len(self.contacts)


def retention_due(desk: Desk) -> RetentionDue:
    """What is due today. It names records only by what their lists show anyway."""
    today = day_of(desk.clock.now())
    with desk.queries.snapshot() as reader:
        doubted = bool(reader.setting(CLOCK_DOUBT))
        periods = reader.find(RetentionPeriod)
        casefiles = tuple(_casefiles(reader, periods, today, doubted=doubted))
        period = period_of(CONTACTS, periods)
    if doubted or period is None:
        return RetentionDue(casefiles, (), doubted, period)
    return RetentionDue(casefiles, _contacts(period.after_poll_days, today, desk), doubted, period)


def waiting(desk: Desk) -> int:
    """How many reviews and decisions wait; nothing is read while the force has entered no period."""
    desk.check(Permission.READ)
    with desk.queries.snapshot() as reader:
        if not reader.find(RetentionPeriod) or reader.setting(CLOCK_DOUBT):
            return 0
    return retention_due(desk).waiting


def _casefiles(
    reader: Reader, periods: tuple[RetentionPeriod, ...], today: date, *, doubted: bool
) -> Iterator[DueCasefile]:
    closed = reader.find(Casefile, status=CasefileStatus.CLOSED)
    chosen = {"casefile_id": tuple(case.id for case in closed)}
    facts = {kept.casefile_id: kept for kept in reader.find(CasefileRetention, **chosen)}
    reviews: dict[int | None, list[RetentionReview]] = defaultdict(list)
    holds: dict[int | None, list[LegalHold]] = defaultdict(list)
    for review in reader.find(RetentionReview, **chosen):
        reviews[review.casefile_id].append(review)
    for hold in reader.find(LegalHold, **chosen):
        holds[hold.casefile_id].append(hold)
    for case in closed:
        why, on = _why(case, facts.get(case.id), reviews[case.id], holds[case.id], periods)
        if why == "due" and (doubted or on is None or on > today):
            continue
        if why == "decided" and doubted:
            continue
        yield DueCasefile(case.id, case.reference, case.title, why, on)


def _why(
    case: Casefile,
    kept: CasefileRetention | None,
    reviews: list[RetentionReview],
    holds: list[LegalHold],
    periods: tuple[RetentionPeriod, ...],
) -> tuple[str, date | None]:
    if kept is None or not kept.group_code:
        return "group_missing", None
    period = period_of(kept.group_code, periods)
    on = review_on(closed_on(case), period, reviews)
    if held(holds):
        return "held", on
    if period is None:
        return "period_missing", None
    return ("decided" if decided(reviews, kept.reopened_at) else "due"), on


def _contacts(days: int, today: date, desk: Desk) -> tuple[DueContact, ...]:
    after = timedelta(days=days)
    polls = dict(desk.queries.spent_contacts(today - after, today))
    with desk.queries.snapshot() as reader:
        people = reader.find(Person, id=tuple(polls))
        reviews = reader.find(RetentionReview, person_id=tuple(polls))
    decisions: dict[int | None, list[RetentionReview]] = defaultdict(list)
    for review in reviews:
        decisions[review.person_id].append(review)
    return tuple(
        DueContact(
            who.id, who.reference, who.name, polls[who.id], polls[who.id] + after,
            decided(decisions[who.id]) is not None,
        )
        for who in people
    )  # fmt: skip

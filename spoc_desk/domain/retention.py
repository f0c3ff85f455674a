"""How long records are kept: review dates, decisions, legal holds, and what CPIA asks of a casefile.

Review and deletion are two things: a date asks for a review, a review is a decision that somebody
records with a reason, and only such a decision lets two officers destroy anything.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.retention_rules import CpiaRule

CONTACTS = "contacts"
"""The code under which the force's period for contacts without an incident is entered."""
LONGEST_YEARS = 100
LONGEST_DAYS = 3660


class Charging(StrEnum):
    """Whether proceedings were begun; the last decision where there are several suspects."""

    UNKNOWN = ""
    NOT_CHARGED = "not_charged"
    CHARGED = "charged"


class Ending(StrEnum):
    """How proceedings ended for the last accused."""

    UNKNOWN = ""
    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    CONVICTED = "convicted"


class Sentence(StrEnum):
    """Whether a convicted person was held: a hospital order counts as custody here."""

    UNKNOWN = ""
    CUSTODY = "custody"
    OTHER = "other"


class Appeal(StrEnum):
    """Whether an appeal, or an application to the Criminal Cases Review Commission, is in progress."""

    UNKNOWN = ""
    NONE = "none"
    PENDING = "pending"
    ENDED = "ended"


class ReviewDecision(StrEnum):
    """What a review decided."""

    KEEP = "keep"
    DESTROY = "destroy"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """The force's own period for a group, as entered; the newest of a code counts, the others stay.

    first_years: from the outcome to the first review. further_years: between reviews.
    after_poll_days: for contacts, from their last polling day. 0: not entered.
    """

    id: int
    code: str
    first_years: int
    further_years: int
    after_poll_days: int
    policy_reference: str
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class CasefileRetention:
    """The retention group of one casefile, and the facts that CPIA's rule is worked out from."""

    id: int
    casefile_id: int
    group_code: str = ""
    charging: Charging = Charging.UNKNOWN
    charge_decided_on: date | None = None
    ending: Ending = Ending.UNKNOWN
    ended_on: date | None = None
    sentence: Sentence = Sentence.UNKNOWN
    released_on: date | None = None
    appeal: Appeal = Appeal.UNKNOWN
    appeal_ended_on: date | None = None
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RetentionReview:
    """One recorded decision about a casefile or a contact. next_on: when to review again."""

    id: int
    casefile_id: int | None
    person_id: int | None
    at: datetime
    by: str
    decision: ReviewDecision
    reason: str
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class LegalHold:
    """What keeps a casefile or a contact from being destroyed until it is lifted."""

    id: int
    casefile_id: int | None
    person_id: int | None
    placed_at: datetime
    placed_by: str
    reason: str
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lift_reason: str = ""


class CpiaState(StrEnum):
    """Whether CPIA still has the material kept."""

    RUNS = "runs"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cpia:
    """What CPIA's rule comes to on the facts entered.

    until: the last day it runs, if that can be told. missing: names of the facts that are not there.
    """

    state: CpiaState
    until: date | None = None
    missing: tuple[str, ...] = ()


def cpia_standing(facts: CasefileRetention, rule: CpiaRule, on: date) -> Cpia:
    """What the rule comes to on this day. It never takes a fact that was not entered for granted."""
    if facts.charging is Charging.UNKNOWN:
        return Cpia(CpiaState.UNKNOWN, missing=("charging",))
    if facts.charge_decided_on is None:
        return Cpia(CpiaState.UNKNOWN, missing=("charge_decided_on",))
    if facts.charging is Charging.NOT_CHARGED:
        return _until(facts.charge_decided_on, on)
    if facts.ending is Ending.UNKNOWN:
        return Cpia(CpiaState.RUNS, missing=("ending",))
    if facts.ended_on is None:
        return Cpia(CpiaState.UNKNOWN, missing=("ended_on",))
    if facts.ending is not Ending.CONVICTED:
        return _until(facts.ended_on, on)
    return _after_conviction(facts, facts.ended_on, rule, on)


def _after_conviction(facts: CasefileRetention, convicted: date, rule: CpiaRule, on: date) -> Cpia:
    missing = [name for name in ("sentence", "appeal") if not getattr(facts, name)]
    if facts.appeal is Appeal.ENDED and facts.appeal_ended_on is None:
        missing.append("appeal_ended_on")
    if facts.appeal is Appeal.PENDING:
        return Cpia(CpiaState.RUNS, missing=tuple(missing))
    if facts.sentence is Sentence.CUSTODY and facts.released_on is None:
        return Cpia(CpiaState.RUNS, missing=(*missing, "released_on"))
    if missing:
        return Cpia(CpiaState.UNKNOWN, missing=tuple(missing))
    ends = [add_months(convicted, rule.months_after_conviction), facts.released_on, facts.appeal_ended_on]
    return _until(max(day for day in ends if day is not None), on)


def _until(last: date, on: date) -> Cpia:
    return Cpia(CpiaState.OVER if on > last else CpiaState.RUNS, last)


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 28 February for the 29th where there is none."""
    return add_months(day, 12 * years)


def period_of(code: str, periods: Iterable[RetentionPeriod]) -> RetentionPeriod | None:
    """The newest period entered for a code."""
    entered = [period for period in periods if period.code == code]
    return entered[-1] if entered else None


def review_on(
    closed_on: date | None, period: RetentionPeriod | None, reviews: Iterable[RetentionReview]
) -> date | None:
    """When a casefile is next to be reviewed; None when no date can be told without inventing one.

    The date that the last decision to keep set counts whether the casefile is closed or still open.
    """
    kept = [review.next_on for review in reviews if review.decision is ReviewDecision.KEEP]
    if kept and kept[-1] is not None:
        return kept[-1]
    return add_years(closed_on, period.first_years) if closed_on and period else None


def decided(reviews: Iterable[RetentionReview], since: datetime | None = None) -> RetentionReview | None:
    """The decision to destroy that stands, unless a later review or a reopening has overtaken it."""
    last = next(reversed(tuple(reviews)), None)
    if last is None or last.decision is not ReviewDecision.DESTROY:
        return None
    return None if since is not None and last.at <= since else last


def held(holds: Iterable[LegalHold]) -> LegalHold | None:
    """The oldest legal hold that has not been lifted."""
    return next((hold for hold in holds if hold.lifted_at is None), None)


def check_period(period: RetentionPeriod) -> None:
    """Raises DomainError: retention.policy_missing, retention.years_wrong, retention.days_wrong."""
    if not period.policy_reference.strip():
        raise DomainError("retention.policy_missing")
    if period.code == CONTACTS:
        if not 1 <= period.after_poll_days <= LONGEST_DAYS:
            raise DomainError("retention.days_wrong", most=LONGEST_DAYS)
    elif not (1 <= period.first_years <= LONGEST_YEARS and 1 <= period.further_years <= LONGEST_YEARS):
        raise DomainError("retention.years_wrong", most=LONGEST_YEARS)


def check_facts(facts: CasefileRetention, on: date) -> None:
    """Raises DomainError: retention.day_ahead, retention.order_wrong."""
    days = (facts.charge_decided_on, facts.ended_on, facts.released_on, facts.appeal_ended_on)
    if any(day is not None and day > on for day in days):
        raise DomainError("retention.day_ahead")
    begun, ended = facts.charge_decided_on, facts.ended_on
    later = (facts.released_on, facts.appeal_ended_on)
    if begun and ended and ended < begun:
        raise DomainError("retention.order_wrong")
    if ended and any(day is not None and day < ended for day in later):
        raise DomainError("retention.order_wrong")

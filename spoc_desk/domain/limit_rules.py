"""What a time limit is made of: rules of limbs, each with its own length, start and first day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spoc_desk.domain.errors import DomainError

LAST_SENSIBLE_YEAR = 2199


class RuleKind(StrEnum):
    """Whether an offence has no limit, limbs of its own, or the limit of the main offence."""

    NONE = "none"
    LIMBS = "limbs"
    FOLLOWS = "follows"


class StartEvent(StrEnum):
    """The event a limb runs from."""

    OFFENCE = "offence"
    LAST_ACT = "last_act"
    FIRST_SENT = "first_sent"
    PROSECUTOR = "evidence_reached_prosecutor"
    STATEMENT = "complainants_first_statement"


class LimbRole(StrEnum):
    """How a limb counts.

    LIMIT: every limit limb binds, so the earliest applies. OUTER: also binds, and is all
    that is known while a limit limb has not begun. FALLBACK: binds only while a limit limb
    has not begun. EXTENSION: the furthest day a court's order may fix; never binds.
    """

    LIMIT = "limit"
    OUTER = "outer"
    FALLBACK = "fallback"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Limb:
    """One period. first_day_counts: "beginning with" a day, as against "after" or "from" it."""

    key: str
    role: LimbRole
    text: str
    provision: str
    start: StartEvent
    first_day_counts: bool
    years: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class LimitException:
    """A case in which the limit does not apply at all."""

    key: str
    provision: str
    text: str


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How long there is to charge an offence, with where that was read and how sure we are."""

    key: str
    kind: RuleKind
    title: str
    provision: str
    limbs: tuple[Limb, ...] = ()
    exceptions: tuple[LimitException, ...] = ()
    source: str = ""
    verified: bool = False
    verification: str = ""

    def limbs_of(self, role: LimbRole) -> tuple[Limb, ...]:
        """The limbs with this role."""
        return tuple(limb for limb in self.limbs if limb.role is role)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of one limb: the day to show, and the strict day where that is later."""

    shown: date
    strict: date


def last_day(limb: Limb, start: date) -> LastDay:
    """The last day of a limb that starts on this day; weekends and bank holidays never extend it.

    Corresponding-date rule: the same day of the month so many months on, or the last day of
    a month that has no such day (DPP v Jackson [2025] EWHC 2797; DPP v Stafford [2005] IEHC 187).
    A first day that counts brings the end one day forward: the corresponding date less one day,
    never one day less and then the months. Where such a limb meets a month without the
    corresponding day, the strict end is that month's last day but the day before it is shown.
    Raises DomainError("time_limits.date_implausible").
    """
    if start.year > LAST_SENSIBLE_YEAR:
        raise DomainError("time_limits.date_implausible", on=start.isoformat())
    corresponding, exists = _corresponding(start, limb.years, limb.months)
    if not limb.first_day_counts:
        return LastDay(corresponding, corresponding)
    shown = corresponding - timedelta(days=1)
    return LastDay(shown, shown if exists else corresponding)


def _corresponding(start: date, years: int, months: int) -> tuple[date, bool]:
    count = start.month - 1 + months
    year, month = start.year + years + count // 12, count % 12 + 1
    length = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, length)), start.day <= length

"""How near a last day to charge is, whether a charge was in time, and who may move the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from spoc_desk.domain.disclosure_names import unranked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.time_limits import LimitKind, TimeLimit
from spoc_desk.domain.written_names import folded


class AlertLevel(IntEnum):
    """How near the last day is; a larger number is nearer."""

    NONE = 0
    HALF_GONE = 1
    THREE_QUARTERS_GONE = 2
    THIRTY_DAYS = 3
    FOURTEEN_DAYS = 4
    SEVEN_DAYS = 5
    PASSED = 6


class Timeliness(StrEnum):
    """Whether a charge was in time. ARGUABLE: after the day shown, but not after the strict day."""

    IN_TIME = "in_time"
    ARGUABLE = "arguable"
    OUT_OF_TIME = "out_of_time"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LimitOverride:
    """A last day fixed by an officer in place of the one worked out."""

    on: date
    why: str
    by: str
    second: str
    lengthens: bool


_NEAR = ((7, AlertLevel.SEVEN_DAYS), (14, AlertLevel.FOURTEEN_DAYS), (30, AlertLevel.THIRTY_DAYS))


def days_level(left: int) -> AlertLevel:
    """How near a day is by the days left alone; below 0 when it has passed."""
    if left < 0:
        return AlertLevel.PASSED
    return next((level for days, level in _NEAR if left <= days), AlertLevel.NONE)


def alert_level(
    limit: TimeLimit, today: date, *, charged_on: date | None = None, override: date | None = None
) -> AlertLevel:
    """How near the last day is: half and three quarters of the time gone, then 30, 14 and 7 days left.

    charged_on stops the clock. An override, where there is one, is the last day.
    """
    last = override or limit.shown
    if last is None or charged_on is not None:
        return AlertLevel.NONE
    near = days_level((last - today).days)
    if near is not AlertLevel.NONE:
        return near
    if limit.runs_from is None or last <= limit.runs_from:
        return AlertLevel.NONE
    gone = (today - limit.runs_from) / (last - limit.runs_from)
    if gone >= 0.75:
        return AlertLevel.THREE_QUARTERS_GONE
    return AlertLevel.HALF_GONE if gone >= 0.5 else AlertLevel.NONE


def charged_in_time(limit: TimeLimit, completed: date) -> Timeliness:
    """Whether a charge was in time. completed: the day its document was complete and ready to serve.

    Posting it is not needed: Brown v DPP [2019] EWHC 798; CJA 2003 ss29, 30(5).
    """
    if limit.kind is LimitKind.NONE:
        return Timeliness.IN_TIME
    if limit.shown is None:
        return Timeliness.UNKNOWN
    if completed <= limit.shown:
        return Timeliness.IN_TIME
    return Timeliness.ARGUABLE if limit.strict and completed <= limit.strict else Timeliness.OUT_OF_TIME


def override_limit(limit: TimeLimit, on: date, *, why: str, by: str, second: str = "") -> LimitOverride:
    """Fixes the last day by hand. An earlier day needs nothing more; a later one a reason and a second name.

    A day set where none could be worked out counts as later.
    Raises DomainError: time_limits.override_reason_missing, time_limits.override_second_missing,
    time_limits.override_second_same.
    """
    lengthens = limit.kind is not LimitKind.NONE and (limit.shown is None or on > limit.shown)
    if lengthens:
        values = {"limit": long_day(limit.shown) if limit.shown else ""}
        if not why.strip():
            raise DomainError("time_limits.override_reason_missing", **values)
        if not second.strip():
            raise DomainError("time_limits.override_second_missing", **values)
        if same_name(second, by):
            raise DomainError("time_limits.override_second_same", name=second.strip())
    return LimitOverride(on, why.strip(), by.strip(), second.strip(), lengthens)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever their spacing, capitals and rank."""
    # Capitals first: a short rank is known by them.
    return folded(unranked(one.upper())) == folded(unranked(other.upper()))


def nearest(limits: Iterable[TimeLimit]) -> TimeLimit | None:
    """The limit with the earliest last day among a casefile's suspected offences, if any has one."""
    dated = [limit for limit in limits if limit.shown]
    return min(dated, key=lambda limit: limit.shown or date.max, default=None)

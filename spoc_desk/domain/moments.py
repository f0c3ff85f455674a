"""How a moment reads on screen and on paper, in the time of the United Kingdom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def local(moment: datetime) -> datetime:
    """An aware moment in the time of the United Kingdom."""
    return moment.astimezone(LONDON)


def stamp(moment: datetime) -> str:
    """For lists: 16 Nov 2026, 09:42."""
    here = local(moment)
    return f"{here.day} {_MONTHS[here.month - 1][:3]} {here.year}, {here.hour:02}:{here.minute:02}"


def full_stamp(moment: datetime) -> str:
    """For documents, with the zone: 16 November 2026, 09:42 GMT."""
    here = local(moment)
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M} {here:%Z}"


def short_day(day: date) -> str:
    """For lists: 16 Nov 2026."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """For documents: 16 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_of(moment: datetime) -> date:
    """The calendar day of an aware moment in the United Kingdom."""
    return local(moment).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in the United Kingdom and of the next one, in UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    following = date.fromordinal(day.toordinal() + 1)
    end = datetime(following.year, following.month, following.day, tzinfo=LONDON)
    return start.astimezone(UTC), end.astimezone(UTC)

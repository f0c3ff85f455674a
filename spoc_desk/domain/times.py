"""Dates and times as an officer types them, and the one moment that a clock in a place then showed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spoc_desk.domain.errors import DomainError

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Resolved:
    """A moment: in UTC, and as it was typed. local: 2026-10-25T01:30. zone_name: BST or GMT."""

    utc: datetime
    local: str
    zone: str
    zone_name: str

    def in_full(self) -> str:
        """As documents write it: 25 October 2026, 01:30 BST."""
        there = datetime.fromisoformat(self.local)
        return f"{day_in_full(there.date())}, {there:%H:%M} {self.zone_name}"


def day_in_full(day: date) -> str:
    """As documents write a date: 16 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def parse_date(text: str, today: date) -> date:
    """A date typed in any of the usual ways.

    16/11/26, 16 11 2026, 16.11, 161126, 16 nov, 2026-11-16, today, yest, tomorrow;
    mon is the last Monday before today.
    Raises DomainError: times.no_date when it is none of these, times.no_such_day when it is 31 June.
    """
    typed = " ".join(text.casefold().replace(",", " ").split())
    near = _near(typed, today)
    if near is not None:
        return near
    day, month, year = _numbers(typed, text, today)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise DomainError("times.no_date", text=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise DomainError("times.no_such_day", text=text) from None


def parse_time(text: str, now: time) -> time:
    """A time of day: 0942, 9:42, 9.42, 942, 9, 9am, 10.15pm, noon, midnight, now.

    Raises DomainError("times.no_time") when it is none of these.
    """
    typed = text.casefold().replace(" ", "")
    words = {"now": now.replace(second=0, microsecond=0, tzinfo=None), "noon": time(12), "midnight": time(0)}
    if typed in words:
        return words[typed]
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?", typed)
    if found is None:
        raise DomainError("times.no_time", text=text)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is not None:
        if not 1 <= hour <= 12:
            raise DomainError("times.no_time", text=text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise DomainError("times.no_time", text=text)
    return time(hour, minute)


def parse_typed(text: str, now: datetime) -> tuple[date, time | None]:
    """A date, or a date and a time typed together: yest 2210, 16/11/26 0942, now. now: local time.

    Raises DomainError as parse_date and parse_time do.
    """
    if text.strip().casefold() == "now":
        return now.date(), parse_time("now", now.time())
    try:
        return parse_date(text, now.date()), None
    except DomainError as whole:
        day_text, _, time_text = text.strip().rpartition(" ")
        if not day_text:
            raise
        try:
            return parse_date(day_text, now.date()), parse_time(time_text, now.time())
        except DomainError:
            raise whole from None


def resolve(day: date, at: time, zone: str, fold: int | None = None) -> Resolved:
    """The moment at which a clock in this zone showed this.

    fold: 0 for the first of a repeated hour, 1 for the second.

    Raises DomainError: times.ambiguous when the hour came twice and fold was not given,
    times.nonexistent when clocks jumped over it, times.unknown_zone.
    """
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise DomainError("times.unknown_zone", zone=zone) from None
    there = datetime.combine(day, at)
    first, second = (there.replace(tzinfo=place, fold=turn) for turn in (0, 1))
    if not _shown(first):
        raise DomainError(
            "times.nonexistent", time=f"{at:%H:%M}", day=day_in_full(day), earliest=_after_gap(first)
        )
    twice = first.utcoffset() != second.utcoffset()
    if twice and fold is None:
        raise DomainError(
            "times.ambiguous",
            time=f"{at:%H:%M}", day=day_in_full(day), first=first.tzname(), second=second.tzname(),
        )  # fmt: skip
    meant = second if fold == 1 else first
    return Resolved(meant.astimezone(UTC), f"{there:%Y-%m-%dT%H:%M}", zone, meant.tzname() or zone)


def _shown(moment: datetime) -> bool:
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _after_gap(moment: datetime) -> str:
    while not _shown(moment):
        moment = (moment.replace(tzinfo=None) + timedelta(minutes=1)).replace(tzinfo=moment.tzinfo)
    return f"{moment:%H:%M}"


def _near(typed: str, today: date) -> date | None:
    if typed in ("today", "now"):
        return today
    if typed in ("yest", "yesterday"):
        return today - timedelta(days=1)
    if typed in ("tom", "tomorrow"):
        return today + timedelta(days=1)
    for number, name in enumerate(_DAYS):
        if len(typed) >= 3 and name.startswith(typed.removeprefix("last ")):
            return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return None


def _numbers(typed: str, text: str, today: date) -> tuple[int, int, int]:
    """Day, month and year as numbers, in the British order unless the year comes first."""
    solid = re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", typed)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    parted = re.fullmatch(r"(\d{1,2})[/ .-](\d{1,2})(?:[/ .-](\d{4}|\d{2}))?", typed)
    named = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})\.?(?:[ -]?(\d{4}|\d{2}))?", typed)
    if iso is not None:
        return int(iso[3]), int(iso[2]), int(iso[1])
    if named is not None:
        month = _month(named[2], text)
        return int(named[1]), month, _year(named[3], today)
    found = solid or parted
    if found is None:
        raise DomainError("times.no_date", text=text)
    return int(found[1]), int(found[2]), _year(found[3], today)


def _month(name: str, text: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or (name == "sept" and number == 9):
            return number
    raise DomainError("times.no_date", text=text)


def _year(digits: str | None, today: date) -> int:
    """Two digits mean the year within the next ten, else the one a century before."""
    if digits is None:
        return today.year
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year + 10 else year - 100

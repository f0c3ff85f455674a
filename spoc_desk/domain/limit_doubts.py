"""What is still uncertain about a last day to charge, and a sentence that never says it surer than it is."""

from __future__ import annotations

from collections.abc import Iterator

from spoc_desk.domain.limit_rules import Limb, LimbRole, StartEvent, TimeRule
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.domain.time_limits import LimitKind, TimeLimit

_STARTS = {
    StartEvent.OFFENCE: "the day of the offence",
    StartEvent.LAST_ACT: "the day of the last act",
    StartEvent.FIRST_SENT: "the day the message was first sent",
    StartEvent.PROSECUTOR: "the day sufficient evidence reached the prosecutor",
    StartEvent.STATEMENT: "the complainant's first statement",
}
_NUMBERS = {1: "one", 2: "two", 3: "three", 6: "six", 9: "nine", 12: "twelve"}
_UNVERIFIED = "time_limits.rule_unverified"
_MORE = {
    "time_limits.earlier_day_shown": "on the strict count it may be {strict}",
    "time_limits.several_acts": "counted from the first act, {first}",
    "time_limits.application_date_missing": "the day the extension was applied for is not yet entered",
    "time_limits.without_exception": "without it, the last day is {last}",
}


def dates_needed(limit: TimeLimit) -> tuple[Limb, ...]:
    """The limbs that could bring the day forward once the date they run from is entered.

    None while a fallback, which is never later than they can be, is what binds.
    """
    if any(each.limb.role is LimbRole.FALLBACK and each.shown for each in limit.limbs):
        return ()
    waiting = (each.limb for each in limit.limbs if each.shown is None)
    return tuple(
        limb
        for limb in waiting
        if limb.role in (LimbRole.LIMIT, LimbRole.OUTER) and limb.start.value in limit.missing
    )


def limit_in_words(suspected: SuspectedOffence, limit: TimeLimit, rule: TimeRule) -> str:
    """The last day to charge as it may be told on paper: with all that is doubtful about it."""
    return "; ".join((_day(suspected, limit), *_doubts(suspected, limit, rule)))


def _day(suspected: SuspectedOffence, limit: TimeLimit) -> str:
    last = suspected.override_on or limit.shown
    if last is not None:
        latest = " at the latest" if dates_needed(limit) else ""
        return f"Last day to charge {long_day(last)}{latest}"
    return "No time limit" if limit.kind is LimitKind.NONE else "Last day to charge not yet known"


def _doubts(suspected: SuspectedOffence, limit: TimeLimit, rule: TimeRule) -> Iterator[str]:
    if suspected.override_on:
        worked_out = long_day(limit.shown) if limit.shown else "no day"
        yield f"put in by an officer, worked out: {worked_out}"
    if "main_offence" in limit.missing:
        yield "that of its main offence, not yet suspected"
    for limb in dates_needed(limit):
        yield f"{_length(limb)} from {_STARTS[limb.start]}, not yet entered"
    for exception in rule.exceptions:
        if exception.key in suspected.exceptions:
            yield f"exception claimed: {exception.text} ({exception.provision})"
    for warning in limit.warnings:
        if warning.code in _MORE:
            yield _MORE[warning.code].format(**warning.mapping())
    if not rule.verified or any(warning.code == _UNVERIFIED for warning in limit.warnings):
        yield "the rule is not verified"
    yield f"checked by {suspected.checked_by}" if suspected.checked_by else "not yet checked"


def _length(limb: Limb) -> str:
    count, unit = (limb.years, "year") if limb.years else (limb.months, "month")
    number = _NUMBERS.get(count, str(count))
    return f"{number} {unit} runs" if count == 1 else f"{number} {unit}s run"

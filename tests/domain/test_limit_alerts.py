"""How near a last day is, what stops the clock, and who may move the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_alerts import (
    AlertLevel,
    Timeliness,
    alert_level,
    charged_in_time,
    nearest,
    override_limit,
    same_name,
)
from spoc_desk.domain.limit_rules import Limb, LimbRole, RuleKind, StartEvent, TimeRule
from spoc_desk.domain.time_limits import LimitFacts, LimitKind, TimeLimit, time_limit

SIX_MONTHS = TimeRule(
    "six", RuleKind.LIMBS, "Six months", "Magistrates' Courts Act 1980 s127(1)",
    (Limb("six", LimbRole.LIMIT, "Six months", "s127(1)", StartEvent.OFFENCE, False, months=6),),
    verified=True,
)  # fmt: skip
LIMIT = TimeLimit(LimitKind.DATED, date(2026, 7, 15), runs_from=date(2026, 1, 15))
NO_LIMIT = TimeLimit(LimitKind.NONE)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2026, 1, 16), AlertLevel.NONE),
        (date(2026, 4, 15), AlertLevel.NONE),
        (date(2026, 4, 16), AlertLevel.HALF_GONE),
        (date(2026, 6, 1), AlertLevel.THREE_QUARTERS_GONE),
        (date(2026, 6, 15), AlertLevel.THIRTY_DAYS),
        (date(2026, 7, 1), AlertLevel.FOURTEEN_DAYS),
        (date(2026, 7, 8), AlertLevel.SEVEN_DAYS),
        (date(2026, 7, 15), AlertLevel.SEVEN_DAYS),
        (date(2026, 7, 16), AlertLevel.PASSED),
    ],
)
def test_alerts_come_at_half_three_quarters_thirty_fourteen_and_seven(today: date, level: AlertLevel) -> None:
    assert alert_level(LIMIT, today) is level


@given(start=st.integers(0, 300))
def test_an_alert_never_becomes_less_urgent_as_days_pass(start: int) -> None:
    today = date(2026, 1, 15) + timedelta(start)
    assert alert_level(LIMIT, today) <= alert_level(LIMIT, today + timedelta(1))


def test_a_charge_stops_the_clock() -> None:
    assert alert_level(LIMIT, date(2027, 1, 1), charged_on=date(2026, 7, 1)) is AlertLevel.NONE


def test_an_offence_without_a_limit_never_alerts() -> None:
    assert alert_level(NO_LIMIT, date(2099, 1, 1)) is AlertLevel.NONE


def test_an_override_is_the_day_that_alerts() -> None:
    assert alert_level(LIMIT, date(2026, 3, 1), override=date(2026, 3, 5)) is AlertLevel.SEVEN_DAYS


def test_worked_example_14_a_charge_completed_in_time_and_posted_late_is_in_time() -> None:
    speeding = time_limit(SIX_MONTHS, LimitFacts(acts=(date(2017, 11, 19),)))
    assert speeding.shown == date(2018, 5, 19)
    assert f"{speeding.shown:%a}" == "Sat"
    assert charged_in_time(speeding, date(2018, 4, 21)) is Timeliness.IN_TIME
    assert charged_in_time(speeding, date(2018, 5, 23)) is Timeliness.OUT_OF_TIME


def test_a_charge_between_the_day_shown_and_the_strict_day_is_arguable() -> None:
    limit = TimeLimit(LimitKind.DATED, date(2027, 2, 27), strict=date(2027, 2, 28))
    assert charged_in_time(limit, date(2027, 2, 28)) is Timeliness.ARGUABLE
    assert charged_in_time(limit, date(2027, 3, 1)) is Timeliness.OUT_OF_TIME


def test_without_a_limit_every_charge_is_in_time_and_without_dates_nothing_is_known() -> None:
    assert charged_in_time(NO_LIMIT, date(2050, 1, 1)) is Timeliness.IN_TIME
    assert charged_in_time(TimeLimit(LimitKind.UNKNOWN), date(2050, 1, 1)) is Timeliness.UNKNOWN


def test_an_earlier_day_needs_no_second_name() -> None:
    put = override_limit(LIMIT, date(2026, 7, 10), why="", by="DS Ada Marsh")
    assert (put.on, put.lengthens) == (date(2026, 7, 10), False)


@pytest.mark.parametrize(
    ("why", "second", "refusal"),
    [
        ("", "DI Omar Reyes", "time_limits.override_reason_missing"),
        ("  ", "DI Omar Reyes", "time_limits.override_reason_missing"),
        ("New act found", "", "time_limits.override_second_missing"),
        ("New act found", " ds  ada MARSH ", "time_limits.override_second_same"),
    ],
)
def test_a_later_day_needs_a_reason_and_a_second_name(why: str, second: str, refusal: str) -> None:
    with pytest.raises(DomainError) as refused:
        override_limit(LIMIT, date(2026, 7, 16), why=why, by="DS Ada Marsh", second=second)
    assert refused.value.code == refusal


def test_a_later_day_with_both_is_kept_with_them() -> None:
    put = override_limit(LIMIT, date(2026, 7, 16), why="New act", by="DS Ada Marsh", second="DI Omar Reyes")
    assert (put.lengthens, put.why, put.second) == (True, "New act", "DI Omar Reyes")


def test_a_day_set_where_none_is_known_counts_as_later() -> None:
    with pytest.raises(DomainError):
        override_limit(TimeLimit(LimitKind.UNKNOWN), date(2026, 7, 16), why="", by="DS Ada Marsh")


def test_a_day_set_where_there_is_no_limit_only_shortens() -> None:
    assert not override_limit(NO_LIMIT, date(2026, 7, 16), why="", by="DS Ada Marsh").lengthens


def test_the_nearest_limit_of_a_casefile_is_the_earliest() -> None:
    later = TimeLimit(LimitKind.DATED, date(2026, 8, 1))
    assert nearest([NO_LIMIT, later, LIMIT]) is LIMIT
    assert nearest([NO_LIMIT]) is None


def test_names_are_compared_whatever_their_spacing_and_capitals() -> None:
    assert same_name("Det Supt  Ada Marsh", "det supt ada marsh")
    assert not same_name("Ada Marsh", "Adam Marsh")


def test_a_rank_does_not_make_one_officer_two() -> None:
    assert same_name("DCI Ada Marsh", "ada  marsh")
    assert not same_name("DI Ada Marsh", "DI Ada Moss")

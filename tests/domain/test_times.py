"""Dates and times as typed, and the hours that come twice or never."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.times import parse_date, parse_time, parse_typed, resolve

TODAY = date(2026, 11, 16)  # a Monday
NOW = datetime.fromisoformat("2026-11-16T14:32")
LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16/11/26", date(2026, 11, 16)),
        ("16 11 2026", date(2026, 11, 16)),
        ("16.11.2026", date(2026, 11, 16)),
        ("16-11-26", date(2026, 11, 16)),
        ("161126", date(2026, 11, 16)),
        ("16112026", date(2026, 11, 16)),
        ("3/5", date(2026, 5, 3)),
        ("16 nov", date(2026, 11, 16)),
        ("1st September 2025", date(2025, 9, 1)),
        ("2 sept 25", date(2025, 9, 2)),
        ("16nov26", date(2026, 11, 16)),
        ("2026-11-16", date(2026, 11, 16)),
        ("today", TODAY),
        ("  Yest ", date(2026, 11, 15)),
        ("tomorrow", date(2026, 11, 17)),
        ("fri", date(2026, 11, 13)),
        ("last Monday", date(2026, 11, 9)),
        ("4/7/62", date(1962, 7, 4)),
        ("4/7/31", date(2031, 7, 4)),
    ],
)
def test_a_date_is_read_in_every_usual_way(typed, meant):
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "16/", "16 11 0942", "16 xyz 2026", "1/1/1066", "²/1/26", "12345678901"]
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        parse_date(typed, TODAY)
    assert refused.value.code == "times.no_date"


@pytest.mark.parametrize("typed", ["31/6/26", "29/2/27", "0/1/26", "99/99/26"])
def test_a_day_that_does_not_exist_is_named(typed):
    with pytest.raises(DomainError) as refused:
        parse_date(typed, TODAY)
    assert refused.value.code == "times.no_such_day"
    assert refused.value.values["text"] == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0942", time(9, 42)), ("09:42", time(9, 42)), ("9.42", time(9, 42)), ("942", time(9, 42)),
        ("2210", time(22, 10)), ("9", time(9)), ("9am", time(9)), ("12am", time(0)), ("12 pm", time(12)),
        ("10.15pm", time(22, 15)), ("noon", time(12)), ("midnight", time(0)), ("now", time(14, 32)),
        ("0000", time(0)),
    ],
)  # fmt: skip
def test_a_time_is_read_in_every_usual_way(typed, meant):
    assert parse_time(typed, time(14, 32, 17)) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "2460", "13pm", "0am", "noonish", "9:4", "-1", "99999"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        parse_time(typed, time(14, 32))
    assert refused.value.code == "times.no_time"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", (TODAY, time(14, 32))),
        ("yest 2210", (date(2026, 11, 15), time(22, 10))),
        ("16/11/26 0942", (TODAY, time(9, 42))),
        ("16 11 2026", (TODAY, None)),
        ("fri 9pm", (date(2026, 11, 13), time(21))),
    ],
)
def test_a_date_and_a_time_may_be_typed_together(typed, meant):
    assert parse_typed(typed, NOW) == meant


def test_rubbish_after_a_date_is_told_as_a_wrong_date():
    with pytest.raises(DomainError) as refused:
        parse_typed("16/11/26 later", NOW)
    assert refused.value.code == "times.no_date"


def test_summer_time_is_an_hour_ahead_of_utc_and_is_named():
    moment = resolve(date(2026, 7, 1), time(12), LONDON)
    assert moment.utc == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert moment.in_full() == "1 July 2026, 12:00 BST"
    assert moment.local == "2026-07-01T12:00"


def test_the_hour_that_comes_twice_asks_which():
    with pytest.raises(DomainError) as refused:
        resolve(date(2026, 10, 25), time(1, 30), LONDON)
    assert refused.value.code == "times.ambiguous"
    assert (refused.value.values["first"], refused.value.values["second"]) == ("BST", "GMT")


def test_the_two_turns_of_the_repeated_hour_are_an_hour_apart():
    first = resolve(date(2026, 10, 25), time(1, 30), LONDON, fold=0)
    second = resolve(date(2026, 10, 25), time(1, 30), LONDON, fold=1)
    assert second.utc - first.utc == timedelta(hours=1)
    assert (first.zone_name, second.zone_name) == ("BST", "GMT")


def test_the_hour_that_never_was_is_refused_with_the_next_one_there_is():
    with pytest.raises(DomainError) as refused:
        resolve(date(2027, 3, 28), time(1, 30), LONDON)
    assert refused.value.code == "times.nonexistent"
    assert refused.value.values["earliest"] == "02:00"


def test_an_unknown_zone_is_refused():
    with pytest.raises(DomainError) as refused:
        resolve(TODAY, time(12), "Europe/Northgate")
    assert refused.value.code == "times.unknown_zone"


@given(st.text(max_size=30))
def test_no_typed_text_does_anything_but_parse_or_refuse(text):
    read: object = None
    try:
        read = parse_typed(text, NOW)
    except DomainError as error:
        read = error.code
    assert isinstance(read, tuple) or str(read).startswith("times.")


@given(st.dates(date(1990, 1, 1), date(2037, 12, 31)), st.integers(0, 1439), st.sampled_from([0, 1]))
def test_a_resolved_moment_reads_back_as_it_was_typed(day, minute, fold):
    at = time(minute // 60, minute % 60)
    try:
        moment = resolve(day, at, LONDON, fold)
    except DomainError as error:
        read_back = error.code == "times.nonexistent"
    else:
        read_back = moment.utc.astimezone(ZoneInfo(LONDON)).strftime("%Y-%m-%dT%H:%M") == moment.local
    assert read_back

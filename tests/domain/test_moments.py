"""Moments as they read here, summer and winter."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.moments import day_bounds, day_of, full_stamp, long_day, short_day, stamp

SUMMER, WINTER = datetime(2027, 5, 6, 21, 59, tzinfo=UTC), datetime(2026, 11, 16, 9, 42, tzinfo=UTC)


def test_lists_and_documents_read_in_local_time():
    assert (stamp(SUMMER), stamp(WINTER)) == ("6 May 2027, 22:59", "16 Nov 2026, 09:42")
    assert full_stamp(SUMMER) == "6 May 2027, 22:59 BST"
    assert full_stamp(WINTER) == "16 November 2026, 09:42 GMT"
    assert full_stamp(WINTER.astimezone(timezone(timedelta(hours=-7)))) == full_stamp(WINTER)


def test_days_read_short_and_long():
    assert (short_day(date(2027, 5, 6)), long_day(date(2027, 2, 28))) == ("6 May 2027", "28 February 2027")


def test_half_past_eleven_in_greenwich_is_already_tomorrow_in_summer():
    assert day_of(datetime(2027, 5, 6, 23, 30, tzinfo=UTC)) == date(2027, 5, 7)
    assert day_of(datetime(2026, 11, 16, 23, 30, tzinfo=UTC)) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2027, 5, 6), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day, hours):
    begins, ends = day_bounds(day)
    assert ends - begins == timedelta(hours=hours)


@given(st.integers(631_152_000, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_every_moment_lies_within_its_own_day_and_no_other(moment):
    begins, ends = day_bounds(day_of(moment))
    assert begins <= moment < ends

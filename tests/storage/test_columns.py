"""Column types: what goes in comes out as the domain's own type, and text order is time order."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from spoc_desk.domain.incidents import Risk
from spoc_desk.storage.columns import Choice, Day, Moment, Words, whole_text

DIALECT = sqlite.dialect()
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)  # fmt: skip


def through(column, value):
    return column.process_result_value(column.process_bind_param(value, DIALECT), DIALECT)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text_in_the_order_of_time(one, other):
    stored = [Moment().process_bind_param(moment, DIALECT) for moment in (one, other)]
    assert (stored[0] < stored[1]) == (one < other)


@given(MOMENTS)
def test_a_moment_comes_back_the_same_and_in_utc(moment):
    kept = through(Moment(), moment)
    assert kept == moment
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        Moment().process_bind_param(datetime(2027, 4, 20), DIALECT)  # noqa: DTZ001


@given(st.dates())
def test_a_day_comes_back_the_same(day):
    assert through(Day(), day) == day


@given(st.lists(st.text()).map(tuple))
def test_words_come_back_the_same(words):
    assert through(Words(), words) == words


def test_a_choice_comes_back_as_its_member_and_knows_no_other():
    assert through(Choice(Risk), Risk.HIGH) is Risk.HIGH
    assert through(Choice(Risk), "high") is Risk.HIGH
    with pytest.raises(ValueError, match="enormous"):
        Choice(Risk).process_bind_param("enormous", DIALECT)


@pytest.mark.parametrize("column", [Moment(), Day(), Choice(Risk)])
def test_nothing_stays_nothing(column):
    assert through(column, None) is None


def test_an_empty_day_is_not_a_day():
    assert through(Day(), date.min) == date(1, 1, 1)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_becomes_text_that_can_be_stored(text):
    kept = whole_text(text)
    assert kept.encode("utf-8").decode("utf-8") == kept


@given(st.text())
def test_whole_text_is_left_alone(text):
    assert whole_text(text) == text


def test_half_a_surrogate_pair_becomes_a_replacement_character():
    assert whole_text("a\ud83db") == "a\ufffdb"
    assert whole_text("\ud83d\ude00") == "😀"

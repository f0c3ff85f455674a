"""Exhibit references and the order of hands."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Movement, check_order, checked_reference, next_reference, producer_of

AT = datetime(2027, 4, 20, 8, tzinfo=UTC)


def moved(at):
    return Movement(1, 1, at, "09:00", "Vault", "Bo Hill", "Interview", "", "RH", at)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ann Marsh", "AM"),
        ("Det Supt Ruth Hale", "RH"),
        ("PC 4411 Bo Hill", "BH"),
        ("ann-marie o'dea", "AMOD"),
        ("DC", "X"),
        ("", "X"),
        ("李明", "X"),
        ("A B C D E F G H", "ABCDEF"),
    ],
)
def test_initials_come_from_the_names_not_the_rank(name, initials):
    assert producer_of(name) == initials


def test_numbers_go_on_from_the_highest_even_over_gaps():
    assert next_reference("AM", ()) == "AM/1"
    assert next_reference("AM", ("AM/1", "AM/9", "BH/30", "odd")) == "AM/10"


@pytest.mark.parametrize(
    ("typed", "kept"), [("AM/3", "AM/3"), (" am / 3 ", "AM/3"), ("x9/00001", "X9/00001")]
)
def test_a_reference_is_kept_in_capitals_without_spaces(typed, kept):
    assert checked_reference(typed, ()) == kept


@pytest.mark.parametrize(
    "typed", ["", "AM3", "AM-3", "/3", "3/AM", "TOOLONGX/1", "AM/123456", "ÄM/1", "AM/١"]
)
def test_a_malformed_reference_is_refused(typed):
    with pytest.raises(DomainError) as caught:
        checked_reference(typed, ())
    assert caught.value.code == "exhibits.reference_malformed"


@given(st.sets(st.integers(1, 400), min_size=1, max_size=30))
def test_the_reference_offered_for_a_taken_one_is_always_free(numbers):
    taken = tuple(f"AM/{number}" for number in numbers)
    with pytest.raises(DomainError) as caught:
        checked_reference(taken[0], taken)
    assert checked_reference(caught.value.values["next"], taken) not in taken


def test_a_movement_may_share_a_moment_with_the_last_but_never_precede_it():
    check_order((), AT)
    check_order((moved(AT),), AT)
    with pytest.raises(DomainError) as caught:
        check_order((moved(AT - timedelta(hours=1)), moved(AT)), AT - timedelta(seconds=1))
    assert caught.value.code == "exhibits.movement_out_of_order"

"""Redactions: what stands, what a second person checked, and what a box must be."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redactions import (
    Box,
    RedactedPlace,
    Redaction,
    RedactionCheck,
    RedactionReason,
    RedactionReasons,
    boxes_in_words,
    check_in_words,
    check_second_person,
    checked_box,
    checked_term,
    current_check,
    set_digest,
    standing,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ONE = Redaction(1, 7, 1, 1000, 2000, 5000, 3000, "ADDR", "", "", False, "DC Jo Sands", NOW, "ab" * 32)
TWO = replace(ONE, id=2, page=2, code="DOB", made_by="Det Sgt Ann Marsh")
A4 = ((595.0, 842.0), (842.0, 595.0))


def withdrawn(redaction):
    return replace(redaction, withdrawn_by="DC Jo Sands", withdrawn_at=NOW)


def check_of(*redactions, at=NOW):
    return RedactionCheck(1, 7, set_digest(redactions), "DS Amir Khan", "DC Jo Sands", at)


def test_a_withdrawn_redaction_no_longer_stands():
    assert standing((ONE, withdrawn(TWO))) == (ONE,)


def test_the_digest_is_of_what_stands_in_whatever_order_it_was_drawn():
    assert set_digest((ONE, TWO)) == set_digest((TWO, ONE)) == set_digest((TWO, ONE, withdrawn(ONE)))


@pytest.mark.parametrize(
    "changed",
    [
        {"left": 999},
        {"page": 2},
        {"code": "DOB"},
        {"term": "Ann"},
        {"everywhere": True},
        {"part_sha256": "cd" * 32},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_any_change_to_a_redaction_asks_for_a_new_check(changed):
    checks = (check_of(ONE),)
    assert current_check((ONE,), checks) == checks[0]
    assert current_check((replace(ONE, **changed),), checks) is None


def test_a_note_may_be_reworded_without_a_new_check():
    assert current_check((replace(ONE, note="see log"),), (check_of(ONE),)) is not None


def test_the_newest_check_of_the_same_redactions_counts():
    older, newer = check_of(ONE), check_of(ONE, at=NOW + timedelta(hours=1))
    assert current_check((ONE,), (newer, older)) == newer


@pytest.mark.parametrize("name", ["DC Jo Sands", "dc  jo sands", "DC-Jo Sands "])
def test_nobody_checks_their_own_redactions(name):
    with pytest.raises(DomainError) as refused:
        check_second_person(name, (ONE, TWO))
    assert refused.value.code == "redaction.checker_made_it"


def test_a_check_needs_a_name_and_something_to_check():
    for name, redactions, code in (
        ("  ", (ONE,), "redaction.checker_missing"),
        ("DS Amir Khan", (withdrawn(ONE),), "redaction.nothing_to_check"),
    ):
        with pytest.raises(DomainError) as refused:
            check_second_person(name, redactions)
        assert refused.value.code == code
    assert check_second_person(" DS  Amir Khan", (ONE,)) == "DS Amir Khan"


def test_a_print_says_who_checked_and_who_entered_it():
    assert check_in_words(check_of(ONE)) == "checked by DS Amir Khan, entered by DC Jo Sands"
    assert check_in_words(None) == ""


def test_a_box_drawn_from_any_corner_is_cut_to_its_page():
    assert checked_box(Box(2, 90000, 4000, 80000, -500), A4) == Box(2, 80000, 0, 84200, 4000)


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (Box(3, 0, 0, 500, 500), "redaction.no_such_page"),
        (Box(0, 0, 0, 500, 500), "redaction.no_such_page"),
        (Box(1, 0, 0, 500, 100), "redaction.box_too_small"),
        (Box(1, 60000, 0, 70000, 500), "redaction.box_too_small"),
    ],
)
def test_a_box_that_covers_nothing_is_refused(box, code):
    with pytest.raises(DomainError) as refused:
        checked_box(box, A4)
    assert refused.value.code == code


def test_a_word_needs_three_letters():
    assert checked_term("  Ann   Marsh ") == "Ann Marsh"
    with pytest.raises(DomainError) as refused:
        checked_term("(a) b")
    assert refused.value.code == "redaction.word_too_short"


def test_a_reason_is_known_by_its_code():
    reasons = RedactionReasons(
        "1", date(2026, 11, 20), (RedactionReason("DOB", "date of birth", "", "", False),)
    )
    assert reasons.named(" dob").label == "date of birth"
    with pytest.raises(DomainError) as refused:
        reasons.named("X")
    assert refused.value.code == "redaction.no_such_reason"


def test_redactions_are_counted_in_words_with_their_codes():
    places = (
        RedactedPlace(Box(1, 0, 0, 1, 1), "DOB"),
        RedactedPlace(Box(1, 0, 0, 1, 1), "ADDR"),
        RedactedPlace(Box(4, 0, 0, 1, 1), "DOB"),
    )
    codes = (("ADDR", "home address"), ("DOB", "date of birth"), ("TEL", "telephone"))
    told = "3 redactions on 2 pages (ADDR home address, DOB date of birth)"
    assert boxes_in_words(places, codes) == told
    assert boxes_in_words(places[:1], ()) == "1 redaction on 1 page"

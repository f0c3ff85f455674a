"""A word is found whatever separates its parts and whatever stands beside it."""

import time

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redactions import checked_term
from spoc_desk.domain.word_matching import any_stands_in, dialled, found_in, replaced


@pytest.mark.parametrize(
    "term",
    [
        "@jane_smith",
        "jane_smith@x.org",
        "O'Brien",
        "O\u2019Brien",
        "jane+tag@x.org",
        "किशोर",
        "a:b;c&d?e=f",
        "+44 (0)7700 900123",
        "01632 960123 ext 4",
        "שלום עולם",
        "東京都庁",
        "https://x.org/p?user=jane_smith&id=7",
    ],
)
def test_a_term_is_found_in_itself_and_in_a_sentence(term):
    assert checked_term(term) == term
    assert found_in(term, term) == [(0, len(term))]
    assert replaced(f"by {term} today", [term], "X") == "by X today"
    assert any_stands_in([term], f"by {term} today")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Smith", "jane_smith"),
        ("O'Brien", "O\u2019Brien, O\u02bcBrien and OBRIEN"),
        ("jane smith", "jane_smith.jpg"),
        ("Quillfeather", "Quillfeatherשלום"),
        ("Quillfeather", "שלוםQuillfeather"),
        ("שלום", "Quillfeatherשלום"),
        ("07700 900123", "שלום07700900123"),
        ("किशोर", "मैं किशोर हूँ"),
        ("東京都庁", "私は東京都庁に"),
        ("01632 960123 ext 4", "call 01632-960123"),
    ],
)
def test_a_term_is_found_beside_underscores_and_other_scripts(term, text):
    assert found_in(term, text)


@pytest.mark.parametrize(("term", "text"), [("क", "कि"), ("Smith", "Smithson_x"), ("3/5/70", "3570")])
def test_part_of_a_word_is_no_find(term, text):
    assert not found_in(term, text)


def test_accents_do_not_hide_a_word_in_a_long_text():
    assert any_stands_in(["Llyr Fon"], "x " * 200_000 + "LLŶR-FÔN")


def test_a_term_that_would_not_be_found_in_itself_is_refused():
    with pytest.raises(DomainError) as refused:
        checked_term("Ann" + "-" * 40 + "Roe")
    assert refused.value.code == "redaction.word_unfindable"


def test_terms_that_overlap_go_as_one():
    assert replaced("14 Tarn View, NM1 4ZZ", ["14 Tarn View NM1 4ZZ", "Tarn View"], "X") == "X"


def test_each_of_several_numbers_is_dialled_without_its_extension():
    told = dialled("01632 960123 (home) / 07700 900123 ext 4")
    assert {"01632960123", "+441632960123", "07700900123", "00447700900123"} <= told
    assert "077009001234" not in told


def test_many_separators_are_searched_quickly():
    begun = time.process_time()
    assert not any_stands_in(["Ann Roe Marsh"], "Ann" + " _" * 200_000 + "é")
    assert time.process_time() - begun < 5

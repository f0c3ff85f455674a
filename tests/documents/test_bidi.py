"""Brackets in right-to-left writing stand where the Unicode bidirectional algorithm puts them (rule N0)."""

import unicodedata

import pytest

from spoc_desk.documents.bidi import _BRACKETS, mirrored, visual_order

HEBREW = str.maketrans({chr(65 + at): chr(0x5D0 + at) for at in range(26)})
LATIN = {chr(0x5D0 + at): chr(65 + at) for at in range(26)}
LEFT, RIGHT = 0, 1


def seen(text: str, base: int) -> str:
    """The line from left to right; capitals stand for Hebrew, as in the examples of UAX #9."""
    drawn = (
        mirrored(words) if level % 2 else words for level, words in visual_order(text.translate(HEBREW), base)
    )
    return "".join(LATIN.get(each, each) for each in "".join(drawn))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("AB(CD[&ef]!)gh", RIGHT, "gh(![ef&]DC)BA"),
        ("smith (fabrikam ARABIC) HEBREW", RIGHT, "WERBEH (CIBARA fabrikam) smith"),
        ("ARABIC book(s)", RIGHT, "book(s) CIBARA"),
        ("ABCD EFGH (abc) 45", RIGHT, "45 (abc) HGFE DCBA"),
        ("the (ABC) end", LEFT, "the (CBA) end"),
        ("A(b)", LEFT, "A(b)"),
        ("a(B)c", LEFT, "a(B)c"),
        ("A(12)", LEFT, "(12)A"),
        ("A (B c] d", RIGHT, "c] d B) A"),
        ("((A)) b", RIGHT, "b ((A))"),
        ("A [b (C) d] e", RIGHT, "e [d (C) b] A"),
    ],
)
def test_a_pair_of_brackets_stands_together(text: str, base: int, expected: str) -> None:
    assert seen(text, base) == expected


def test_marks_on_a_bracket_go_with_it() -> None:
    levels = {words: level for level, words in visual_order("a(b)\u0300", RIGHT)}
    assert levels == {"a(b)\u0300": 2}


def test_more_brackets_than_the_rule_follows_are_left_as_punctuation() -> None:
    text = "A" + "(" * 64 + "b" + ")" * 64
    assert seen(text, RIGHT).startswith("(" * 64 + "b" + ")" * 64)


def test_every_bracket_that_pairs_is_a_mirrored_opening_with_its_closing() -> None:
    for opening, closing in _BRACKETS.items():
        assert (unicodedata.category(opening), unicodedata.category(closing)) == ("Ps", "Pe")
        assert unicodedata.mirrored(opening)
        assert unicodedata.mirrored(closing)

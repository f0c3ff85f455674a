"""What counts as a good passphrase."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.passphrases import (
    bits_of_entropy,
    check_alone,
    check_another,
    check_typed,
    normalise,
    six_words,
)


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("eleven char", "passphrase.too_short"),
        ("   short       ", "passphrase.too_short"),
        ("aaaaaaaaaaaaaaaa", "passphrase.too_plain"),
        ("ABabABabABabAB", "passphrase.too_plain"),
        ("Harrow Vale Constabulary", "passphrase.holds_name"),
        ("harrow vale constabulary1", "passphrase.holds_name"),
    ],
)
def test_a_passphrase_that_is_easily_guessed_is_refused_with_its_reason(passphrase: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_typed(passphrase, ("Harrow Vale Constabulary",))
    assert refused.value.code == code


def test_a_name_inside_a_long_passphrase_does_no_harm() -> None:
    check_typed("Harrow Vale Constabulary keeps nine grey herons", ("Harrow Vale Constabulary",))
    with pytest.raises(DomainError):
        check_typed("Harrow Vale Constabulary", ("Harrow Vale Constabulary",))


def test_a_passphrase_that_stands_alone_needs_six_different_words() -> None:
    check_alone("amber river stone cloud field north")
    for weak in ("amber river stone cloud field", "amber amber amber amber amber amber"):
        with pytest.raises(DomainError) as refused:
            check_alone(weak)
        assert refused.value.code == "passphrase.too_few_words"


@given(st.text())
def test_the_same_letters_composed_or_not_are_one_passphrase(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))
    assert normalise(normalise(text)) == normalise(text)


def test_drawn_words_are_six_and_different_and_come_from_the_list() -> None:
    words = tuple(f"word{number}" for number in range(7))
    drawn = six_words(words, random.Random(3).choice).split(" ")
    assert len(drawn) == len(set(drawn)) == 6
    assert set(drawn) <= set(words)


def test_six_words_out_of_2048_give_66_bits() -> None:
    assert bits_of_entropy(tuple(map(str, range(2048)))) == pytest.approx(66, abs=0.02)


def test_the_same_passphrase_over_again_is_no_change() -> None:
    for old, new, capitals in (
        ("grey herons  at ten", " grey herons at ten", True),
        ("Grey herons", "grey Herons", False),
    ):
        with pytest.raises(DomainError) as refused:
            check_another(old, new, capitals=capitals)
        assert refused.value.code == "passphrase.unchanged"
    check_another("Grey herons", "grey herons", capitals=True)

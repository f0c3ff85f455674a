"""Names from outside: what is kept as it is, what is refused, what is only pointed at."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import alike_key, checked_name, folded, mixes_scripts, visible


@pytest.mark.parametrize(
    "name", ["Siân O’Brien-Rhys", "Ελένη Παπά", "مریم کریمی", "क्‍ष शर्मा", "Nguyễn Thị", "D'Arcy 3rd"]
)
def test_an_honest_name_is_kept(name):
    assert checked_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\ufeff", "\u00ad", "\x00", "\u200d", "\u2066"])
def test_a_hidden_character_in_a_name_is_refused_by_its_number(character):
    with pytest.raises(DomainError) as caught:
        checked_name(f"Ann{character}Marsh")
    assert caught.value.code == "contacts.name_hidden"
    assert caught.value.values["character"] == f"U+{ord(character):04X}"


def test_a_pile_of_accents_is_refused():
    with pytest.raises(DomainError) as caught:
        checked_name("Z" + "\u030d" * 5 + "algo")
    assert caught.value.code == "contacts.name_marks"


def test_hidden_characters_in_other_texts_are_written_out():
    assert visible(" Teal\u202e \n Party\u200b ") == "Teal⟦U+202E⟧ Party⟦U+200B⟧"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Marsh", "ANN  marsh"),
        ("Siân O’Brien", "Sian O'Brien"),
        ("MARSH, Ann", "Ann Marsh"),
        ("Ann Mаrsh", "Ann Marsh"),
        ("Jose\u0301 Nunez", "José Núñez"),
        ("Ann Marsh-Hill", "Ann Marsh Hill"),
    ],
)
def test_names_that_look_alike_share_a_key(one, other):
    assert alike_key(one) == alike_key(other)


def test_different_names_do_not_share_a_key():
    assert alike_key("Ann Marsh") != alike_key("Ann Marshall")


def test_only_spacing_capitals_and_composition_make_no_other_name():
    assert folded("Jose\u0301  NUNEZ") == folded("jos\u00e9 nunez")
    assert folded("Siân") != folded("Sian")


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Ann Mаrsh", True),
        ("Οlive Hill", True),
        ("José Núñez", False),
        ("Ελένη Παπά", False),
        ("李 Wei", False),
    ],
)
def test_letters_of_alphabets_that_look_alike_are_noticed(name, mixed):
    assert mixes_scripts(name) is mixed


@given(st.text(max_size=60))
def test_a_visible_text_hides_nothing_and_settles_at_once(text):
    shown = visible(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in shown)
    assert visible(shown) == shown

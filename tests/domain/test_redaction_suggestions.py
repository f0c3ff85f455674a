"""What looks private is suggested whole, once, and not when a word already redacts it."""

from spoc_desk.domain.redaction_suggestions import not_yet, that_look_private


def terms(text):
    return [each.term for each in that_look_private(text)]


def test_a_bracketed_code_keeps_both_brackets_and_a_bracketed_number_none():
    assert terms("ring (07700) 900123 now") == ["(07700) 900123"]
    assert terms("ring (07700 900123) now") == ["07700 900123"]


def test_an_address_is_suggested_as_the_whole_line():
    assert terms("She lives at 14 Larkspur Mews, Northmoor, NM1 2AB.") == [
        "14 Larkspur Mews, Northmoor, NM1 2AB",
        "NM1 2AB",
    ]
    assert terms("at 14 Tarn View on Monday") == ["14 Tarn View"]
    assert terms("on 16 November 2026 we met 3 times") == []


def test_what_a_word_redacts_already_is_not_offered_again():
    found = that_look_private("(07700) 900123 or 07700 900456")
    assert [each.term for each in not_yet(found, ["07700 900123"])] == ["07700 900456"]
    assert [each.term for each in not_yet(found, ["+44 7700 900456", "00123"])] == ["(07700) 900123"]

"""Words are found past line numbers, quote marks and our own marks, and in what those hide too."""

import pytest

from spoc_desk.domain.word_matching import any_stands_in, found_in, replaced

MARK = "\u27e6U+200B zero-width space\u27e7"
NAME, PHONE = "Zebedee Quillfeather", "07700 900123"


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (NAME, "1 Zebedee\r\n2 Quillfeather"),
        (NAME, "> quoted Zebedee\n> > Quillfeather again"),
        (NAME, f"Zebe{MARK}dee {MARK}Quill{MARK}{MARK}feather"),
        (NAME, f"9 Zebe{MARK}dee\n10 > Quillfeather"),
        ("14 Larkspur Mews", "2 lives at 14\r\n3 Larkspur Mews, phone"),
        (PHONE, "3 phone 07700\r\n4 900123 ok"),
        (PHONE, "> phone 07700\n> 900 123 ok"),
        (PHONE, f"phone 077{MARK}00\n900 123 ok"),
        ("12 May 1970", "12\n2 May\n3 1970"),
    ],
)
def test_a_word_is_found_past_what_the_page_puts_between_its_parts(term, text):
    [(start, end)] = found_in(term, text)
    assert any_stands_in([term], text)
    assert text[start:end][0] == term[0]
    assert text[start:end][-1] == term[-1]
    assert not any_stands_in([term], replaced(text, [term], "[redacted]"))


def test_what_stands_in_a_mark_or_looks_like_a_line_number_is_searched_too():
    assert found_in(NAME, f"so \u27e6{NAME}\u27e7") == [(4, 4 + len(NAME))]
    assert found_in("14 Larkspur Mews", "14 Larkspur Mews\n") == [(0, 16)]
    assert any_stands_in(["900123"], "900123 is it\n")


def test_a_part_of_another_word_is_still_no_match():
    assert not any_stands_in(["feather"], f"Quill{MARK}s 2 feathers")
    assert found_in(NAME, "1 Zebedee\n2 Quillfeather", past_marks=False) == []


@pytest.mark.parametrize("before", [(1 << 18) - 12, (1 << 18) + 5, 3 << 18])
def test_a_long_text_is_read_a_stretch_at_a_time_and_none_is_missed_between(before):
    lines = "1 0 m\n" * (before // 6)
    assert any_stands_in([NAME], f"{lines}1 Zebedee\n2 Quillfeather\n{lines}")
    assert not any_stands_in([NAME], lines)

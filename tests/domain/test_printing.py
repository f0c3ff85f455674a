"""What may be asked of a printer, in pages and copies."""

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.printing import check_copies, copy_line, pages_of, recipients_of, told_pages


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("", (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        (" ", (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        ("2-4", (2, 3, 4)),
        ("7-", (7, 8, 9)),
        ("3", (3,)),
        ("8, 1 - 2,2", (1, 2, 8)),
    ],
)
def test_pages_are_named_as_people_write_them(typed, pages):
    assert pages_of(typed, 9) == pages


@pytest.mark.parametrize("typed", ["5-2", "0", "400-", "10", "-3", "1-2-3", "a", "1,,2", "²", "9" * 5000])
def test_pages_that_the_pack_has_not_are_refused_in_words(typed):
    with pytest.raises(DomainError) as refusal:
        pages_of(typed, 9)
    assert (refusal.value.code, refusal.value.values) == ("packs.pages_wrong", {"typed": typed, "pages": 9})


@pytest.mark.parametrize(
    ("pages", "told"),
    [((1, 2, 3), ""), ((2, 3), "2-3"), ((1, 3), "1, 3"), ((1,), "1"), ((), "")],
)
def test_the_log_tells_pages_as_a_reader_counts_them(pages, told):
    assert told_pages(pages, 3) == told


def test_what_the_log_tells_names_the_same_pages_again():
    pages = (1, 2, 5, 7, 8, 9)
    assert pages_of(told_pages(pages, 9), 9) == pages


@pytest.mark.parametrize(
    ("copies", "code"), [(0, "packs.copies_wrong"), (-1, "packs.copies_wrong"), (10_000, "packs.copies_many")]
)
def test_copies_that_nobody_means_are_refused(copies, code):
    with pytest.raises(DomainError) as refusal:
        check_copies(copies)
    assert refusal.value.code == code


def test_copies_without_a_name_go_to_the_packs_own_recipient():
    assert recipients_of(("J Doe", " ", "K  Roe"), 3, "CPS") == ("J Doe", "K Roe", "CPS")


def test_more_names_than_copies_are_refused():
    with pytest.raises(DomainError) as refusal:
        recipients_of(("J Doe", "K Roe"), 1, "CPS")
    assert refusal.value.code == "packs.names_many"


def test_the_line_says_which_copy_and_for_whom():
    assert copy_line(2, 5, "J\nDoe") == "Copy 2 of 5 · for J Doe"
    assert copy_line(1, 1, "") == "Copy 1 of 1"

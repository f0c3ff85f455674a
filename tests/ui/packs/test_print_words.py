"""What is said of printed copies reads as a sentence, whatever became of them."""

from datetime import UTC, datetime

import pytest

from spoc_desk.domain.copy_results import CopyState, PackCopyResult
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackCopy
from spoc_desk.services.pack_copies import CopyEntry
from spoc_desk.services.pack_printing import PrintedRun, SentCopy
from spoc_desk.ui.packs.print_words import told_copy, told_numbers, told_run
from tests.ui import fakes

AT = datetime(2027, 4, 20, 9, tzinfo=UTC)


def copy(number=1, of=3, **more):
    told = {"how": "printed", "recipient": "J Doe", "copies": 1, "printer": "Office"} | more
    return PackCopy(number, 1, AT, "DC A", first_number=number, of=of, **told)


def run(*became, fault=None):
    sent = tuple(SentCopy(copy(number), state, pages) for number, (state, pages) in enumerate(became, 1))
    return PrintedRun(None, sent, 9, (), fault)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((3,), "copy 3"),
        ((1, 2), "copies 1 and 2"),
        ((1, 2, 3), "copies 1 to 3"),
        ((1, 2, 7), "copies 1, 2 and 7"),
    ],
)
def test_copies_are_told_by_their_numbers(numbers, words):
    assert told_numbers(numbers) == words


def test_a_run_that_ended_well_says_so_in_one_sentence():
    assert told_run(run((CopyState.SPOOLED, 9)), fakes.messages()) == "Copy 1 handed to the printer."


def test_a_cancelled_run_says_what_went_out_and_what_did_not():
    became = ((CopyState.SPOOLED, 9), (CopyState.STOPPED, 4), (CopyState.STOPPED, 0))
    told = told_run(run(*became, fault=DomainError("work.cancelled", pages_out=4)), fakes.messages())
    assert told == "Copy 1 handed to the printer. Of copy 2, pages out: 4 of 9. Nothing of copy 3 went out."


def test_a_run_that_failed_says_why():
    told = told_run(run((CopyState.FAILED, 0), fault=DomainError("print.not_taken")), fakes.messages())
    assert (
        told == "Nothing of copy 1 went out. The printer did not take every page. Check it, then print again."
    )


@pytest.mark.parametrize(
    ("state", "sheets", "note", "words"),
    [
        (CopyState.SPOOLED, 5, "", "sheets not checked yet"),
        (CopyState.CONFIRMED, 0, "", "all sheets came out, seen by DC B"),
        (CopyState.SPOILED, 3, "shredded", "sheets spoiled: 3, shredded"),
        (CopyState.FAILED, 0, "", "not taken by the printer"),
        (CopyState.FAILED, 0, "broken off", "failed: broken off"),
        (CopyState.UNKNOWN, 0, "power cut", "not known whether it was printed: power cut"),
        (CopyState.STOPPED, 2, "", "stopped, sheets out: 2"),
        (CopyState.STOPPED, 0, "", "stopped, nothing went out"),
    ],
)
def test_the_register_says_what_became_of_a_copy(state, sheets, note, words):
    entry = CopyEntry(copy(), (PackCopyResult(1, 1, AT, "DC B", state, sheets, note),))
    title, detail = told_copy(entry)
    assert title == "Copy 1 of 3 · J Doe"
    assert detail == f"Printed · DC A · Office · {words}"


def test_pages_and_sides_are_told_where_they_are_not_all():
    entry = CopyEntry(copy(page_range="2-3", duplex="long"), ())
    assert "pages 2-3 · both sides · not known whether it was printed" in told_copy(entry)[1]


def test_a_copy_from_before_there_were_numbers_is_told_by_how_it_left():
    title, detail = told_copy(CopyEntry(copy(number=0, of=0), ()))
    assert (title, detail) == ("Printed · J Doe", "DC A · Office")

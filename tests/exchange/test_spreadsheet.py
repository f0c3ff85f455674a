"""No cell of ours can start a formula, and what was neutralised comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.exchange.spreadsheet import neutralise, read_rows, restore, write_rows

FORMULAS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://example.org","here")',
    "+44 7700 900123",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\u22121",
    "'=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_start_a_formula_gets_an_apostrophe_and_loses_it_again(text):
    assert neutralise(text) == f"'{text}"
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize(
    "text", ["", "Northmere", "a=1", "'quoted'", "O'Neill", "3-1", "#1", "07700 900123", "Llŷr"]
)
def test_plain_text_is_left_alone(text):
    assert neutralise(text) == text
    assert restore(text) == text


def test_each_cell_is_quoted_and_numbers_stay_numbers():
    content = write_rows(["name", "=n"], [["=1", -5], [None, True], ['say "x"', False]])
    assert content.decode("utf-8-sig") == (
        '"name","\'=n"\r\n"\'=1","-5"\r\n"","true"\r\n"say ""x""","false"\r\n'
    )
    assert content.startswith(b"\xef\xbb\xbf")


def test_what_csv_cannot_carry_is_replaced_visibly():
    assert read_rows(write_rows(["a"], [["x\0y\ud800z"]]))[1] == ["x\ufffdy\ufffdz"]


@given(st.lists(st.text(), min_size=1))
def test_any_text_goes_out_and_comes_back_unchanged(texts):
    kept = [text for text in texts if "\0" not in text]
    assert read_rows(write_rows(["a"], [[text] for text in kept])) == [["a"], *([text] for text in kept)]


@given(st.text(st.sampled_from("=+-@\t\r\n '＝－＠\u200b1a"), max_size=6))
def test_no_cell_that_is_read_as_a_formula_is_ever_written(text):
    ((cell,),) = csv.reader(io.StringIO(write_rows([text], []).decode("utf-8-sig"), newline=""))
    assert cell.lstrip(" \u200b")[:1] not in set("=+-@\t\r\n＝＋－＠")

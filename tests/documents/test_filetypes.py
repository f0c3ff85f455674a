"""A web page is known by its tags though nothing says html at its start."""

import subprocess

import pytest

from spoc_desk.documents.filetypes import Kind, detect
from spoc_desk.documents.redaction_check import check_words
from tests.documents import redaction_samples as rs

PAGE = b"<p>Said by <b>Zebe</b>dee <i>Quillfeather</i></p>\n<p>today</p>"


@pytest.mark.parametrize("name", ["post.html", "POST.HTM"])
def test_a_file_named_html_with_tags_is_a_web_page(name):
    found = detect(PAGE, name)
    assert (found.kind, found.media_type, found.mismatch) == (Kind.HTML, "text/html", False)


def test_the_same_words_in_a_text_and_a_page_without_tags_stay_text():
    assert detect(PAGE, "post.txt").kind is Kind.TEXT
    assert detect(b"1 < 2 and 3 > 2", "sums.html").kind is Kind.TEXT


def test_its_words_are_printed_without_tags_and_can_be_redacted(tmp_path, fonts, faces):
    made = rs.part(tmp_path, fonts, PAGE, "post.html")
    told = subprocess.run(["pdftotext", made, "-"], capture_output=True, check=True, text=True).stdout
    assert "<b>" not in told
    assert rs.boxes_for(made, "Zebedee Quillfeather")
    assert check_words(str(made), ["Zebedee Quillfeather"], 1, 1)

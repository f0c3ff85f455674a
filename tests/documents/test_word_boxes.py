"""A word's box hides the word and nothing around it, on its line or on the next."""

import subprocess
from pathlib import Path

import pytest

from spoc_desk.documents.redact_part import redact_file
from tests.documents import redaction_samples as rs


@pytest.fixture
def folder(tmp_path, faces) -> Path:
    return tmp_path


def lines(*rows: str, size: int = 11) -> bytes:
    drawn = " T* ".join(f"({row}) Tj" for row in rows)
    return rs.raw(f"BT /F {size} Tf {size * 1.2} TL 72 600 Td {drawn} ET".encode())


def left_of(folder: Path, fonts: Path, content: bytes, term: str) -> tuple[list, str]:
    """The places that were painted, and the words that can still be copied."""
    made, out = rs.part(folder, fonts, content, "letter.pdf"), folder / "out.pdf"
    told = redact_file(str(made), str(out), str(fonts), rs.boxes_for(made, term), [], "PDF", [])
    words = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True).stdout
    return told["places"], " ".join(words.split())


@pytest.mark.parametrize("name", ["Ali", "Jill"])
def test_a_short_word_leaves_the_line_above_alone(folder, fonts, name):
    ((_, _, bottom, _, top, *_),), words = left_of(
        folder, fonts, lines("The vehicle was there", f"{name} drove away"), name
    )
    assert top - bottom < 18
    assert words == "The vehicle was there drove away"


def test_the_word_that_follows_stays(folder, fonts):
    _, words = left_of(folder, fonts, lines("Tim did not do it"), "Tim")
    assert words == "did not do it"


def test_a_narrow_word_on_the_line_above_stays(folder, fonts):
    _, words = left_of(folder, fonts, lines("I saw it", "Quillfeather"), "Quillfeather")
    assert words == "I saw it"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_the_words_around_stay_on_a_turned_page(folder, fonts, turned):
    _, words = left_of(folder, fonts, rs.letter(turned=turned), "met")
    assert {"She", "Jane", "Quillfeather", "opened", "Call"} <= set(words.split())
    assert "met" not in words.split()


def test_words_that_run_up_the_page_are_covered_the_way_they_run(folder, fonts):
    content = rs.raw(b"BT /F 12 Tf 0 1 -1 0 300 200 Tm (Tim did not do it) Tj ET")
    ((_, left, bottom, right, top, *_),), words = left_of(folder, fonts, content, "Tim")
    assert top - bottom > right - left
    assert "did not do it" in words


def test_a_word_that_runs_from_the_right_is_covered_with_the_words_it_is_drawn_with(folder, fonts):
    """A reader says only roughly where it stands among them, and the wrong way round."""
    made = rs.part(folder, fonts, "He said: قال أحمد الفارسي هنا and left\n".encode(), "told.txt")
    ((_, *name, _, _),) = rs.boxes_for(made, "أحمد")
    ((_, *before, _, _),) = rs.boxes_for(made, "said")
    ((_, *after, _, _),) = rs.boxes_for(made, "and")
    assert before[2] < name[0] < before[2] + 10
    assert after[0] - 10 < name[2] < after[0]

"""Words that a page speaks and does not show: taken out, and never the measure of where a word stands."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from spoc_desk.documents.page_letters import page_letters
from spoc_desk.documents.redact_part import redact_file
from spoc_desk.documents.redaction_check import check_places
from spoc_desk.documents.redaction_view import find, picture
from spoc_desk.documents.silenced import silence
from tests.documents import redaction_samples as rs

CLEAR = {"plain": rs.spoken(), "escaped": rs.spoken("/Actual#54ext"), "skipped": rs.spoken(key="/Length1")}
BROKEN = rs.spoken(ending="<< /A ( ")


@pytest.fixture
def folder(tmp_path, faces) -> Path:
    return tmp_path


def copied(path: Path) -> str:
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return told + "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def darkest(content: bytes, place) -> int:
    """The lightest dot in the middle of a place of the first page: dark only where a box was painted."""
    height = pypdfium2.PdfDocument(content)[0].get_size()[1]
    page = pypdfium2.PdfDocument(io.BytesIO(content))[0].render(scale=2).to_pil().convert("L")
    left, bottom, right, top = place
    dots = (left + 1, height - top + 1, right - 1, height - bottom - 1)
    return page.crop([round(2 * edge) for edge in dots]).getextrema()[1]


@pytest.mark.parametrize("case", CLEAR)
def test_replacement_text_is_taken_out_and_what_is_seen_stays(folder, fonts, case):
    made = rs.part(folder, fonts, CLEAR[case], "letter.pdf")
    with pikepdf.open(made) as pdf:
        assert silence(pdf).changed == 0
    assert "Quillfeather" in copied(made)


def test_a_drawing_that_breaks_off_leaves_its_page_in_doubt():
    with pikepdf.open(io.BytesIO(BROKEN)) as pdf:
        assert silence(pdf).doubtful == {1}
    with pikepdf.open(io.BytesIO(rs.spoken())) as pdf:
        told = silence(pdf)
        assert (told.changed, told.doubtful) == (1, frozenset())


@pytest.mark.parametrize("content", [*CLEAR.values(), BROKEN], ids=[*CLEAR, "broken"])
def test_a_word_with_replacement_text_is_boxed_where_it_is_seen(folder, fonts, content):
    made = rs.part(folder, fonts, content, "letter.pdf")
    ((_, left, bottom, right, top),) = find(made.read_bytes(), rs.SECRET)
    out = folder / "out.pdf"
    box = [1, left, bottom, right, top, "", rs.SECRET]
    told = redact_file(str(made), str(out), str(fonts), [box], [], "PDF", [])
    seen = next(place for place in seen_at(rs.spoken("/Nothing"), folder, fonts))
    assert darkest(out.read_bytes(), seen) < 40
    assert "Quillfeather" not in copied(out)
    assert check_places(str(out), told["places"], told["under"], str(fonts)) == []


def seen_at(content: bytes, folder: Path, fonts: Path):
    """Where the same page shows the name when it speaks nothing."""
    for _, *place, _, _ in rs.boxes_for(rs.part(folder, fonts, content, "plain.pdf"), "Quillfeather"):
        yield place


def test_no_words_are_put_back_on_a_page_in_doubt(folder, fonts):
    made, out = rs.part(folder, fonts, BROKEN, "letter.pdf"), folder / "out.pdf"
    told = redact_file(str(made), str(out), str(fonts), [[1, 30, 30, 60, 60, "", ""]], [], "PDF", [])
    assert copied(out).strip() == ""
    assert told["pages"] == 1


def test_letters_of_replacement_text_are_placed_where_something_is_drawn(folder):
    (folder / "raw.pdf").write_bytes(rs.in_a_form())
    with pikepdf.open(io.BytesIO(rs.spoken())) as source, pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        form = pdf.copy_foreign(source.pages[0].as_form_xobject())
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=form))
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"q 0.8 0 0 0.8 60 100 cm /P Do Q")
        pdf.save(folder / "raw.pdf")
    page = pypdfium2.PdfDocument(folder / "raw.pdf")[0]
    first = page_letters(page)[0].place
    # 72, 600 at half size, moved, then at four fifths.
    assert first[0] == pytest.approx(60 + 0.8 * (30 + 36), abs=2)
    assert first[1] == pytest.approx(100 + 0.8 * (300 + 300), abs=6)


def test_a_word_whose_box_lies_elsewhere_is_caught(folder, fonts):
    made, out = rs.part(folder, fonts, rs.letter(), "letter.pdf"), folder / "out.pdf"
    ((_, left, bottom, right, top),) = find(made.read_bytes(), rs.SECRET)
    box = [1, left, bottom + 100, right, top + 100, "", rs.SECRET]
    told = redact_file(str(made), str(out), str(fonts), [box], [], "PDF", [])
    assert check_places(str(out), told["places"], told["under"], str(fonts)) == [
        (1, "words that stood under a redaction are still on the page")
    ]


def test_a_word_may_stay_where_its_box_was_withdrawn(folder, fonts):
    twice = rs.raw(b"BT /F 12 Tf 72 600 Td (Quillfeather met) Tj 0 -40 Td (another Quillfeather) Tj ET")
    made, out = rs.part(folder, fonts, twice, "letter.pdf"), folder / "out.pdf"
    (_, *first), _ = find(made.read_bytes(), "Quillfeather")
    told = redact_file(str(made), str(out), str(fonts), [[1, *first, "", "Quillfeather"]], [], "PDF", [])
    assert check_places(str(out), told["places"], told["under"], str(fonts)) == []
    assert picture(out.read_bytes(), 1, 40)

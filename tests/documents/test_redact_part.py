"""Redaction of an exhibit's pages: what is taken out is gone, what stays can still be read and found."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from spoc_desk.documents.redact_part import redact_file
from spoc_desk.documents.redaction_check import check_places, check_traces, check_words
from spoc_desk.documents.redaction_view import describe
from tests.documents import redaction_samples as rs

SECRET = rs.SECRET


@pytest.fixture
def folder(tmp_path, faces) -> Path:
    return tmp_path


def redacted(folder: Path, fonts: Path, made: Path, boxes, terms=(SECRET,)):
    out = folder / "redacted.pdf"
    told = redact_file(str(made), str(out), str(fonts), boxes, list(terms), "PDF", [])
    return out, told


def faults(out: Path, told, fonts: Path, terms=(SECRET,)):
    return [
        *check_places(str(out), told["places"], told["under"], str(fonts)),
        *check_words(str(out), list(terms), 1, told["pages"]),
        *check_traces(str(out), list(terms)),
    ]


def everything(path: Path) -> str:
    """All that two other readers and a walk over every decoded byte can make of a file."""
    told = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    told.append(
        subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    )
    qdf = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"], capture_output=True, check=True
    ).stdout
    told.append(qdf.replace(b"\0", b"").decode("latin-1"))
    return " ".join("\n".join(told).split())


CASES = {
    "plain": lambda fonts: rs.letter(),
    "landscape": lambda fonts: rs.letter(wide=True),
    "turned 90": lambda fonts: rs.letter(turned=90),
    "turned 180": lambda fonts: rs.letter(turned=180),
    "turned 270": lambda fonts: rs.letter(turned=270),
    "face with its own codes": rs.embedded_face,
    "split over pieces": lambda fonts: rs.split_over_pieces(),
    "in a form": lambda fonts: rs.in_a_form(),
}


@pytest.mark.parametrize("case", CASES)
def test_a_word_is_gone_however_the_page_was_made(folder, fonts, case):
    made = rs.part(folder, fonts, CASES[case](fonts), "letter.pdf")
    boxes = rs.boxes_for(made, SECRET)
    assert len(boxes) == 1
    out, told = redacted(folder, fonts, made, boxes)
    words = everything(out)
    assert "Quillfeather" not in words
    assert "Jane" not in words
    assert faults(out, told, fonts) == []


def test_a_word_broken_at_the_end_of_a_line_is_found_and_taken_out_of_both_lines(folder, fonts):
    made = rs.part(folder, fonts, rs.split_over_lines(), "letter.pdf")
    boxes = rs.boxes_for(made, SECRET)
    assert len(boxes) == 2
    out, told = redacted(folder, fonts, made, boxes)
    words = everything(out)
    assert [piece for piece in ("Jane", "Quill", "feather") if piece in words] == []
    assert "outside the hall" in words
    assert faults(out, told, fonts) == []


def test_the_other_words_of_a_redacted_page_can_still_be_found(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    out, _ = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))
    page = pypdf.PdfReader(out).pages[0].extract_text()
    assert "candidate" in page
    assert "07700" in page


def test_words_of_a_turned_page_stand_where_they_are_seen(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(turned=90), "letter.pdf")
    out, _ = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))
    before, after = (rs.boxes_for(path, "candidate")[0] for path in (made, out))
    assert after[1:5] == pytest.approx(before[1:5], abs=4)


def test_a_page_without_a_redaction_keeps_its_own_drawing(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(pages=2), "letter.pdf")
    out, _ = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))
    with pikepdf.open(out) as pdf:
        assert "/Redacted" in pdf.pages[0].obj.Resources.XObject
        assert "/Redacted" not in pdf.pages[1].obj.Resources.XObject
    assert "Nothing private here." in pypdf.PdfReader(out).pages[1].extract_text()


def test_what_a_kept_page_holds_and_does_not_draw_is_left_behind(folder, fonts):
    made = rs.part(folder, fonts, rs.in_a_form(), "letter.pdf")
    with pikepdf.open(made) as pdf:
        assert any(
            b"Quillfeather" in each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)
        )
    out, told = redacted(folder, fonts, made, rs.boxes_for(made, SECRET), terms=())
    assert "Quillfeather" not in everything(out)
    assert faults(out, told, fonts) == []


def test_a_hidden_layer_is_neither_printed_nor_kept(folder, fonts):
    made = rs.part(folder, fonts, rs.with_hidden_layer(), "letter.pdf")
    out, told = redacted(folder, fonts, made, [])
    assert "Quillfeather" not in everything(out)
    with pypdfium2.PdfDocument(out) as document:
        picture = document[0].render(scale=1).to_pil().convert("L").point(lambda dot: 255 * (dot < 128))
    # Of the public words their picture is left, 12 points high; of the others nothing.
    seen = picture.getbbox()
    assert seen is not None
    assert seen[2] - seen[0] > 60
    assert seen[3] - seen[1] < 20
    assert faults(out, told, fonts) == []


def test_a_page_that_speaks_a_word_nobody_sees_becomes_a_picture_without_it(folder, fonts):
    made = rs.part(folder, fonts, rs.with_spoken_text(), "letter.pdf")
    out, told = redacted(folder, fonts, made, [])
    assert "Quillfeather" not in everything(out)
    assert faults(out, told, fonts) == []


def test_a_scanned_page_is_redacted_in_its_pixels(folder, fonts):
    made = rs.part(folder, fonts, rs.scan(), "scan.png")
    box = [1, 180.0, 430.0, 330.0, 480.0, "3P", False]
    out, told = redacted(folder, fonts, made, [box], terms=())
    assert faults(out, told, fonts, ("nothing",)) == []
    with pikepdf.open(out) as pdf:
        (picture,) = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        image = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    zoom = image.width / 595.27
    inside = image.crop([round(edge * zoom) for edge in (182, 842 - 478, 328, 842 - 432)])
    histogram = inside.histogram()
    assert sum(histogram[100:150]) < 0.02 * sum(histogram)
    assert histogram[0] > 0.8 * sum(histogram)


def test_a_photograph_loses_what_its_file_said_besides_the_picture(folder, fonts):
    made = rs.part(folder, fonts, rs.photograph(), "photo.jpg")
    out, told = redacted(folder, fonts, made, [[1, 100, 400, 200, 440, "3P", False]])
    assert "Quillfeather" not in everything(out)
    assert b"Exif" not in out.read_bytes()
    assert faults(out, told, fonts) == []


def test_the_document_has_no_properties_of_its_own(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    out, _ = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))
    with pikepdf.open(out) as pdf:
        assert list(pdf.docinfo.keys()) == []
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/SPOCDesk"}


def test_the_width_of_a_redacted_word_does_not_tell_the_word(folder, fonts):
    """Where other words follow, the room up to them is seen anyway."""
    widths = set()
    for word in ("Ali", "Jill", "Quillfeather"):
        content = rs.raw(f"BT /F 12 Tf 72 600 Td (It was {word}) Tj ET".encode())
        made = rs.part(folder, fonts, content, f"{word}.pdf")
        _, told = redacted(folder, fonts, made, rs.boxes_for(made, word), terms=())
        _, left, _, right, *_ = told["places"][0]
        widths.add(round(right - left, 2))
    assert {width % 12 for width in widths} == {0.0}


def test_the_reason_stands_in_the_box_where_it_fits(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    out, _ = redacted(folder, fonts, made, [[1, 60, 300, 260, 340, "ADDR", False]], terms=())
    page = pypdfium2.PdfDocument(out)[0].render(scale=2).to_pil().convert("L")
    inside = page.crop((124, (842 - 338) * 2, 516, (842 - 302) * 2))
    shades = inside.histogram()
    assert shades[0] > 0.9 * sum(shades)
    assert sum(shades[200:]) > 20


def test_the_same_redactions_give_the_same_bytes(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    first = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))[0].read_bytes()
    again = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))[0].read_bytes()
    assert first == again


def test_small_print_is_drawn_sharper(folder, fonts):
    made = rs.part(
        folder, fonts, rs.raw(b"BT /F 5 Tf 72 600 Td (the small print of a contract) Tj ET"), "s.pdf"
    )
    _, told = redacted(folder, fonts, made, rs.boxes_for(made, "contract"), terms=())
    assert told["places"][0][6] == 300
    made = rs.part(folder, fonts, rs.letter(), "l.pdf")
    _, told = redacted(folder, fonts, made, rs.boxes_for(made, SECRET), terms=())
    assert told["places"][0][6] == 200


def test_the_pictures_of_redacted_pages_can_be_opened_by_others(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    out, _ = redacted(folder, fonts, made, rs.boxes_for(made, SECRET))
    subprocess.run(["qpdf", "--check", str(out)], check=True, capture_output=True)
    subprocess.run(["pdfimages", "-png", str(out), str(folder / "x")], check=True, capture_output=True)
    assert Image.open(io.BytesIO((folder / "x-000.png").read_bytes())).width > 1500


def test_words_that_a_machine_laid_under_a_scan_are_not_put_back(folder, fonts):
    """They need not lie where the picture shows them, so a box might miss them."""
    made = rs.part(folder, fonts, rs.raw(f"BT 3 Tr /F 12 Tf 72 600 Td ({SECRET}) Tj ET".encode()), "o.pdf")
    assert describe(made.read_bytes())["machine_read"] == [1]
    out, told = redacted(folder, fonts, made, [[1, 60, 700, 200, 720, "3P", False]], terms=())
    assert "Quillfeather" not in everything(out)
    assert faults(out, told, fonts) == []


def test_pages_without_words_are_named(folder, fonts):
    made = rs.part(folder, fonts, rs.scan(), "scan.png")
    assert describe(made.read_bytes())["wordless"] == [1]

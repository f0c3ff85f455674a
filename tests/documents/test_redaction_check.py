"""The proof can fail: whatever a careless redaction leaves behind is found and named with its page."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream

from spoc_desk.documents.redact_part import redact_file
from spoc_desk.documents.redaction_check import check_places, check_traces, check_words
from tests.documents import redaction_samples as rs

SECRET = rs.SECRET


@pytest.fixture
def folder(tmp_path, faces) -> Path:
    return tmp_path


def blacked_out(folder: Path, made: Path, boxes) -> Path:
    """What people do: black boxes on top."""
    out = folder / "naive.pdf"
    with pikepdf.open(made) as pdf:
        for number, left, bottom, right, top, *_ in boxes:
            drawing = f"q 0 0 0 rg {left - 3} {bottom - 3} {right - left + 6} {top - bottom + 6} re f Q"
            pdf.pages[number - 1].contents_add(drawing.encode())
        pdf.save(out)
    return out


def places(boxes, dots=200):
    return [[number, *edges, "", dots] for number, *edges, _, _ in boxes]


def test_a_black_box_drawn_over_words_is_caught(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    boxes = rs.boxes_for(made, SECRET)
    out = blacked_out(folder, made, boxes)
    found = check_places(str(out), places(boxes), [[1, SECRET, 0]], str(fonts))
    assert (1, "letters can still be copied from under a redaction") in found
    assert (1, "words that stood under a redaction are still on the page") in found
    assert [page for page, _ in check_words(str(out), [SECRET], 1, 2)] == [1]
    assert [page for page, _ in check_traces(str(out), [SECRET])] == [1]


def test_a_black_box_drawn_over_a_scan_is_caught(folder, fonts):
    made = rs.part(folder, fonts, rs.scan(), "scan.png")
    boxes = [[1, 180.0, 430.0, 330.0, 480.0, "", False]]
    out = blacked_out(folder, made, boxes)
    assert check_places(str(out), places(boxes), [], str(fonts)) == [
        (1, "the picture of the page still holds what was redacted")
    ]


def test_a_box_that_was_never_painted_is_caught(folder, fonts):
    made = rs.part(folder, fonts, rs.scan(), "scan.png")
    found = check_places(str(made), [[1, 180.0, 430.0, 330.0, 480.0, "", 200]], [], str(fonts))
    assert (1, "a redaction does not cover what it must") in found


@pytest.fixture
def clean(folder, fonts) -> Path:
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    out = folder / "clean.pdf"
    redact_file(str(made), str(out), str(fonts), rs.boxes_for(made, SECRET), [SECRET], "PDF", [])
    return out


def spoilt(clean: Path, change) -> list[tuple[int, str]]:
    out = clean.with_name("spoilt.pdf")
    with pikepdf.open(clean) as pdf:
        change(pdf)
        pdf.save(out)
    return check_traces(str(out), [SECRET])


def attach(pdf):
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, f"met {SECRET}".encode())


def attach_by_name(pdf):
    pdf.attachments[f"{SECRET}.txt"] = pikepdf.AttachedFileSpec(pdf, b"nothing")


def bookmark(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(f"Letter of {SECRET}", 0))


def describe(pdf):
    pdf.docinfo["/Subject"] = f"Łódź and {SECRET}"  # stored as UTF-16


def xmp(pdf):
    with pdf.open_metadata(update_docinfo=False) as told:
        told["dc:title"] = f"Letter of {SECRET}"


def comment(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=SECRET)
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])


def hidden_form(pdf):
    form = Stream(pdf, b"BT [(Ja) 3 (ne) -250 (Quill) 5 (feather)] TJ ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    pdf.pages[1].obj.Resources.XObject.Zz = form


def in_hexadecimal(pdf):
    pdf.pages[1].contents_add(b"BT <" + SECRET.encode("utf-16-be").hex().encode() + b"> Tj ET")


def thumbnail(pdf):
    image = Stream(pdf, b"\xff\xd8\xff\xfe\x00\x20" + SECRET.encode() + b"\xff\xd9")
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    pdf.pages[1].obj.Thumb = pdf.make_indirect(image)


def another_name(pdf):
    pdf.Root.PieceInfo = Dictionary({"/Jane-Quillfeather": Name.Yes})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (attach, "an attached file"),
        (attach_by_name, "file"),
        (bookmark, "a bookmark"),
        (describe, "inner entries"),
        (xmp, "the metadata"),
        (comment, "a note or link"),
        (hidden_form, "hidden drawing instructions"),
        (in_hexadecimal, "hidden drawing instructions"),
        (thumbnail, "a picture"),
        (another_name, "inner entries"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_word_left_anywhere_in_the_file_is_named_with_its_place(clean, change, place):
    found = spoilt(clean, change)
    assert found
    assert all(place in told or "inner" in told or "page's own" in told for _, told in found), found
    assert any(place in told for _, told in found), found


def test_a_clean_file_has_nothing_to_name(clean):
    assert spoilt(clean, lambda pdf: None) == []


@pytest.mark.parametrize("word", ["jane QUILLFEATHER", "Jane-Quillfeather", "Jane\u00a0Quillfeather"])
def test_a_word_is_found_however_it_was_typed(folder, fonts, word):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    assert [page for page, _ in check_words(str(made), [word], 1, 2)] == [1]
    assert check_traces(str(made), [word])


def test_a_telephone_is_found_in_whatever_way_it_is_dialled(folder, fonts):
    made = rs.part(folder, fonts, rs.letter(), "letter.pdf")
    for written in ("07700900123", "+44 7700 900123", "(07700) 900-123"):
        assert [page for page, _ in check_words(str(made), [written], 1, 2)] == [1]


def test_a_word_under_a_box_may_stand_elsewhere_on_the_page_as_often_as_it_did(folder, fonts):
    made = rs.part(
        folder,
        fonts,
        rs.raw(b"BT /F 12 Tf 24 TL 72 600 Td (statement one) Tj T* (statement two) Tj ET"),
        "l.pdf",
    )
    out = folder / "out.pdf"
    box = rs.boxes_for(made, "statement")[0]
    told = redact_file(str(made), str(out), str(fonts), [box], [], "PDF", [])
    assert check_places(str(out), told["places"], told["under"], str(fonts)) == []
    assert check_words(str(out), ["statement"], 1, 1) == [(1, "a redacted word can still be read or copied")]

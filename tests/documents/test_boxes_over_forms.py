"""The name behind a box is gone, whatever drew it: a form field, a flattened note, forms within forms."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from spoc_desk.documents.redact_part import redact_file
from spoc_desk.documents.redaction_check import check_places
from tests.documents import redaction_samples as rs

DRAWN = f"BT /F 12 Tf 2 6 Td ({rs.SECRET}) Tj ET".encode()


@pytest.fixture
def folder(tmp_path, faces) -> Path:
    return tmp_path


def noted(**entries) -> bytes:
    """A page with one annotation whose appearance shows the name."""
    with pikepdf.open(io.BytesIO(rs.raw(b"BT /F 12 Tf 72 700 Td (Her name) Tj ET"))) as pdf:
        page = pdf.pages[0].obj
        look = pdf.make_indirect(Stream(pdf, DRAWN))
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 20])
        look.Resources = Dictionary(Font=page.Resources.Font)
        note = Dictionary(
            Type=Name.Annot, Rect=Array([72, 600, 272, 620]), F=4, P=page, AP=Dictionary(N=look), **entries
        )
        note = pdf.make_indirect(note)
        page.Annots = Array([note])
        if "FT" in entries:
            form = Dictionary(Fields=Array([note]), DA=String("/F 12 Tf 0 g"))
            form.DR = Dictionary(Font=page.Resources.Font)
            pdf.Root.AcroForm = form
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


CASES = {
    "form field": lambda: noted(Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(rs.SECRET)),
    "note": lambda: noted(Subtype=Name.FreeText, Contents=String(rs.SECRET), DA=String("/F 12 Tf 0 g")),
    "stamp": lambda: noted(Subtype=Name.Stamp, Contents=String(rs.SECRET)),
    "forms within forms": rs.in_a_form,
}


@pytest.mark.parametrize("case", CASES)
def test_a_drawn_box_takes_out_what_the_page_shows(folder, fonts, case):
    made, out = rs.part(folder, fonts, CASES[case](), "letter.pdf"), folder / "out.pdf"
    boxes = [[page, *place, "WIT", ""] for page, *place, _, _ in rs.boxes_for(made, rs.SECRET)]
    assert boxes
    told = redact_file(str(made), str(out), str(fonts), boxes, [], "PDF", [])
    assert check_places(str(out), told["places"], told["under"], str(fonts)) == []
    asked = (["pdftotext", str(out), "-"], ["qpdf", "--qdf", "--object-streams=disable", str(out), "-"])
    for each in asked:
        read = subprocess.run(each, capture_output=True, check=True).stdout.replace(b"\0", b"")
        assert b"Quillfeather" not in read
        assert b"Jane" not in read

"""A cleaned PDF that looks different from its original is noticed."""

import io
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.part_check import looks_the_same
from spoc_desk.documents.part_pdf import CHANGED, PICTURES, pdf_pages
from tests.documents import samples


def cleaned(source: Path) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf_pages(pdf, source)
    return pdf


@pytest.fixture
def source(tmp_path: Path) -> Path:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for turned in (0, 90):
        canvas.setPageRotation(turned)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.drawString(60, 500, "THREAT")
        canvas.rect(60, 100, 300, 200, fill=1)
        canvas.showPage()
    canvas.save()
    path = tmp_path / "source.pdf"
    path.write_bytes(buffer.getvalue())
    return path


def test_a_faithful_copy_passes(source: Path) -> None:
    assert looks_the_same(source, cleaned(source), [1.0, 1.0])


@pytest.mark.parametrize("page", [0, 1])
def test_a_page_that_lost_its_content_is_noticed(source: Path, page: int) -> None:
    pdf = cleaned(source)
    pdf.pages[page].Contents = pikepdf.Stream(pdf, b"")
    assert not looks_the_same(source, pdf, [1.0, 1.0])


def test_a_moved_page_is_noticed(source: Path) -> None:
    pdf = cleaned(source)
    old = pdf.pages[0].Contents.read_bytes()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q 1 0 0 1 90 60 cm " + old + b" Q")
    assert not looks_the_same(source, pdf, [1.0, 1.0])


def test_pages_that_would_change_are_printed_as_pictures_and_it_is_said(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spoc_desk.documents.part_pdf.looks_the_same", lambda *_: False)
    with pikepdf.new() as pdf:
        rendition = pdf_pages(pdf, source)
        assert len(pdf.pages) == 2
        assert "/I" in pdf.pages[0].Resources.XObject
    assert rendition.how == PICTURES
    assert rendition.notes[0] == CHANGED


def test_real_documents_of_many_shapes_pass(tmp_path: Path) -> None:
    path = tmp_path / "many.pdf"
    for content in (samples.pdf(), samples.active_pdf()):
        path.write_bytes(content)
        assert looks_the_same(path, cleaned(path), [1.0] * 5)

"""Before they are printed, texts and PDFs tell whether they need a password or give somebody away."""

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.file_check import PAGES_AT_MOST, look_into

PHONE = "07700 900123"


def a_pdf(words, password=""):
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, words)
    canvas.save()
    if not password:
        return buffer.getvalue()
    locked = io.BytesIO()
    with pikepdf.open(buffer) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner=password, user=password))
    return locked.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("call.txt", b"Ring +44 7700 900 123 tonight"),
        ("page.html", b"<!DOCTYPE html><p>Ring 07700-900<b>123</b></p>"),
        ("letter.pdf", a_pdf(f"Ring {PHONE} tonight")),
    ],
)
def test_a_telephone_in_a_text_a_page_or_a_pdf_is_found_however_it_is_written(name, content):
    secrets = ["07700900123", "+447700900123"]
    assert look_into(name, content, "", secrets) == ["exposed"]
    assert look_into(name, content, "", ["14 Tarn View"]) == []


def test_a_pdf_that_its_password_does_not_open_is_locked_and_one_it_opens_is_read():
    content = a_pdf(f"Ring {PHONE}", "hustings")
    assert look_into("locked.pdf", content, "", [PHONE]) == ["locked"]
    assert look_into("locked.pdf", content, "wrong", [PHONE]) == ["locked"]
    assert look_into("locked.pdf", content, "hustings", [PHONE]) == ["exposed"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 and then nothing", b"", bytes(range(256)) * 4])
def test_what_cannot_be_read_tells_nothing(content):
    assert look_into("odd.pdf", content, "", [PHONE]) == []


def test_what_cannot_be_looked_through_to_its_end_is_named_and_a_photograph_is_not():
    many = io.BytesIO()
    canvas = Canvas(many)
    for _ in range(PAGES_AT_MOST + 1):
        canvas.showPage()
    canvas.save()
    assert look_into("long.pdf", many.getvalue(), "", [PHONE]) == ["unseen"]
    assert look_into("long.pdf", many.getvalue(), "", []) == []
    assert look_into("long.txt", b"Only its beginning", "", [PHONE], whole=False) == ["unseen"]
    assert look_into("photo.jpg", b"\xff\xd8\xff\xe0", "", [PHONE], whole=False) == []

"""Runs in the child: whether a text or PDF, before it is printed, needs a password or tells particulars."""

import contextlib
import io

import pikepdf
import pypdfium2

from spoc_desk.documents.filetypes import HEAD, Kind, detect
from spoc_desk.documents.pdf_passwords import opened
from spoc_desk.documents.plain_words import decode, plain_html
from spoc_desk.domain.served_copies import without

PAGES_AT_MOST = 300


def look_into(filename: str, content: bytes, password: str, secrets: list[str]) -> list[str]:
    """Answers "locked" for a PDF that `password` does not open, "exposed" when one of `secrets` stands there.

    Other kinds of file answer nothing here: their pages are looked through once they are made.
    """
    kind = detect(content[:HEAD], filename).kind
    if kind in {Kind.TEXT, Kind.HTML}:
        text, _ = decode(content)
        return _exposed(plain_html(text).text if kind is Kind.HTML else text, secrets)
    return _in_pdf(content, password, secrets) if kind is Kind.PDF else []


def _in_pdf(content: bytes, password: str, secrets: list[str]) -> list[str]:
    try:
        with opened(io.BytesIO(content), password) as pdf:
            plain = io.BytesIO()
            pdf.save(plain)
    except pikepdf.PasswordError:
        return ["locked"]
    except (pikepdf.PdfError, ValueError):
        return []  # a damaged file is named when it is printed
    words = []
    with contextlib.suppress(pypdfium2.PdfiumError), contextlib.closing(pypdfium2.PdfDocument(plain)) as pdf:
        for number in range(min(len(pdf), PAGES_AT_MOST)):
            with contextlib.closing(pdf[number]) as page, contextlib.closing(page.get_textpage()) as text:
                words.append(text.get_text_range())
    return _exposed("\n".join(words), secrets)


def _exposed(text: str, secrets: list[str]) -> list[str]:
    return ["exposed"] if without(text, secrets) != text else []

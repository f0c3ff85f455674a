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


def look_into(
    filename: str, content: bytes, password: str, secrets: list[str], whole: bool = True
) -> list[str]:
    """Answers "locked" for a PDF that `password` does not open, "exposed" when one of `secrets` stands there.

    "unseen" when there are secrets and it cannot be looked through to its end; `whole`: content is all of it.
    Other kinds of file answer nothing here: their pages are looked through once they are made.
    """
    kind = detect(content[:HEAD], filename).kind
    if not whole:
        return _unseen(secrets) if kind in {Kind.TEXT, Kind.HTML, Kind.PDF} else []
    if kind in {Kind.TEXT, Kind.HTML}:
        text, _ = decode(content)
        return _exposed(plain_html(text).text if kind is Kind.HTML else text, secrets)
    return _in_pdf(content, password, secrets) if kind is Kind.PDF else []


def _in_pdf(content: bytes, password: str, secrets: list[str]) -> list[str]:
    try:
        with opened(io.BytesIO(content), password) as pdf:
            if not secrets:
                return []
            plain = io.BytesIO()
            pdf.save(plain)
    except pikepdf.PasswordError:
        return ["locked"]
    except (pikepdf.PdfError, ValueError):
        return []  # a damaged file is named when it is printed
    words = []
    try:
        with contextlib.closing(pypdfium2.PdfDocument(plain)) as document:
            pages = len(document)
            for number in range(min(pages, PAGES_AT_MOST)):
                with (
                    contextlib.closing(document[number]) as page,
                    contextlib.closing(page.get_textpage()) as text,
                ):
                    words.append(text.get_text_range())
    except pypdfium2.PdfiumError:
        pages = PAGES_AT_MOST + 1
    found = _exposed("\n".join(words), secrets)
    return found or (_unseen(secrets) if pages > PAGES_AT_MOST else [])


def _unseen(secrets: list[str]) -> list[str]:
    return ["unseen"] if secrets else []


def _exposed(text: str, secrets: list[str]) -> list[str]:
    return ["exposed"] if without(text, secrets) != text else []

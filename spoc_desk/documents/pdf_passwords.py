"""Runs in the child process: opens an encrypted PDF with its password, and tells whether one fits."""

import io
from pathlib import Path

import pikepdf
from pikepdf import Pdf


def try_password(content: bytes, password: str) -> str:
    """Answers "opens", "wrong", "no_pdf", or "not_needed" for a PDF that opens without one."""
    for tried, answer in (("", "not_needed"), (password, "opens")):
        try:
            with opened(io.BytesIO(content), tried) as pdf:
                len(pdf.pages)
                return answer
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError):
            return "no_pdf"
    return "wrong"


def opened(source: Path | io.BytesIO, password: str) -> Pdf:
    """The PDF. Raises pikepdf.PasswordError when the password is not its own, PdfError when damaged.

    Older kinds of encryption hold a £ or an é in one byte, the newest in UTF-8: both are tried.
    """
    try:
        return pikepdf.open(source, password=password)
    except pikepdf.PasswordError:
        try:
            older = password.encode("cp1252")
        except UnicodeEncodeError:
            older = b""
        if password.isascii() or not older:
            raise
        return pikepdf.open(source, password=older)

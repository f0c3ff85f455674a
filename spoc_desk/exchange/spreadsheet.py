"""Writes CSV that a spreadsheet opens as text: no cell can start a formula, whoever wrote its words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | int | bool | None

# What Excel or LibreOffice take for the start of a formula, the full-width forms included, also
# behind spaces and invisible characters. Apostrophes are counted in so that restore() is exact.
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad"
_FORMULA = rf"[\s{_UNSEEN}]*[\t\r\n=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]"
_STARTS_FORMULA = re.compile(f"'*{_FORMULA}")
_NEUTRALISED = re.compile(f"'+{_FORMULA}")


def neutralise(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet might run it as a formula."""
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def restore(text: str) -> str:
    """What neutralise was given, for a file of ours that is read back."""
    return text[1:] if _NEUTRALISED.match(text) else text


def write_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a byte order mark, every cell quoted and every text neutralised.

    Numbers are written as they are, truth as true or false, None as nothing.
    A NUL or a lone surrogate, which CSV cannot carry, becomes the replacement
    character. The byte order mark makes Excel read Welsh names aright.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_written(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def read_rows(content: bytes) -> list[list[str]]:
    """The rows of a file that write_rows wrote, header first, with neutralised cells restored."""
    page = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [[restore(cell) for cell in row] for row in csv.reader(page)]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    safe = cell.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return neutralise(safe)

"""Tables as they were sent: rows with the numbers they have in the file, read from CSV of any shape."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spoc_desk.domain.errors import DomainError

CELLS_AT_MOST = 2_000_000
ROWS_AT_MOST = 100_000
_DELIMITERS = ",;\t|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_PROBED = 200
_HEAD_WITHIN = 15
_VALUE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d|\d:\d\d|@|^\s*[=+]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, counted from 1, and its cells as they are to be read."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Rows without a word are left out; their numbers are not used for others."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns have something in them."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_csv(words: str) -> tuple[Sheet, str] | None:
    """(the table, what its cells are parted by); None when the lines do not stand in columns.

    Raises DomainError("preview.unavailable") when it is too long to print.
    """
    delimiter = _delimiter(words)
    if delimiter is None:
        return None
    rows = collected(enumerate(_records(words, delimiter), 1))
    return Sheet("", rows), _NAMES[delimiter]


def collected(rows: Iterator[tuple[int, Sequence[str]]]) -> tuple[Row, ...]:
    """The rows that say something. Raises DomainError("preview.unavailable") above the limits."""
    kept: list[Row] = []
    cells = places = 0
    for number, row in rows:
        last = max((index for index, cell in enumerate(row, 1) if cell.strip()), default=0)
        if not last:
            continue
        kept.append(Row(number, tuple(row[:last])))
        cells += sum(bool(cell) for cell in row)
        places += last
        if len(kept) > ROWS_AT_MOST or cells > CELLS_AT_MOST or places > 5 * CELLS_AT_MOST:
            raise DomainError(
                "preview.unavailable",
                reason=f"it has more than {ROWS_AT_MOST:,} rows or {CELLS_AT_MOST:,} cells; "
                "supply it as a file",
            )
    return tuple(kept)


def head_of(sheet: Sheet) -> int | None:
    """Which of the rows names the columns: the first of the widest ones near the top, if all words."""
    rows = sheet.rows[:_HEAD_WITHIN]
    if len(sheet.rows) < 2 or sheet.columns < 2:
        return None
    wide = max(sum(bool(cell.strip()) for cell in row.cells) for row in sheet.rows[:_PROBED])
    for index, row in enumerate(rows[:-1] if len(rows) == len(sheet.rows) else rows):
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) * 10 >= wide * 7 and len(filled) > 1:
            named = not any(map(_is_value, filled)) and len(set(filled)) == len(filled)
            return index if named else None
    return None


def is_number(cell: str) -> bool:
    """Whether a cell holds a plain number, an amount or a percentage."""
    bare = cell.strip().lstrip("-+(£$€").rstrip(")%")
    return (
        bool(bare)
        and bare.replace(",", "").replace(".", "", 1).replace(" ", "").isascii()
        and (bare.replace(",", "").replace(".", "", 1).isdigit())
    )


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, a date, a time, an address or a formula: never the name of a column."""
    return is_number(cell) or _VALUE.search(cell) is not None


def letters(index: int) -> str:
    """The name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _records(words: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(words) + 1))
    return csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)


def _delimiter(words: str) -> str | None:
    """What parts most rows into the same number of cells, at least two; None when nothing does."""
    best, chosen = 0.0, None
    for delimiter in _DELIMITERS:
        widths = []
        for record in _records(words[:400_000], delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == _PROBED:
                break
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        share = widths.count(usual) / len(widths) if widths else 0
        if usual > 1 and share >= 0.6 and share + usual / 1000 > best:
            best, chosen = share + usual / 1000, delimiter
    return chosen

"""Reads a table of text (CSV) that somebody sent: within limits, in any usual encoding, by header names."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import visible

TABLE_LIMIT = 50 * 1024 * 1024
ROW_LIMIT = 200_000
COLUMN_LIMIT = 500
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Line:
    """One row. number: the line of the file it begins at. columns: where in the row each name stands."""

    number: int
    columns: Mapping[str, int]
    row: tuple[str, ...]

    def cell(self, name: str) -> str:
        """The cell under this name, or an empty string where there is none."""
        place = self.columns.get(name, len(self.row))
        return self.row[place] if place < len(self.row) else ""

    def whole(self) -> bool:
        """Whether it has as many cells as the header."""
        return len(self.row) == len(self.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """A header, its names in small letters with underscores, and the rows under it.

    windows: the bytes were no UTF-8 and were read as Windows-1252.
    """

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    windows: bool = False


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most so many. Raises DomainError of the subject imports."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise DomainError("imports.not_a_file", name=path.name)
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except FileNotFoundError:
        raise DomainError("imports.file_missing", name=path.name) from None
    except OSError as fault:
        raise DomainError("imports.file_unreadable", name=path.name) from fault
    if len(raw) > limit:
        raise DomainError("imports.too_large", name=path.name, limit=limit // (1024 * 1024))
    if not raw.strip():
        raise DomainError("imports.empty", name=path.name)
    return raw


def decoded(raw: bytes, name: str) -> tuple[str, bool]:
    """The text, and whether it had to be read as Windows-1252. Raises DomainError("imports.not_text")."""
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding == "cp1252"
    raise DomainError("imports.not_text", name=name)


def read_table(raw: bytes, name: str) -> Table:
    """The table in these bytes. Raises DomainError of the subject imports."""
    text, windows = decoded(raw, name)
    # Not splitlines: a cell may hold separators that only Unicode calls line ends.
    lines = list(io.StringIO(text, newline=""))
    skipped = 0
    while lines and (not lines[0].strip() or lines[0].casefold().startswith("sep=")):
        lines.pop(0)
        skipped += 1
    if not lines:
        raise DomainError("imports.empty", name=name)
    reader = csv.reader(lines, delimiter=_delimiter(lines[0]), strict=True)
    try:
        header = tuple(column_name(cell) for cell in next(reader))
        _check_header(header)
        return Table(header, _lines(reader, header, lambda: reader.line_num + skipped + 1), windows)
    except csv.Error:
        raise DomainError("imports.not_csv", name=name, line=reader.line_num + skipped) from None


def column_name(text: str) -> str:
    """A header cell as its name is compared: small letters, underscores for spaces and hyphens."""
    return visible(text).casefold().replace(" ", "_").replace("-", "_")


def _check_header(header: tuple[str, ...]) -> None:
    named = [name for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if len(header) > COLUMN_LIMIT:
        raise DomainError("imports.too_many_columns", limit=COLUMN_LIMIT)
    if twice:
        raise DomainError("imports.column_twice", columns=", ".join(twice))


def _lines(
    reader: Iterator[list[str]], header: tuple[str, ...], next_line: Callable[[], int]
) -> tuple[Line, ...]:
    found: list[Line] = []
    columns = {name or f"#{place}": place for place, name in enumerate(header)}
    begins = next_line()
    for row in reader:
        if any(cell.strip() for cell in row):
            found.append(Line(begins, columns, tuple(row)))
        if len(found) > ROW_LIMIT:
            raise DomainError("imports.too_many_rows", limit=ROW_LIMIT)
        begins = next_line()
    return tuple(found)


def _delimiter(header: str) -> str:
    counts = {sign: header.count(sign) for sign in DELIMITERS}
    return max(counts, key=lambda sign: counts[sign])

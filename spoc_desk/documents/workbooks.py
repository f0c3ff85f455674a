"""Reads an Excel workbook as tables of what its cells show, with what it hides said. Nothing in it is run."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from spoc_desk.documents.archives import list_zip, office_warnings
from spoc_desk.documents.counted import counted
from spoc_desk.documents.sheets import Sheet, collected, letters
from spoc_desk.documents.workbook_drawings import MARGINS, drawings, margin_words, related
from spoc_desk.domain.errors import DomainError

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PICTURES = ("picture in the workbook is", "pictures in the workbook are")
_FORMULAS = ("formula holds no stored result; the formulas", "formulas hold no stored result; the formulas")
_BOMB = "it would unpack to far more than it is, as an attack would"
_ENTITIES = "it declares entities of its own, as an attack would"


@dataclass(slots=True)
class _Behind:
    """What one sheet's file says besides its values: what is hidden, formulas that have no result.

    margins: its headers and footers as they stand in the file.
    """

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet in the order of the workbook, hidden ones too, which say so.

    Raises DomainError("preview.unavailable") for a bomb, for entities, for one too long to print, and
    whatever openpyxl raises for a damaged one.
    """
    if list_zip(content).bomb:
        raise DomainError("preview.unavailable", reason=_BOMB)
    _refuse_entities(content)
    import openpyxl  # brings numpy, which the window's process is to do without

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        comments, drawn = _comments(archive), drawings(archive)
        sheets = [_sheet(each, archive, comments, drawn) for each in book.worksheets]
        others = [each.title for each in book.chartsheets]
    told = [f"Holds {words}, which are not run." for words in office_warnings(content)]
    told += [f"The chart “{name}” is not printed." for name in others]
    pictures = sum(name.startswith("xl/media/") for name in archive.namelist())
    if pictures:
        told.append(f"{counted(pictures, *_PICTURES)} not printed.")
    if sheets and told:
        sheets[0] = Sheet(sheets[0].name, sheets[0].rows, (*told, *sheets[0].notes))
    return tuple(sheets)


def _sheet(
    sheet: Any, archive: zipfile.ZipFile, comments: dict[str, list[str]], drawn: dict[str, list[str]]
) -> Sheet:
    path = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001  openpyxl tells it nowhere else
    behind = _Pass().read(archive, path)
    sheet.reset_dimensions()  # what the file claims of its size may leave rows out
    rows = collected(enumerate(_rows(sheet, behind), 1))
    notes = list(_hidden(sheet, behind))
    if behind.formulas:
        notes.append(f"{counted(len(behind.formulas), *_FORMULAS)} themselves are printed.")
    notes += [*margin_words(behind.margins), *drawn.get(path, []), *comments.get(path, [])]
    return Sheet(str(sheet.title), rows, tuple(notes))


def _rows(sheet: Any, behind: _Behind) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            value = cell.value
            if value is None:
                formula = behind.formulas.get((number, column))
                cells.append(f"={formula} (no stored result)" if formula is not None else "")
            else:
                cells.append(value if isinstance(value, str) else _shown(value, str(cell.number_format)))
        yield cells


def _shown(value: object, pattern: str) -> str:
    """A value as words: dates year first, numbers with the decimals and signs of their format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        day_only = value.time() == time(0) and "h" not in pattern.lower()
        return f"{value:%Y-%m-%d}" if day_only else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, int | float):
        return _number(value, pattern.split(";", maxsplit=1)[0])
    return str(value)


def _number(value: float, pattern: str) -> str:
    if pattern and set(pattern) == {"0"} and value == int(value):
        return f"{int(value):0{len(pattern)}d}"
    plain = f"{value:.15g}" if abs(value) < 1e15 else f"{value}"
    if "0" not in pattern or any(sign in pattern for sign in "Ee/?@[dmyhs"):
        return plain
    decimals = pattern.partition(".")[2].count("0")
    comma = "," if "#,#" in pattern or "0,0" in pattern else ""
    sign = next((each for each in "£$€" if each in pattern), "")
    told = f"{value * 100 if '%' in pattern else value:{comma}.{decimals}f}"
    told = f"-{sign}{told[1:]}" if told.startswith("-") else f"{sign}{told}"
    return told + ("%" if "%" in pattern else "")


def _hidden(sheet: Any, behind: _Behind) -> Iterator[str]:
    if sheet.sheet_state != "visible":
        yield f"The sheet “{sheet.title}” is hidden in the file; it is printed all the same."
    if behind.rows:
        yield f"Rows hidden in the file, printed all the same: {_spans(behind.rows, str)}."
    if behind.columns:
        yield f"Columns hidden in the file, printed all the same: {_spans(behind.columns, _letter)}."


def _letter(column: int) -> str:
    return letters(column - 1)


def _spans(numbers: list[int], told: Any) -> str:
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [told(first) if first == last else f"{told(first)}–{told(last)}" for first, last in spans]
    return ", ".join(words[:40]) + (f" and {len(words) - 40} more" if len(words) > 40 else "")


class _Pass:
    """One pass over a sheet's XML for what openpyxl leaves out when it reads only."""

    def __init__(self) -> None:
        self.found = _Behind()
        self._cell = self._inside = ""
        self._formula: str | None = None
        self._valued = False

    def read(self, archive: zipfile.ZipFile, path: str) -> _Behind:
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._words
        with archive.open(path) as stream:
            reader.ParseFile(stream)
        return self.found

    def _start(self, element: str, told: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        hidden = told.get("hidden") in {"1", "true"}
        if name == "row" and hidden:
            self.found.rows.append(int(told.get("r", 0)))
        elif name == "col" and hidden:
            self.found.columns.extend(range(int(told["min"]), min(int(told["max"]), 16_384) + 1))
        elif name == "c":
            self._cell, self._formula, self._valued = told.get("r", ""), None, False
        elif name in {"f", "v", "t"}:
            self._inside = name
            self._formula = "" if name == "f" else self._formula
        elif name in MARGINS:
            self._inside = name
            self.found.margins.append("")

    def _end(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name in {"f", "v", "t"} | MARGINS:
            self._inside = ""
        elif name == "c" and self._formula is not None and not self._valued and self._cell:
            from openpyxl.utils.cell import column_index_from_string

            place = self._cell.rstrip("0123456789")
            key = (int(self._cell[len(place) :]), column_index_from_string(place))
            self.found.formulas[key] = self._formula

    def _words(self, text: str) -> None:
        if self._inside == "f" and self._formula is not None:
            self._formula += text
        elif self._inside in MARGINS:
            self.found.margins[-1] += text
        elif self._inside:
            self._valued = True


def _comments(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """Remarks written on cells, by the path of their sheet: "Remark on B4: …"."""
    found: dict[str, list[str]] = {}
    for sheet, path in related(archive):
        if "comments" in path.lower():
            found.setdefault(sheet, []).extend(_remarks(archive.read(path)))
    return found


def _remarks(content: bytes) -> list[str]:
    remarks: list[str] = []
    pieces: list[str] = []
    at: list[str] = []

    def start(name: str, told: dict[str, str]) -> None:
        if name in {"comment", "threadedComment"}:
            at[:] = [told.get("ref", "")]
            pieces.clear()

    def end(name: str) -> None:
        if name in {"comment", "threadedComment"}:
            remarks.append(f"Remark on {at[0]}: {''.join(pieces).strip()}")
            at.clear()

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler = lambda name, told: start(name.rpartition(" ")[2], told)
    reader.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    reader.CharacterDataHandler = lambda text: pieces.append(text) if at else None
    reader.Parse(content, True)
    return remarks


def _refuse_entities(content: bytes) -> None:
    """A workbook never has a DOCTYPE; only an attack does. It stands before the first element."""

    def refuse(*_: object) -> None:
        raise DomainError("preview.unavailable", reason=_ENTITIES)

    class _ReachedError(Exception):
        """The first element: no DOCTYPE can follow."""

    def reached(*_: object) -> None:
        raise _ReachedError

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.infolist():
            if not each.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            reader = expat.ParserCreate()
            reader.StartDoctypeDeclHandler = refuse
            reader.EntityDeclHandler = refuse
            reader.StartElementHandler = reached
            with archive.open(each) as stream:
                try:
                    reader.ParseFile(stream)
                except _ReachedError:
                    continue
                except expat.ExpatError as fault:
                    raise DomainError("preview.unavailable", reason="it is damaged inside") from fault

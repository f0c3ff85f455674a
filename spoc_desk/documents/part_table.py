"""Tables as pages: heads repeated, columns as wide as their words, every cell whole, the file's row numbers.

A table too wide for a page on its side goes on over further pages, band by band, before the next rows.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.part_text import Source, TextPart, strip
from spoc_desk.documents.printable import printable
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.sheets import Row, Sheet, head_of, is_number, letters
from spoc_desk.documents.style import (
    BOTTOM,
    FAINT,
    HAIRLINE,
    INK,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    TOP,
)
from spoc_desk.documents.typeset import TextPages

_SIZE, _LEADING = 7.2, 9.4
_HEAD_SIZE = 6.8
_ABOVE, _BELOW = 2.6, 3.4
_BESIDE = 8.0
_WIDE_AT_MOST, _WIDE_AT_LEAST, _WRAPPED_TO = 250.0, 14.0, 78.0
_TITLE, _LETTERS = 20.0, 9.0
_SQUEEZED = 1.25
_HEAD_AT_MOST = 120.0
"""A head taller than this, in points, is an ordinary row: it must not fill every page."""
_MEASURED = 3000


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its place in the file, its width with the gap beside it, numbers to the right."""

    index: int
    width: float
    right: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """A row broken into lines, cell by cell. `whole`: the cells' words, which decide their direction."""

    number: int
    lines: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...]

    @property
    def high(self) -> int:
        """How many lines the longest cell has."""
        return max((len(cell) for cell in self.lines), default=1)


def table_part(source: Source, sheets: Sequence[Sheet], note: str) -> TextPart:
    """Every sheet, one after the other, each under its name with what is to be known of it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    marks, toned = 0, False
    for number, sheet in enumerate(sheets):
        made = _Press(canvas, sheet)
        if number == 0:
            canvas.setPageSize((made.pages.width, made.pages.height))
            strip(made.pages, source, note)
        made.print()
        marks, toned = marks + made.pages.marks, toned or made.pages.toned
    canvas.save()
    return TextPart(buffer.getvalue(), marks, toned)


class _Press:
    """Sets one sheet."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self.canvas, self.sheet = canvas, sheet
        self.setter, self.head_setter = LineSetter(SANS, _SIZE), LineSetter(BOLD, _HEAD_SIZE)
        self._safe: dict[str, str] = {}
        head = head_of(sheet)
        self.before = sheet.rows[:head] if head is not None else ()
        self.head_row = sheet.rows[head] if head is not None else None
        self.rows = sheet.rows[head + 1 :] if head is not None else sheet.rows
        self.gutter = 9.0 + pdfmetrics.stringWidth(str(sheet.rows[-1].number if sheet.rows else 1), SANS, 6)
        self.pages = TextPages(canvas, SANS, 8.5, 11.6)
        columns = self._columns()
        if sum(each.width for each in columns) + self.gutter > self.pages.text_width + 0.01:
            self.pages = TextPages(canvas, SANS, 8.5, 11.6, (PAGE_HEIGHT, PAGE_WIDTH))
        self.bands = self._banded(columns, self.pages.text_width - self.gutter)

    def print(self) -> None:
        """Draw the whole sheet."""
        pages = self.pages
        self.canvas.setPageSize((pages.width, pages.height))
        self._introduction()
        head = self._set(self.head_row, self.head_setter) if self.head_row else None
        if head and self.head_row and self._high(head) > _HEAD_AT_MOST:
            head, self.rows = None, (self.head_row, *self.rows)
        capacity = pages.height - TOP - BOTTOM - _TITLE - _LETTERS - self._high(head)
        rows = [piece for row in self.rows for piece in _cut(self._set(row, self.setter), capacity)]
        start = 0
        while start < len(rows) or start == 0:
            room = pages.y - BOTTOM - _TITLE - _LETTERS - self._high(head)
            if room < 60 and not pages.at_top:
                pages.finish()
                self.canvas.setPageSize((pages.width, pages.height))
                continue
            end = start
            while end < len(rows) and room >= self._high(rows[end]):
                room -= self._high(rows[end])
                end += 1
            if end == start and start < len(rows):
                if pages.at_top:
                    raise ValueError("too tall for a page")
                pages.finish()
                self.canvas.setPageSize((pages.width, pages.height))
                continue
            for band in self.bands:
                self._chunk(band, head, rows[start:end])
                pages.finish()
                self.canvas.setPageSize((pages.width, pages.height))
            start = end
            if not rows:
                break

    def _introduction(self) -> None:
        pages = self.pages
        for note in self.sheet.notes:
            pages.paragraph(note, colour=SOFT)
        for row in self.before:
            pages.paragraph("    ".join(cell for cell in row.cells if cell.strip()), row.number)
        if self.sheet.notes or self.before:
            pages.y -= 10

    def _chunk(self, band: Sequence[_Column], head: _Set | None, rows: Sequence[_Set]) -> None:
        """One page: the sheet's name, the columns' letters, the head, then rows."""
        pages, canvas = self.pages, self.canvas
        right = MARGIN + self.gutter + sum(each.width for each in band)
        self._title(band, rows, max(right, MARGIN + 200))
        y = pages.y - _TITLE
        canvas.setFont(SANS, 5.5)
        canvas.setFillColor(FAINT)
        x = MARGIN + self.gutter
        for column in band:
            x += column.width
            if column.right:
                canvas.drawRightString(x - _BESIDE, y - 6, letters(column.index))
            else:
                canvas.drawString(x - column.width, y - 6, letters(column.index))
        y -= _LETTERS
        if head:
            y = self._row(head, band, y, right, self.head_setter, NAVY)
        else:
            canvas.setStrokeColor(NAVY)
            canvas.setLineWidth(0.8)
            canvas.line(MARGIN, y, right, y)
        for row in rows:
            y = self._row(row, band, y, right, self.setter, HAIRLINE)

    def _title(self, band: Sequence[_Column], rows: Sequence[_Set], right: float) -> None:
        pages, canvas = self.pages, self.canvas
        told = f"rows {rows[0].number:,} to {rows[-1].number:,}" if rows else "no rows"
        if len(self.bands) > 1:
            columns = f"columns {letters(band[0].index)} to {letters(band[-1].index)}"
            told = f"{columns} of {letters(self.sheet.columns - 1)}, {told}"
        setter = LineSetter(BOLD, 9.5)
        name = printable(self.sheet.name).text.replace("\n", " ")
        canvas.setFillColor(NAVY)
        if name:
            line = next(setter.wrapped(name, pages.text_width - 200))
            setter.draw(canvas, line, (MARGIN, pages.y - 11), pages.text_width - 200, "")
        canvas.setFillColor(FAINT)
        canvas.setFont(SANS, 7)
        if name:
            canvas.drawRightString(max(right, MARGIN + 330), pages.y - 11, told)
        else:
            canvas.drawString(MARGIN, pages.y - 11, told)

    def _row(
        self, row: _Set, band: Sequence[_Column], y: float, right: float, setter: LineSetter, rule: object
    ) -> float:
        canvas = self.canvas
        top = y - _ABOVE
        if row.number:
            canvas.setFont(SANS, 5.5)
            canvas.setFillColor(FAINT)
            canvas.drawString(MARGIN, top - _SIZE + 0.6, f"{row.number}")
        canvas.setFillColor(NAVY if setter is self.head_setter else INK)
        x = MARGIN + self.gutter
        for column in band:
            if column.index < len(row.lines):
                baseline = top - _SIZE + 0.6
                for line in row.lines[column.index]:
                    if line:
                        at = x
                        if column.right:
                            at += max(0.0, column.width - _BESIDE - setter.width(line))
                        setter.draw(
                            canvas, line, (at, baseline), column.width - _BESIDE, row.whole[column.index]
                        )
                    baseline -= _LEADING
            x += column.width
        y -= self._high(row)
        canvas.setStrokeColor(rule)
        canvas.setLineWidth(0.8 if rule is NAVY else 0.3)
        canvas.line(MARGIN, y, right, y)
        return y

    def _high(self, row: _Set | None) -> float:
        return row.high * _LEADING + _ABOVE + _BELOW if row else 0.0

    def _set(self, row: Row, setter: LineSetter) -> _Set:
        widths = self._widths
        lines: list[tuple[str, ...]] = []
        whole: list[str] = []
        for index, cell in enumerate(row.cells):
            words = self._printable(cell)
            whole.append(words)
            room = widths[index] - _BESIDE + 0.01
            if "\n" not in words and setter.width(words) <= room:
                lines.append((words,))
            else:
                lines.append(tuple(setter.wrapped(words, room)))
        return _Set(row.number, tuple(lines), tuple(whole))

    def _printable(self, cell: str) -> str:
        known = self._safe.get(cell)
        if known is None:
            safe = printable(cell.strip("\n"))
            self.pages.note(safe)
            known = self._safe[cell] = safe.text.expandtabs(4)
        return known

    def _columns(self) -> list[_Column]:
        """Each column's natural width; where they do not fit on a page, long ones made to wrap."""
        natural, least, right = self._natural()
        across = PAGE_HEIGHT - 2 * MARGIN - self.gutter
        upright = PAGE_WIDTH - 2 * MARGIN - self.gutter
        if sum(natural) <= upright * _SQUEEZED and sum(least) <= upright:
            across = upright
        if sum(natural) > across >= sum(least):
            spare = across - sum(least)
            wanted = sum(natural) - sum(least)
            natural = [low + spare * (high - low) / wanted for low, high in zip(least, natural, strict=True)]
        self._widths = [min(width, across) for width in natural]
        return [
            _Column(index, width, right[index]) for index, width in enumerate(self._widths) if width > _BESIDE
        ]

    def _natural(self) -> tuple[list[float], list[float], list[bool]]:
        count = self.sheet.columns
        natural, least = [0.0] * count, [0.0] * count
        numbers, filled = [0] * count, [0] * count
        every, sample = set(range(count)), self.rows[:_MEASURED] + self.rows[_MEASURED::50]

        def measure(row: Row, setter: LineSetter, wanted: set[int]) -> None:
            for index, cell in enumerate(row.cells):
                if index not in wanted or not cell.strip():
                    continue
                words = self._printable(cell)
                wide = max(setter.width(line) for line in words.split("\n"))
                natural[index] = max(natural[index], min(wide, _WIDE_AT_MOST), 1.0)
                least[index] = max(least[index], min(wide, _WRAPPED_TO), 1.0)
                if setter is self.setter:
                    filled[index] += 1
                    numbers[index] += is_number(cell)

        for row in sample:
            measure(row, self.setter, every)
        unseen = _filled(self.rows) - _filled(sample)
        for row in self.rows if unseen else ():
            measure(row, self.setter, unseen)
        if self.head_row:
            measure(self.head_row, self.head_setter, every)
        named = [each + _BESIDE if each else 0.0 for each in natural]
        used = [max(wide, _WIDE_AT_LEAST + _BESIDE) if wide else 0.0 for wide in named]
        low = [min(each + _BESIDE, wide) if wide else 0.0 for each, wide in zip(least, used, strict=True)]
        right = [bool(all_) and many / all_ > 0.9 for many, all_ in zip(numbers, filled, strict=True)]
        return used, low, right

    def _banded(self, columns: Sequence[_Column], room: float) -> list[list[_Column]]:
        bands: list[list[_Column]] = [[]]
        for column in columns:
            if bands[-1] and sum(each.width for each in bands[-1]) + column.width > room + 0.01:
                bands.append([])
            bands[-1].append(column)
        return bands


def _filled(rows: Sequence[Row]) -> set[int]:
    """The columns in which any of these rows says something."""
    return {index for row in rows for index, cell in enumerate(row.cells) if cell.strip()}


def _cut(row: _Set, height: float) -> list[_Set]:
    """A row too long for a page, in pieces that each fit one."""
    most = int((height - _ABOVE - _BELOW) // _LEADING)
    if row.high <= most:
        return [row]
    return [
        _Set(
            row.number,
            tuple(cell[start : start + most] for cell in row.lines),
            row.whole,
        )
        for start in range(0, row.high, most)
    ]

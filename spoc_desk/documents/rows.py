"""Tables of plain words, drawn line by line: as fast as the paper needs, in any script, linked.

ReportLab's own tables of paragraphs cost five times as much, which shows when a
pack lists two thousand exhibits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.linked import Link, Record, Slot
from spoc_desk.documents.printable import printable
from spoc_desk.documents.style import HAIRLINE, NAVY, Styles

_ABOVE, _BELOW, _BESIDE = 4.0, 5.0, 9.0


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words in a cell; with a target they lead there. `number`: the target's page stands here."""

    text: str
    style: ParagraphStyle
    target: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cell, and the whole it comes from."""

    text: str
    words: Words
    whole: str


Cell = Sequence[Words]
_Row = tuple[list[_Line], ...]


@dataclass(slots=True)
class Press:
    """What one document is set with: its styles, its memory of places, its line setters."""

    styles: Styles
    record: Record = field(default_factory=Record)
    setters: dict[str, LineSetter] = field(default_factory=dict)

    def setter(self, style: ParagraphStyle) -> LineSetter:
        """The line setter of a style, kept for its measured widths."""
        known = self.setters.get(style.name)
        if known is None:
            known = self.setters[style.name] = LineSetter(style.fontName, style.fontSize)
        return known

    def rows(
        self,
        cells: Sequence[Sequence[Cell]],
        widths: Sequence[float],
        head: Sequence[str] = (),
        *,
        ruled: bool = True,
    ) -> "Rows":
        """A table; its head stands again on every page. Without rules it is only text."""
        inner = _rooms(widths)
        words = [[Words(word, self.styles.cell_head)] for word in head]
        heading = self._set(words, inner) if words else None
        return Rows(self, [self._set(row, inner) for row in cells], tuple(widths), heading, ruled)

    def _set(self, row: Sequence[Cell], widths: Sequence[float]) -> _Row:
        return tuple(
            [line for words in cell for line in self._lines(words, width)]
            for cell, width in zip(row, widths, strict=True)
        )

    def _lines(self, words: Words, width: float) -> list[_Line]:
        if words.number:
            return [_Line("", words, "")]
        whole = printable(words.text).text.expandtabs(4)
        return [_Line(line, words, whole) for line in self.setter(words.style).wrapped(whole, width)]


class Rows(Flowable):  # type: ignore[misc]
    """Rows of set lines; splits between rows, and inside a row that is longer than a page."""

    def __init__(
        self, press: Press, rows: list[_Row], widths: tuple[float, ...], head: _Row | None, ruled: bool
    ) -> None:
        super().__init__()
        self._press, self._rows, self._widths, self._head, self._ruled = press, rows, widths, head, ruled

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As wide as its columns, as high as its lines."""
        self.width = sum(self._widths)
        self.height = sum(self._high(row) for row in self._all())
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """What fits into `height`, and the rest; nothing when not even the first row fits."""
        room = height - (self._high(self._head) if self._head else 0)
        fitting = 0
        for row in self._rows:
            room -= self._high(row)
            if room < 0:
                break
            fitting += 1
        if fitting == len(self._rows):
            return [self]
        if fitting:
            return [self._part(self._rows[:fitting]), self._part(self._rows[fitting:])]
        if height < 400:
            return []
        first, rest = _cut(self._rows[0], room + self._high(self._rows[0]) - _ABOVE - _BELOW)
        return [self._part([first]), self._part([rest, *self._rows[1:]])]

    def draw(self) -> None:
        """Set the lines, remember the links, draw the rules."""
        top = self.height
        for row in self._all():
            high = self._high(row)
            left = 0.0
            for cell, width, room in zip(row, self._widths, _rooms(self._widths), strict=True):
                self._cell(cell, left, top - (_ABOVE if self._ruled else 0), room)
                left += width
            top -= high
            if self._ruled:
                self.canv.setStrokeColor(NAVY if row is self._head else HAIRLINE)
                self.canv.setLineWidth(0.9 if row is self._head else 0.4)
                self.canv.line(0, top, self.width, top)

    def _cell(self, cell: list[_Line], left: float, top: float, room: float) -> None:
        y = top
        for words, lines in groupby(cell, key=lambda line: line.words):
            start = y
            for line in lines:
                if words.number:
                    self._number(words, left + room, y)
                elif line.text:
                    self.canv.setFillColor(words.style.textColor)
                    at = (left, y - words.style.fontSize)
                    self._press.setter(words.style).draw(self.canv, line.text, at, room, line.whole)
                y -= words.style.leading
            if words.target:
                self._link(words.target, (left, y, left + room, start))

    def _number(self, words: Words, right: float, top: float) -> None:
        x, y = self.canv.absolutePosition(right, top - words.style.fontSize)
        page = self.canv.getPageNumber() - 1
        self._press.record.slots.append(Slot(page, x, y, words.style.fontSize, words.target))

    def _link(self, target: str, box: tuple[float, float, float, float]) -> None:
        left, bottom = self.canv.absolutePosition(*box[:2])
        right, top = self.canv.absolutePosition(*box[2:])
        page = self.canv.getPageNumber() - 1
        self._press.record.links.append(Link(page, (left, bottom - 1, right, top + 1), target))

    def _all(self) -> list[_Row]:
        return [self._head, *self._rows] if self._head else self._rows

    def _high(self, row: _Row) -> float:
        lines = max((sum(line.words.style.leading for line in cell) for cell in row), default=0.0)
        return lines + (_ABOVE + _BELOW if self._ruled else 0.0)

    def _part(self, rows: list[_Row]) -> "Rows":
        return Rows(self._press, rows, self._widths, self._head, self._ruled)


def _rooms(widths: Sequence[float]) -> list[float]:
    """How wide the words of each column may be."""
    return [*(width - _BESIDE for width in widths[:-1]), widths[-1]]


def _cut(row: _Row, height: float) -> tuple[_Row, _Row]:
    """A row too long for a page, in two."""
    first: list[list[_Line]] = []
    rest: list[list[_Line]] = []
    for cell in row:
        room, count = height, 0
        for line in cell:
            room -= line.words.style.leading
            if room < 0:
                break
            count += 1
        first.append(cell[:count])
        rest.append(cell[count:])
    return tuple(first), tuple(rest)

"""Figures in tiles: a number with what it counts, as many to a row as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.link_row import Pressable
from spoc_desk.ui.widgets.text import IconMark, Text


class FigureTile(Pressable):
    """One number with what it counts; pressing it shows what was counted. A chosen one has a thicker edge."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        words: str,
        note: str,
        run: Callable[[], object],
        *,
        tone: str = "text",
        flat: bool = False,
    ) -> None:
        """tone: of a number above nought. flat: all in one line, the note only spoken."""
        super().__init__(theme, words, run, radius=8)
        self._said, self._tone, self._icon = words, tone, icon
        self._number = Text(theme, "", "card" if flat else "figure", tabular=True)
        self._mark = IconMark(theme, icon, "hint", 16)
        self._note = Text(theme, note, "small", "hint", tabular=True)
        heading = Row(theme, self._mark, Text(theme, words, "value", "text2"), None, gap=7)
        if flat:
            heading.addWidget(self._number)
            self._note.setParent(self)
            self._note.hide()
            self.setLayout(Column(theme, heading, margins=(12, 9, 12, 9)))
        else:
            self.setLayout(Column(theme, heading, self._number, self._note, margins=(15, 12, 14, 12), gap=3))
        self.seal()

    def show_figure(self, number: int, note: str) -> None:
        """Shows a number; a bad one in its own colour, with an icon that says the same."""
        loud = number > 0 and self._tone != "text"
        self._number.setText(f"{number:,}")
        self._number.set_tone(self._tone if loud else "text")
        self._mark.show_icon(self._icon, self._tone if loud else "hint")
        self._note.setText(note)
        self.setAccessibleName(", ".join(filter(None, (self._said, f"{number:,}", note))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card it stands on, then what every pressable box shows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(self._theme.colour("accent" if chosen else "border"), 2 if chosen else 1))
        painter.setBrush(self._theme.colour("selection" if chosen else "surface"))
        inset, radius = (1 if chosen else 0.5), self._theme.px(8)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.end()
        super().paintEvent(event)


class Tiles(QWidget):
    """Boxes of one width, as many to a row as there is room for."""

    def __init__(self, theme: Theme, tiles: Sequence[QWidget], *, least: int = 150) -> None:
        super().__init__()
        self._theme, self._tiles, self._least, self._columns = theme, tiles, least, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the boxes for the text scale in use."""
        self._grid.setSpacing(self._theme.px(12))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the row where it must."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        widest = max(tile.minimumSizeHint().width() for tile in self._tiles)
        least = max(self._theme.px(self._least), widest)
        room = max(1, (self.width() + self._grid.spacing()) // (least + self._grid.spacing()))
        rows = -(-len(self._tiles) // min(room, len(self._tiles)))
        columns = -(-len(self._tiles) // rows)
        if columns == self._columns:
            return
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
            self._grid.setColumnStretch(number % columns, 1)

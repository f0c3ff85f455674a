"""Rows, columns and a card grid whose spaces follow the text scale."""

from __future__ import annotations

from typing import TypeAlias

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from spoc_desk.ui.theme import Theme

# A widget, a layout, a number of pixels, or None for the stretch that takes what is left.
Part: TypeAlias = QWidget | QLayout | int | None
Margins: TypeAlias = tuple[int, int, int, int]


class _Scaled:
    """The margins and spacing of a box layout, before scaling."""

    def __init__(self, theme: Theme, margins: Margins, gap: int) -> None:
        self.theme, self.margins, self.gap = theme, margins, gap

    def fill(self, box: QBoxLayout, parts: tuple[Part, ...]) -> None:
        for part in parts:
            if part is None:
                box.addStretch(1)
            elif isinstance(part, int):
                box.addSpacing(part)
            elif isinstance(part, QWidget):
                box.addWidget(part)
            else:
                box.addLayout(part)

    def dress(self, box: QBoxLayout) -> None:
        px = self.theme.px
        left, top, right, bottom = self.margins
        box.setContentsMargins(px(left), px(top), px(right), px(bottom))
        box.setSpacing(px(self.gap))


class Row(QHBoxLayout):
    """Parts from left to right."""

    def __init__(self, theme: Theme, *parts: Part, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> None:
        super().__init__()
        self._scaled = _Scaled(theme, margins, gap)
        self._scaled.fill(self, parts)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the parts for the text scale in use."""
        self._scaled.dress(self)


class Column(QVBoxLayout):
    """Parts from top to bottom."""

    def __init__(self, theme: Theme, *parts: Part, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> None:
        super().__init__()
        self._scaled = _Scaled(theme, margins, gap)
        self._scaled.fill(self, parts)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the parts for the text scale in use."""
        self._scaled.dress(self)


def framed(area: str, layout: QLayout) -> QFrame:
    """A frame around a layout, painted as an area of the style sheet: surface, card, head, sunken…"""
    frame = QFrame()
    frame.setProperty("area", area)
    frame.setLayout(layout)
    return frame


def boxed(layout: QLayout) -> QWidget:
    """A plain widget around a layout, so that it can be shown and hidden as one."""
    box = QWidget()
    box.setLayout(layout)
    return box


def empty(box: QBoxLayout) -> None:
    """Takes every widget out of a layout, for good."""
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Rule(QFrame):
    """A one-pixel line across."""

    def __init__(self, area: str = "line") -> None:
        super().__init__()
        self.setProperty("area", area)
        self.setFixedHeight(1)


class SideBySide(QWidget):
    """Widgets next to one another, their tops in line; one below another where they would not fit."""

    def __init__(self, theme: Theme, *widgets: QWidget, gap: int = 16) -> None:
        super().__init__()
        self._theme, self._gap = theme, gap
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._widgets = widgets
        for widget in widgets:
            self._box.addWidget(widget, 1, QtCore.Qt.AlignmentFlag.AlignTop)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the widgets for the text scale in use."""
        self._box.setSpacing(self._theme.px(self._gap))
        self._turn()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of them."""
        widest = max(widget.minimumSizeHint().width() for widget in self._widgets)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turns when the room changes."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        widest = max(widget.minimumSizeHint().width() for widget in self._widgets)
        wanted = (widest + self._theme.px(self._gap)) * len(self._widgets)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if self.width() >= wanted else ways.TopToBottom)


class CardGrid(QWidget):
    """Cards in two columns where they fit, in one where they do not; wide cards take the whole row."""

    def __init__(self, theme: Theme, *, columns_from: int = 690) -> None:
        super().__init__()
        self.setProperty("area", "canvas")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._columns_from = columns_from
        self._cards: list[tuple[QWidget, bool]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the cards for the text scale in use."""
        px = self._theme.px
        self._grid.setContentsMargins(px(20), px(16), px(16), px(16))
        self._grid.setSpacing(px(14))
        self._place(force=True)

    def add(self, card: QWidget, *, wide: bool = False) -> None:
        """Adds a card after the others."""
        self._cards.append((card, wide))
        card.setParent(self)
        self._place(force=True)
        card.show()

    def clear(self) -> None:
        """Removes every card."""
        for card, _ in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest card, as one column is always to be had."""
        return QSize(self._widest(wide=True) + self._beside(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses one column or two."""
        self._place(force=False)

    def _widest(self, *, wide: bool) -> int:
        """Of the cards in columns, or of all: what the widest cannot do without, in pixels."""
        cards = (card for card, whole in self._cards if (wide or not whole) and not card.isHidden())
        return max((card.minimumSizeHint().width() for card in cards), default=0)

    def _beside(self) -> int:
        margins = self._grid.contentsMargins()
        return margins.left() + margins.right()

    def _fitting(self) -> int:
        if self.width() / self._theme.scale < self._columns_from:
            return 1
        wanted = 2 * self._widest(wide=False) + self._grid.spacing() + self._beside()
        return 2 if self.width() >= wanted else 1

    def _place(self, *, force: bool) -> None:
        columns = self._fitting()
        if columns == self._columns and not force:
            return
        self._columns = columns
        row = column = 0
        for card, wide in self._cards:
            self._grid.removeWidget(card)
            if wide and column:
                row, column = row + 1, 0
            span = columns if wide else 1
            self._grid.addWidget(card, row, column, 1, span)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        for number in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(row + 1, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)

"""Buttons: with words, with an icon only, as a link, and chips of which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent  # its two hundred names cost 2 ms of the first paint
    from PySide6.QtGui import QEnterEvent, QResizeEvent

_ICON_TONES = {"primary": "onAccent", "danger": "surface", "navtool": "navText", "ghost": "text2"}
_WEIGHTS = {"primary": 600, "danger": 600}


class Button(QPushButton):
    """A button of one kind: primary, secondary, ghost, danger, link, toast or navtool.

    Without text it shows only its icon and needs tip, which names it and explains it.
    """

    def __init__(
        self, theme: Theme, text: str = "", icon: str = "", kind: str = "secondary", tip: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._text, self._icon, self.kind, self._tip = theme, text, icon, kind, tip
        self._compact = False
        self.setProperty("kind", kind)
        self.setProperty("alone", not text)
        self.setAutoDefault(False)
        self._drawn_on = True
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes colours, font and height at the text scale in use."""
        theme, self._drawn_on = self._theme, self.isEnabled()
        alone = self._compact or not self._text
        # The space keeps the words off the icon; Qt leaves none of its own.
        self.setText("" if alone else f" {self._text}" if self._icon else self._text)
        self.setAccessibleName(self._text or self._tip)
        self.setToolTip(self._tip or (self._text if alone else ""))
        self.setFont(self._font())
        if self._icon:
            tone = "text" if theme.high_contrast else _ICON_TONES.get(self.kind, "text")
            tone = tone if self.isEnabled() else "hint"
            self.setIcon(theme.icon(self._icon, tone, 16))
            self.setIconSize(QSize(theme.px(16), theme.px(16)))
        height = theme.px(26 if self.kind == "link" else 34)
        self.setFixedHeight(height)
        if self.property("alone") is not alone:
            self.setProperty("alone", alone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setMinimumWidth(height if alone else 0)
        self.setMaximumWidth(height if alone else 16777215)

    def width_when(self, *, compact: bool) -> int:
        """How wide it is with its words, or without."""
        px = self._theme.px
        if compact or not self._text:
            return px(34)
        words = QFontMetrics(self._font()).horizontalAdvance(f" {self._text}")
        return words + px(24) + 4 + (px(16) + 4 if self._icon else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon as faint as the words while the button is off."""
        super().changeEvent(event)
        if self.isEnabled() is not self._drawn_on:
            self.dress()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows the hand; set only now, as naming the first cursor costs 10 ms of the first paint."""
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def _font(self) -> QFont:
        return self._theme.font(12.5 if self.kind == "ghost" else 13, _WEIGHTS.get(self.kind, 500))

    def say(self, text: str, icon: str | None = None) -> None:
        """Changes the words, and the icon when one is given."""
        self._text, self._icon = text, self._icon if icon is None else icon
        self.dress()

    def rename(self, tip: str, icon: str) -> None:
        """Changes the tip and icon of a button without words."""
        self._tip, self._icon = tip, icon
        self.dress()

    def set_compact(self, compact: bool) -> None:
        """Shows only the icon where there is little room; the words stay as its name and tip."""
        if self._icon and compact is not self._compact:
            self._compact = compact
            self.dress()


class ChipGroup(QWidget):
    """Chips in a row, of which exactly one is chosen; each may show a count."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, chips: Sequence[tuple[str, str]], *, none: bool = False
    ) -> None:
        """chips: key and words of each; the first is chosen unless none."""
        super().__init__()
        self._theme = theme
        self._words = dict(chips)
        self._counts: Mapping[str, int] = {}
        self._group = QButtonGroup(self)
        self._chips: dict[str, QPushButton] = {}
        self.setAccessibleName(name)
        for key in self._words:
            chip = QPushButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setAutoExclusive(True)  # a radio button to a screen reader; a group alone is not
            chip.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
            self._group.addButton(chip)
            self._chips[key] = chip
            chip.clicked.connect(self._clicked)
            chip.setParent(self)
        if chips and not none:
            self._chips[chips[0][0]].setChecked(True)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes words, counts and font at the text scale in use."""
        for key, chip in self._chips.items():
            count = self._counts.get(key)
            chip.setText(self._words[key] if count is None else f"{self._words[key]}  {count}")
            chip.setAccessibleName(self._words[key] if count is None else f"{self._words[key]}, {count}")
            chip.setFont(self._theme.font(12.5, 500, True))
        self.updateGeometry()
        self._flow()

    def current(self) -> str:
        """The key of the chosen chip, or an empty string when there are none."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses a chip as if it were clicked."""
        if not self._chips[key].isChecked():
            self._chips[key].setChecked(True)
            self._clicked()

    def rename(self, words: Mapping[str, str]) -> None:
        """Shows other words on these chips."""
        self._words.update(words)
        self.dress()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Shows how many records each chip holds."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the line where the chips do not fit."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._flow()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest chip."""
        widest = max((chip.sizeHint().width() for chip in self._chips.values()), default=0)
        return QSize(widest, self.height())

    def sizeHint(self) -> QSize:
        """All chips in one line."""
        gap = self._theme.px(6)
        width = sum(chip.sizeHint().width() + gap for chip in self._chips.values())
        return QSize(width, self.height())

    def _flow(self) -> None:
        left = top = 0
        gap, height = self._theme.px(6), self._theme.px(28)
        for chip in self._chips.values():
            width = chip.sizeHint().width()
            if left and left + width > self.width():
                left, top = 0, top + height + gap
            chip.setGeometry(left, top, width, height)
            left += width + gap
        self.setFixedHeight(top + height)

    def _clicked(self) -> None:
        self.chosen.emit(self.current())

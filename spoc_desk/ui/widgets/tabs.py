"""The sections of a record as tabs in a row, or as a list at the side where they are too many for one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QTabBar

from spoc_desk.ui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole


class RowTabs(QTabBar):
    """Tabs side by side; arrows turn up when they do not fit."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self.turned)

    def set_sections(self, sections: Sequence[tuple[str, str]]) -> None:
        """Names the tabs, by key and words. The one shown stays, if it is still among them."""
        chosen = self.key()
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for key, words in sections:
            self.setTabData(self.addTab(words), key)
        self.blockSignals(False)
        if sections:
            self.show_key(chosen if chosen in dict(sections) else sections[0][0])
            self.turned.emit()

    def key(self) -> str:
        """The tab shown, or an empty string."""
        return str(self.tabData(self.currentIndex()) or "")

    def show_key(self, key: str) -> None:
        """Shows a tab."""
        for number in range(self.count()):
            if self.tabData(number) == key:
                self.setCurrentIndex(number)


class SideTabs(QListWidget):
    """One section to a line. As wide as its longest words, so none is cut at any size of text."""

    turned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("side", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.currentRowChanged.connect(self.turned)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font in use and fits the width to it."""
        self.setFont(self._theme.font(14, 500))
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.item(row).text()) for row in self.rows()), default=0
        )
        self.setFixedWidth(widest + self._theme.px(44))

    def rows(self) -> range:
        """The numbers of the sections, from 0."""
        return range(self.count())

    def set_sections(self, sections: Sequence[tuple[str, str]]) -> None:
        """Names the sections, by key and words. The one shown stays, if it is still among them."""
        chosen = self.key()
        self.blockSignals(True)
        self.clear()
        for key, words in sections:
            item = QListWidgetItem(words)
            item.setData(_KEY, key)
            self.addItem(item)
        self.blockSignals(False)
        self.dress()
        if sections:
            self.show_key(chosen if chosen in dict(sections) else sections[0][0])

    def key(self) -> str:
        """The section shown, or an empty string."""
        return str(self.item(self.currentRow()).data(_KEY)) if self.currentRow() >= 0 else ""

    def show_key(self, key: str) -> None:
        """Shows a section."""
        for row in self.rows():
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)

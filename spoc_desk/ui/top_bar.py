"""The bar across the top: search, marking, notifications, help, and the New button of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import ElidedText, IconMark, Tag


class SearchButton(QPushButton):
    """Looks like a search line and opens the palette, where the typing happens."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "search")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Search everything (Ctrl+K)"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = ElidedText(theme, self.tr("Search names, references, commands"), "body", "hint")
        self._keys = Tag(theme, self.tr("Ctrl K"), "kbd")
        row = Row(theme, IconMark(theme, "search", "hint", 16), margins=(8, 0, 9, 0), gap=9)
        row.addWidget(self._words, 1)
        row.addWidget(self._keys)
        for part in (self._words, self._keys):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(row)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the size at the text scale in use."""
        self.setFixedHeight(self._theme.px(36))
        self.setMinimumWidth(self._theme.px(120))
        self.setMaximumWidth(self._theme.px(430))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the shortcut out where there is no room for it."""
        super().resizeEvent(event)
        self._keys.setVisible(self.width() > self._theme.px(260))


class TopBar(QFrame):
    """Everything in it is also a command with a shortcut."""

    search_asked = Signal()
    notices_asked = Signal()
    help_asked = Signal()
    new_asked = Signal()

    def __init__(self, theme: Theme, marking: str, *, searches: bool = True) -> None:
        """searches: whether the officer may search the records."""
        super().__init__()
        self._theme = theme
        self.setProperty("area", "top")
        self._search = SearchButton(theme)
        self._search.setVisible(searches)
        self._search.clicked.connect(self.search_asked)
        self._marking = Tag(theme, marking, "marking")
        self._marking.setToolTip(self.tr("Protective marking of what is on screen"))
        self.bell = Button(theme, "", "bell", "ghost", self.tr("Notifications"))
        self.bell.clicked.connect(self.notices_asked)
        self._help = Button(theme, "", "circle-help", "ghost", self.tr("Shortcuts and help (F1)"))
        self._help.clicked.connect(self.help_asked)
        self._new = Button(theme, self.tr("New"), "plus", "primary")
        self._new.clicked.connect(self.new_asked)
        row = Row(theme, margins=(16, 9, 16, 9), gap=6)
        row.addWidget(self._search, 3)
        row.addStretch(1)
        for widget in (self._marking, self.bell, self._help, self._new):
            row.addWidget(widget)
        self.setLayout(row)

    def show_new(self, words: str) -> None:
        """Names the New button after what the page makes; empty hides it."""
        self._new.setVisible(bool(words))
        self._new.say(words)

    def set_compact(self, compact: bool) -> None:
        """Leaves out the words of the New button; the marking always stays."""
        self._new.set_compact(compact)

"""A value that can be selected and copied, and whose long words break: digests, file names, addresses."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.text import Text

LONGEST_WORD = 20
_BREAK = "\u200b"  # may break here; shows nothing, and is left out of what is copied


def breakable(text: str) -> str:
    """The text with places to break in its words of more than twenty letters."""
    return re.sub(
        rf"\S{{{LONGEST_WORD},}}", lambda word: re.sub(r"(.{8})(?=.)", rf"\1{_BREAK}", word[0]), text
    )


class Value(Text):
    """Wraps; what is copied from it is exactly what it was given."""

    def __init__(self, theme: Theme, text: str, style: str = "value", tone: str = "text") -> None:
        super().__init__(theme, text, style, tone, wrap=True, tabular=True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(text)

    def setText(self, text: str) -> None:
        """Shows another value."""
        super().setText(breakable(text))
        self.setAccessibleName(text.replace(_BREAK, ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies without the places to break."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offers to copy what is selected, or all of it."""
        menu = QMenu(self)
        menu.addAction(self.tr("Copy")).triggered.connect(self.copy_selection)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def copy_selection(self) -> None:
        """Puts what is selected, or else the whole value, on the clipboard."""
        chosen = self.selectedText() or self.text()
        QGuiApplication.clipboard().setText(chosen.replace(_BREAK, ""))

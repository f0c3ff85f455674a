"""What stands where there is nothing yet: one sentence and one action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import IconMark, Text


class EmptyState(QWidget):
    """Says why there is nothing here and offers the next step."""

    def __init__(
        self,
        theme: Theme,
        sentence: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        icon: str = "inbox",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = Text(theme, sentence, "body", "text2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button = Button(theme, action, kind="secondary")
        if not action:
            self._button.hide()
        if act is not None:
            self._button.clicked.connect(lambda _checked=False: act())
        mark = Row(theme, None, IconMark(theme, icon, "hint", 28), None)
        button = Row(theme, None, self._button, None)
        self.setLayout(Column(theme, None, mark, self._words, button, None, margins=(24, 32, 24, 32), gap=12))

        theme.follow(self.dress)

    def dress(self) -> None:
        """Gives the sentence room: wrapped words alone would ask for the narrowest column they fit in."""
        self._words.setMinimumWidth(self._theme.px(232))

    def say(self, sentence: str) -> None:
        """Changes the sentence."""
        self._words.setText(sentence)

"""A sentence with an icon before it and perhaps a link after it: a basis, a warning, what is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import IconMark, Text


class LineLink(Button):
    """A link as low as the line of text that it stands beside."""

    def __init__(self, theme: Theme, text: str, about: str) -> None:
        """about: what it acts on, for those who hear the links one after another."""
        self._about = about
        super().__init__(theme, text, kind="link")

    def dress(self) -> None:
        """Takes font, name and height at the text scale in use."""
        super().dress()
        self.setAccessibleName(f"{self.text()}: {self._about}")
        self.setFixedHeight(self._theme.px(20))


class Sentence(QWidget):
    """Icon, wrapped words, and one action at the right if given."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        *,
        tone: str = "text",
        icon_tone: str = "hint",
        style: str = "plain",
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        words = Text(theme, text, style, tone, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = Row(theme, gap=8)
        row.addWidget(IconMark(theme, icon, icon_tone, 15), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self.link: LineLink | None = None
        if action:
            self.link = LineLink(theme, action, text)
            if act is not None:
                self.link.clicked.connect(lambda _checked=False: act())
            row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(text)

"""A sentence with an icon before it and perhaps a link after it: a basis, a warning, what is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import IconMark, Text


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
        self.link: Button | None = None
        if action:
            self.link = Button(theme, action, kind="link")
            # The action alone says nothing to someone who hears the links one after another.
            self.link.setAccessibleName(f"{action}: {text}")
            if act is not None:
                self.link.clicked.connect(lambda _checked=False: act())
            row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(text)

"""A notice in place: an error and how to put it right, a warning, an unverified piece of law, a note."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import IconMark, Text


class Kind(StrEnum):
    """How much a notice matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_ICONS = {
    Kind.ERROR: ("circle-alert", "error"),
    Kind.WARNING: ("triangle-alert", "warning"),
    Kind.INFO: ("info", "accent"),
}


class Banner(QFrame):
    """Icon and words on a tinted ground, with one action if given. An error is spoken at once."""

    def __init__(
        self,
        theme: Theme,
        kind: Kind,
        text: str,
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._kind = kind
        self.setProperty("banner", kind.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        icon, tone = _ICONS[kind]
        self._words = Text(theme, text, "value", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.parts = Column(theme, self._words, gap=6)
        row = Row(theme, margins=(12, 9, 10, 9), gap=10)
        row.addWidget(IconMark(theme, icon, tone, 17), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.parts, 1)
        if action:
            button = Button(theme, action, kind="link")
            if act is not None:
                button.clicked.connect(lambda _checked=False: act())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.setAccessibleName(text)

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Changes the words, shows the banner, and speaks them."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.show()
        announce(self, text, urgent=self._kind is Kind.ERROR)


def unverified_law(theme: Theme, source: str) -> Banner:
    """For an offence or a limit that nobody has checked against its source yet."""
    words = QCoreApplication.translate(
        "Banner", "Not yet verified against the source: {0}. Check it with a lawyer before relying on it."
    )
    return Banner(theme, Kind.WARNING, words.format(source))

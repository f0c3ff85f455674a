"""Initials in a coloured circle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from spoc_desk.ui.theme import Theme, Tone


class Avatar(QWidget):
    """A person's initials; the name stands beside it, so a screen reader passes over it."""

    def __init__(self, theme: Theme, initials: str, tone: Tone = Tone.NEW, size: float = 30) -> None:
        super().__init__()
        self._theme, self._initials, self._tone, self._size = theme, initials, tone, size
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes size and colours in use."""
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the circle and the initials."""
        colours = self._theme.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.ground))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(colours.text))
        painter.setFont(self._theme.font(self._size * 0.38, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()


def initials_of(name: str) -> str:
    """The first letters of the first and last words of a name."""
    words = [word for word in name.replace(",", " ").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))

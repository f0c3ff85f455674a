"""A drop-down list in the look of the program."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from spoc_desk.ui.theme import Theme


class Combo(QComboBox):
    """A drop-down list with our chevron, which the mouse wheel does not change by accident."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.setFont(self._theme.font(13.5))
        self.setFixedHeight(self._theme.px(34))

    def setAccessibleName(self, name: str) -> None:
        """Names the line and the list that drops from it."""
        super().setAccessibleName(name)
        self.view().setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chevron over the plain box."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(16)
        corner = QPoint(self.width() - side - self._theme.px(9), (self.height() - side) // 2)
        painter.drawPixmap(corner, self._theme.pixmap("chevron-down", "text2", 16))
        painter.end()

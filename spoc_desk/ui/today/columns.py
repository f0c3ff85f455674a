"""Two columns that become one where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from spoc_desk.ui.theme import Theme


class TwoColumns(QWidget):
    """A broad column and a narrow one beside it, or below it where there is little room."""

    def __init__(self, theme: Theme, broad: QWidget, narrow: QWidget, *, side_from: int = 860) -> None:
        super().__init__()
        self._theme, self._broad, self._narrow, self._side_from = theme, broad, narrow, side_from
        self._side: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the columns for the text scale in use."""
        self._grid.setSpacing(self._theme.px(14))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses beside or below."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side = self.width() / self._theme.scale >= self._side_from
        if side is self._side:
            return
        self._side = side
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._broad, 0, 0, top)
        self._grid.addWidget(self._narrow, 0 if side else 1, 1 if side else 0, top)
        self._grid.setColumnStretch(0, 8)
        self._grid.setColumnStretch(1, 5 if side else 0)

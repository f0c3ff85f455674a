"""The first window: the unlock panel on a quiet ground. It paints before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.panel import UnlockPanel
from spoc_desk.ui.unlock.passphrase import PassphraseLine


class UnlockWindow(QFrame):
    """Tells when it was first painted, and when the officer closes it."""

    painted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, recent: Sequence[Path]) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("SPOC Desk"))
        self.setProperty("area", "canvas")
        self._was_painted = False
        self._over: QWidget | None = None
        self.panel = UnlockPanel(theme, recent)
        grid = self._grid = QGridLayout(self)
        # Stretch all round centres what is in the middle.
        for edge in (0, 2):
            grid.setRowStretch(edge, 1)
            grid.setColumnStretch(edge, 1)
        grid.addWidget(self.panel, 1, 1)
        self.resize(980, 680)

    def show_panel(self) -> None:
        """Shows the unlock panel and drops what lay over it."""
        over, self._over = self._over, None
        if over is not None:
            over.hide()
            over.deleteLater()
        self.panel.show()

    def show_over(self, widget: QWidget) -> None:
        """Shows another widget in the panel's place."""
        self.show_panel()
        self._over = widget
        self.panel.hide()
        self._grid.addWidget(widget, 1, 1)

    def forget_typed(self) -> None:
        """Empties every passphrase line in sight: whoever typed there has left."""
        for line in self.findChildren(PassphraseLine):
            line.take()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells of the first painting, once."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The program ends with its first window."""
        super().closeEvent(event)
        self.closing.emit()

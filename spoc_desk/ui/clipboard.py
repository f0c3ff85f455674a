"""Copies text, and takes sensitive text off the clipboard again after half a minute."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

CLEAR_AFTER_MS = 30_000


class Clipboard(QObject):
    """Clears only what it put there itself and was told is sensitive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_AFTER_MS)
        self._timer.timeout.connect(self.clear)

    def copy(self, text: str, *, sensitive: bool = False) -> None:
        """Puts text on the clipboard; sensitive text leaves it after 30 seconds or on locking."""
        QGuiApplication.clipboard().setText(text)
        self._ours = text if sensitive else ""
        self._timer.stop()
        if sensitive:
            self._timer.start()

    def clear(self) -> None:
        """Empties the clipboard if it still holds our sensitive text."""
        board = QGuiApplication.clipboard()
        if self._ours and board.text() == self._ours:
            board.clear()
        self._ours = ""

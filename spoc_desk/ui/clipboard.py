"""Copies text, and takes what this program copied off the clipboard again after a while and at the lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_AFTER_MS = 30_000
# What an officer selects and copies is meant for somewhere: a form of the force's, a letter.
TYPED_AFTER_MS = 120_000
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
# Asks clipboard histories, clouds and managers to leave it alone: Windows' own names, and KDE's.
KEPT_OUT = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): bytes(4),
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}


class Clipboard(QObject):
    """Clears only what this program put there: by copy(), by Ctrl+C in any field, or by selecting (X11)."""

    def __init__(
        self, parent: QObject | None = None, owns: Callable[[QClipboard.Mode], bool] | None = None
    ) -> None:
        """owns: whether this program put there what a clipboard holds; some platforms cannot tell."""
        super().__init__(parent)
        self._owns = owns or _owned
        self._ours = ""
        self._putting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._clear_copied)
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def copy(self, text: str, *, sensitive: bool = False) -> None:
        """Puts text on the clipboard; sensitive text leaves it after 30 seconds or on locking."""
        self._put(text)
        self._ours = text if sensitive else ""
        self._timer.stop()
        if sensitive:
            self._timer.start(CLEAR_AFTER_MS)

    def clear(self) -> None:
        """Empties the clipboard if it still holds our sensitive text, and the selection if it is ours."""
        self._clear_copied()
        if self._owns(QClipboard.Mode.Selection):
            QGuiApplication.clipboard().clear(QClipboard.Mode.Selection)

    def _clear_copied(self) -> None:
        board = QGuiApplication.clipboard()
        self._timer.stop()
        ours, self._ours = self._ours, ""
        if ours and board.text() == ours:
            board.clear()

    def _changed(self) -> None:
        """Something was copied: by a field of ours with Ctrl+C, or by another program."""
        if self._putting or not self._owns(QClipboard.Mode.Clipboard):
            return
        text = QGuiApplication.clipboard().text()
        if text:
            self._put(text)  # again, as a field says nothing to clipboard histories
            self._ours = text
            self._timer.start(TYPED_AFTER_MS)

    def _put(self, text: str) -> None:
        held = QMimeData()
        held.setText(text)
        for kind, value in KEPT_OUT.items():
            held.setData(kind, value)
        self._putting = True
        try:
            QGuiApplication.clipboard().setMimeData(held)
        finally:
            self._putting = False


def _owned(mode: QClipboard.Mode) -> bool:
    board = QGuiApplication.clipboard()
    return board.ownsClipboard() if mode is QClipboard.Mode.Clipboard else board.ownsSelection()

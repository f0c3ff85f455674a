"""Hides every window of the program from screen captures while the officer has chosen so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

CHOICE = "hide_from_capture"


class CaptureShield(QObject):
    """hide: what tells the system, by a window's handle. Windows shown later are hidden as they appear."""

    def __init__(self, app: QApplication, hide: Callable[[int, bool], bool], *, on: bool) -> None:
        super().__init__()
        self._app, self._hide = app, hide
        self.on = False
        if on:
            self.choose(True)

    def choose(self, on: bool) -> None:
        """Hides every window from now on, or none."""
        if on and not self.on:
            self._app.installEventFilter(self)
        elif self.on and not on:
            self._app.removeEventFilter(self)
        self.on = on
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._hide(int(window.winId()), on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window about to be seen."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._hide(int(watched.winId()), True)
        return False

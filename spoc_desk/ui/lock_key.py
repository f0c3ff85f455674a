"""Locks the desk from inside a dialog too, where the window's own shortcuts do not work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow

from spoc_desk.ui.actions import Actions

LOCK = "desk.lock"


class LockKey(QObject):
    """Watches the keys of whichever window has the focus; a desk that a dialog keeps open is not locked."""

    def __init__(self, app: QGuiApplication, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the lock's keys; leaves every other to the window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._means_lock(event):
            self._actions.run(LOCK)
            return True
        return False

    def _means_lock(self, event: QKeyEvent) -> bool:
        typed = QKeySequence(event.keyCombination())
        return any(
            command.id == LOCK and typed == QKeySequence(command.shortcut)
            for command in self._actions.commands()
        )

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

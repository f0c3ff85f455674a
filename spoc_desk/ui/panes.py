"""F6: the focus goes round the panes of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next(panes: Sequence[QWidget]) -> None:
    """Moves the focus into the pane after the one that holds it, or into the first."""
    focus = QApplication.focusWidget()
    at = -1
    for number, pane in enumerate(panes):
        if focus is not None and (pane is focus or pane.isAncestorOf(focus)):
            at = number
    _focus_into(panes[(at + 1) % len(panes)])


def _focus_into(pane: QWidget) -> None:
    for widget in (pane, *pane.findChildren(QWidget)):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus()
            return

"""The passphrase line: an eye to reveal it, a notice when Caps Lock is on, and pasting allowed."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import Text


class _Secret(QLineEdit):
    """Tells each letter typed and whether Shift was held; an empty one when Caps Lock itself is pressed."""

    letter_typed = Signal(str, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notes the key, then types it."""
        text = event.text()
        if event.key() == QtCore.Qt.Key.Key_CapsLock:
            self.letter_typed.emit("", False)
        elif len(text) == 1 and text.lower() != text.upper():
            self.letter_typed.emit(text, bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier))
        super().keyPressEvent(event)


class PassphraseLine(QWidget):
    """Holds the passphrase no longer than it must: take() empties the line."""

    entered = Signal()

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__()
        self._theme = theme
        self.edit = _Secret()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(1_000)
        self.edit.letter_typed.connect(self._letter_typed)
        self.edit.returnPressed.connect(self.entered)
        self._eye = Button(theme, "", "eye", "ghost", self.tr("Show the passphrase"))
        self._eye.clicked.connect(self._reveal)
        self._notice = Text(theme, self.tr("Caps Lock is on."), "meta", "warning")
        self._notice.hide()
        name = Text(theme, label, "strong")
        name.setBuddy(self.edit)
        line = Row(theme, gap=4)
        line.addWidget(self.edit, 1)
        line.addWidget(self._eye)
        self.setLayout(Column(theme, name, line, self._notice, gap=4))
        self.setFocusProxy(self.edit)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height in use."""
        self.edit.setFont(self._theme.font(13.5))
        self.edit.setFixedHeight(self._theme.px(36))

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def take(self) -> str:
        """What was typed; the line is emptied and its undo history with it."""
        text = self.edit.text()
        self.edit.setText("")  # unlike clear(), which Ctrl+Z would take back
        self.edit.setModified(False)
        return text

    def _letter_typed(self, letter: str, shift: bool) -> None:
        """Tells Caps Lock by what letters come out, as Qt cannot ask for its state."""
        self._notice.setVisible(bool(letter) and letter.isupper() is not shift)

    def _reveal(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        modes = QLineEdit.EchoMode
        self.edit.setEchoMode(modes.Normal if hidden else modes.Password)
        self._eye.rename(
            self.tr("Hide the passphrase") if hidden else self.tr("Show the passphrase"),
            "eye-off" if hidden else "eye",
        )

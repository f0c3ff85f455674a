"""The passphrase line: an eye to reveal it, a notice when Caps Lock is on, and pasting allowed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import Text


class PassphraseLine(QWidget):
    """Holds the passphrase no longer than it must: take() empties the line."""

    entered = Signal()

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__()
        self._theme = theme
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(1_000)
        hints = Qt.InputMethodHint
        self.edit.setInputMethodHints(
            hints.ImhHiddenText | hints.ImhNoPredictiveText | hints.ImhSensitiveData
        )
        self.edit.installEventFilter(self)
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
        self.edit.clear()
        self.edit.setModified(False)
        return text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells Caps Lock by what letters come out, as Qt cannot ask for its state."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self._show_caps(False)
            elif len(text) == 1 and text.isalpha() and text.lower() != text.upper():
                self._show_caps(text.isupper() is not shift)
        return False

    def _show_caps(self, on: bool) -> None:
        self._notice.setVisible(on)

    def _reveal(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        modes = QLineEdit.EchoMode
        self.edit.setEchoMode(modes.Normal if hidden else modes.Password)
        self._eye.rename(
            self.tr("Hide the passphrase") if hidden else self.tr("Show the passphrase"),
            "eye-off" if hidden else "eye",
        )

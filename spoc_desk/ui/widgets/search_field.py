"""A line to search or filter with: an icon, a way to clear it, and a pause before it speaks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.text import Tag

PAUSE_MS = 25
LIMIT = 200


class SearchField(QLineEdit):
    """Tells the text a moment after the last key, so that fast typing asks once. Esc clears it."""

    searched = Signal(str)
    left_down = Signal()  # the Down key: go into the list

    def __init__(
        self, theme: Theme, name: str, *, icon: str = "list-filter", height: int = 32, hint: str = ""
    ) -> None:
        """name: its accessible name, and its placeholder. hint: a shortcut shown at the right."""
        super().__init__()
        self._theme, self._icon, self._height = theme, icon, height
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMaxLength(LIMIT)
        self._clear = QAction(self.tr("Clear"), self)
        self._clear.triggered.connect(self.clear)
        self._hint = Tag(theme, hint, "kbd") if hint else None
        if self._hint is not None:
            self._hint.setParent(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._speak)
        self.textChanged.connect(self._changed)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes icon, font and height at the text scale in use."""
        self.setTextMargins(self._theme.px(26), 0, 0, 0)
        self._clear.setIcon(self._theme.icon("x", "text2", 16))
        self.setFont(self._theme.font(13.5 if self._height > 32 else 13))
        self.setFixedHeight(self._theme.px(self._height))
        self._lay_hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the sign as well; an icon of Qt's own would not follow the text scale."""
        super().paintEvent(event)
        side = self._theme.px(16)
        painter = QPainter(self)
        painter.drawPixmap(
            self._theme.px(9), (self.height() - side) // 2, self._theme.pixmap(self._icon, "hint", 16)
        )
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Takes Esc for itself while there is text to clear."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Cancel)
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears; Down goes into the list; Enter asks without waiting."""
        if event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
        elif event.matches(QKeySequence.StandardKey.MoveToNextLine):
            self.left_down.emit()
        else:
            if event.matches(QKeySequence.StandardKey.InsertParagraphSeparator):
                self._pause.stop()
                self._speak()
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the shortcut at the right edge."""
        super().resizeEvent(event)
        self._lay_hint()

    def _lay_hint(self) -> None:
        if self._hint is not None:
            self._hint.adjustSize()
            self._hint.move(
                self.width() - self._hint.width() - self._theme.px(9),
                (self.height() - self._hint.height()) // 2,
            )
            self._hint.setVisible(not self.text())

    def _changed(self, text: str) -> None:
        if text and self._clear not in self.actions():
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text:
            self.removeAction(self._clear)
        self._lay_hint()
        self._pause.start()

    def _speak(self) -> None:
        self.searched.emit(self.text().strip())

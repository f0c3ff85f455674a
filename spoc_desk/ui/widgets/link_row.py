"""A line that opens something: icon, words, details, what stands at the right; all of it is the target."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Margins, Part, Row
from spoc_desk.ui.widgets.text import IconMark, Text


class Pressable(QAbstractButton):
    """A box of words that is one button: hover, focus ring, Space and Enter."""

    def __init__(self, theme: Theme, name: str, run: Callable[[], object], *, radius: float = 6) -> None:
        super().__init__()
        self._theme, self._radius, self._hovered = theme, radius, False
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.clicked.connect(lambda _checked=False: run())

    def seal(self) -> None:
        """Lets the mouse through every part, once all of them are in place."""
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Goes back to its plain look."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground under the mouse and the ring of the focus; the parts paint themselves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.px(self._radius)
        if self._hovered or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


class LinkRow(Pressable):
    """One line of a card that opens a record."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        detail: str,
        run: Callable[[], object],
        *trailing: Part,
        said: str = "",
        tone: str = "hint",
        margins: Margins = (8, 7, 8, 7),
    ) -> None:
        """said: what stands at the right, for screen readers."""
        name = ", ".join(part for part in (text, detail, said) if part)
        super().__init__(theme, name, run)
        words = Column(theme, Text(theme, text, "value", wrap=True), gap=1)
        if detail:
            words.addWidget(Text(theme, detail, "meta", "text2", wrap=True, tabular=True))
        row = Row(theme, IconMark(theme, icon, tone, 16), margins=margins, gap=11)
        row.addLayout(words, 1)
        for part in trailing:
            if isinstance(part, QWidget):
                row.addWidget(part)
        self.setLayout(row)
        self.seal()


class RowsCard(QFrame):
    """A card whose lines reach nearly to its edges, so that the ground under the mouse has room."""

    def __init__(
        self, theme: Theme, title: str, *, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._theme = theme
        heading = Row(theme, Text(theme, title, "card"), None, margins=(8, 0, 8, 6))
        if action:
            self.link = Button(theme, action, kind="link")
            self.link.setAccessibleName(f"{action}: {title}")
            if act is not None:
                self.link.clicked.connect(lambda _checked=False: act())
            heading.addWidget(self.link)
        self.body = Column(theme, gap=1)
        self.setLayout(Column(theme, heading, self.body, None, margins=(8, 13, 8, 10), gap=0))

    def add(self, part: QWidget) -> None:
        """Adds a line at the bottom."""
        self.body.addWidget(part)

    def add_heading(self, words: str, tone: str = "text2") -> None:
        """A small heading above the lines that follow."""
        above = 10 if self.body.count() else 2
        line = QWidget()
        line.setLayout(Row(self._theme, Text(self._theme, words, "micro", tone), margins=(8, above, 8, 3)))
        self.add(line)

    def add_words(self, words: str) -> None:
        """A quiet sentence, as where there is nothing yet."""
        line = QWidget()
        said = Text(self._theme, words, "plain", "hint", wrap=True)
        line.setLayout(Column(self._theme, said, margins=(8, 2, 8, 4)))
        self.add(line)

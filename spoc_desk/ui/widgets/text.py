"""Words on the screen: labels in the sizes of the design, tags, icons beside words, keyboard hints."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.long_words import breakable, whole

# name: size in pixels, weight
STYLES = {
    "figure": (26, 700),
    "title": (22, 700),
    "pane": (20, 700),
    "card": (14, 600),
    "strong": (13, 600),
    "value": (13, 500),
    "body": (13.5, 400),
    "plain": (13, 400),
    "meta": (12.5, 400),
    "small": (12, 400),
    "micro": (11.5, 600),
}


class Text(QLabel):
    """A label in one of the styles above; plain text always, so that nothing typed is read as markup."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        style: str = "plain",
        tone: str = "text",
        *,
        wrap: bool = False,
        tabular: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("textFormat", 0)  # plain; by name it would make all of Qt's enums, 10 ms
        self.setWordWrap(wrap)
        self.setText(text)
        self._theme, self._style, self._tabular = theme, style, tabular
        self.setProperty("tone", tone)
        if selectable:
            flags = QtCore.Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
            self.setAccessibleName(text)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font at the text scale in use."""
        size, weight = STYLES[self._style]
        self.setFont(self._theme.font(size, weight, self._tabular))

    def setText(self, text: str) -> None:
        """Shows other words; a selectable label is also named by them."""
        super().setText(breakable(text) if self.wordWrap() else text)
        if self.accessibleName():
            self.setAccessibleName(text)

    def text(self) -> str:
        """The words, without the places where long ones may be broken."""
        return whole(super().text())

    def setWordWrap(self, on: bool) -> None:
        """Breaks lines, and words that no line can hold."""
        super().setWordWrap(on)
        self.setText(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies what is selected as it was written."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offers to copy what is selected, or all of it."""
        if not self.textInteractionFlags() & QtCore.Qt.TextInteractionFlag.TextSelectableByMouse:
            event.ignore()
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Copy"), self._copy).setEnabled(self.hasSelectedText())
        menu.addAction(self.tr("Select all"), self._select_all)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(whole(self.selectedText()))

    def _select_all(self) -> None:
        self.setSelection(0, len(super().text()))

    def set_tone(self, tone: str) -> None:
        """Changes the colour: text, text2, hint, accent, error, warning, success."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedText(Text):
    """One line that shows as much as there is room for, and the whole in its tip."""

    def __init__(self, theme: Theme, text: str, style: str = "plain", tone: str = "text") -> None:
        self._whole = text
        super().__init__(theme, text, style, tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts the words to the new width."""
        super().resizeEvent(event)
        shown = self.fontMetrics().elidedText(self._whole, QtCore.Qt.TextElideMode.ElideRight, self.width())
        QLabel.setText(self, shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Tag(QLabel):
    """A short fact in a grey box."""

    def __init__(self, theme: Theme, text: str, kind: str = "tag") -> None:
        super().__init__(text)
        self.setProperty("textFormat", 0)
        self._theme, self._kind = theme, kind
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the font at the text scale in use."""
        size, weight = {"marking": (11.5, 700), "kbd": (11, 500)}.get(self._kind, (11.5, 600))
        self.setFont(self._theme.font(size, weight))


class IconMark(QLabel):
    """An icon beside words that already say the same; hidden from screen readers by having no name."""

    def __init__(self, theme: Theme, name: str, tone: str = "hint", size: float = 16) -> None:
        super().__init__()
        self._theme, self._name, self._tone, self._size = theme, name, tone, size
        theme.follow(self.dress)

    def show_icon(self, name: str, tone: str) -> None:
        """Changes the icon and its colour."""
        self._name, self._tone = name, tone
        self.dress()

    def dress(self) -> None:
        """Draws the icon in the colours and scale in use."""
        side = self._theme.px(self._size)
        self.setFixedSize(side + 2, side + 2)
        self.setPixmap(self._theme.pixmap(self._name, self._tone, self._size))


class IconText(QWidget):
    """An icon and a few words in one line."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        *,
        style: str = "value",
        tone: str = "text",
        icon_tone: str = "hint",
        size: float = 14,
    ) -> None:
        super().__init__()
        self.mark = IconMark(theme, icon, icon_tone, size)
        self.words = Text(theme, text, style, tone, tabular=True)
        self.setLayout(Row(theme, self.mark, self.words, gap=6))

    def setText(self, text: str) -> None:
        """Shows other words."""
        self.words.setText(text)

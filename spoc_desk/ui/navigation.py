"""The navigation at the left: pages with counts, recent records, and whose desk this is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.avatar import Avatar
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row, Rule, boxed
from spoc_desk.ui.widgets.text import ElidedText, IconMark, Text
from spoc_desk.ui.workplace import NavBadge, OfficerCard, PageSpec

WIDE, NARROW = 214, 60
RECENT = 4


class NavButton(QPushButton):
    """A page, or a recent record when minor; narrow shows only the icon and a dot for what is due."""

    def __init__(self, theme: Theme, words: str, icon: str, *, minor: bool = False) -> None:
        super().__init__()
        self._theme, self._words, self._icon, self._minor = theme, words, icon, minor
        self._badge = NavBadge(0)
        self._narrow = False
        self.setCheckable(not minor)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes height and name in use."""
        self.setFixedHeight(self._theme.px(31 if self._minor else 36))
        count = self._badge.count
        self.setAccessibleName(
            self.tr("{0}, {1} due").format(self._words, count)
            if self._badge.due and count
            else f"{self._words}, {count:,}"
            if count
            else self._words
        )
        self.setToolTip(self._words if self._narrow else "")
        self.update()

    def show_badge(self, badge: NavBadge) -> None:
        """Shows a count; yellow when something is due."""
        self._badge = badge
        self.dress()

    def set_narrow(self, narrow: bool) -> None:
        """Shows the icon only."""
        self._narrow = narrow
        self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the button in the navigation's own colours."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(px(8), 1, -px(8), -1)
        ground = "navActive" if self.isChecked() else "navHover" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, px(6), px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(6), px(6))
        tone = "navOn" if self.isChecked() else "navMuted"
        middle = box.center().y()
        if self._narrow:
            painter.drawPixmap(box.center().x() - px(8), middle - px(8), theme.pixmap(self._icon, tone, 17))
            self._dot(painter, box)
        else:
            painter.drawPixmap(box.left() + px(10), middle - px(8), theme.pixmap(self._icon, tone, 17))
            self._words_and_count(painter, box)
        painter.end()

    def _dot(self, painter: QPainter, box: QRect) -> None:
        if self._badge.due and self._badge.count:
            px = self._theme.px
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("focus"))
            painter.drawEllipse(box.center() + QPoint(px(9), -px(9)), px(4), px(4))

    def _words_and_count(self, painter: QPainter, box: QRect) -> None:
        theme, px, on = self._theme, self._theme.px, self.isChecked()
        count = f"{self._badge.count:,}" if self._badge.count else ""
        painter.setFont(theme.font(12.5, 500) if self._minor else theme.font(13.5, 600 if on else 500))
        painter.setPen(theme.colour("navMuted" if self._minor else "navOn" if on else "navText"))
        room = box.adjusted(px(38), 0, -px(44 if count else 6), 0)
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        if not count:
            return
        painter.setFont(theme.font(11.5, 600, True))
        width = painter.fontMetrics().horizontalAdvance(count)
        right = QRect(box.right() - width - px(18), box.center().y() - px(9), width + px(12), px(18))
        colour = theme.colour("navOn" if on else "navMuted")
        if self._badge.due:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("focus"))
            painter.drawRoundedRect(right, px(9), px(9))
            colour = QColor(theme.tokens.onFocus)
        painter.setPen(colour)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignCenter), count)


class Navigation(QFrame):
    """Pages from top to bottom, those with foot last; a narrow form for small windows."""

    chosen = Signal(str)
    reopened = Signal(str, int)
    lock_asked = Signal()

    def __init__(self, theme: Theme, specs: Sequence[PageSpec], officer: OfficerCard) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self.setProperty("area", "nav")
        self.setAccessibleName(self.tr("Main navigation"))
        self.buttons: dict[str, NavButton] = {}
        self._recent: list[tuple[str, int, str, str]] = []
        self._recent_heading = Text(theme, self.tr("Recent"), "micro", "navMuted")
        self._recent_row = boxed(Row(theme, self._recent_heading, margins=(18, 0, 0, 0)))
        self._recent_row.hide()
        self._recent_column = Column(theme, gap=0)
        self._name = Text(theme, self.tr("SPOC Desk"), "card", "navOn")
        self._lock = Button(theme, "", "lock", "navtool", self.tr("Lock now (Ctrl+L)"))
        self._lock.clicked.connect(self.lock_asked)
        self._who = boxed(
            Column(
                theme,
                ElidedText(theme, officer.name, "strong", "navOn"),
                ElidedText(theme, officer.role, "small", "navMuted"),
                gap=0,
            )
        )
        self._avatar = Avatar(theme, officer.initials, size=28)
        self._lay_out(theme, specs)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the width in use."""
        self.setFixedWidth(self._theme.px(NARROW if self._narrow else WIDE))
        self._name.setFont(self._theme.font(16, 700))

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self._narrow = narrow
        for button in self.buttons.values():
            button.set_narrow(narrow)
        for widget in (self._name, self._who, self._avatar):
            widget.setVisible(not narrow)
        self._show_recent()
        self.dress()

    def show_page(self, key: str) -> None:
        """Marks the page that is open."""
        for each, button in self.buttons.items():
            button.setChecked(each == key)

    def show_badges(self, badges: Mapping[str, NavBadge]) -> None:
        """Shows counts beside pages."""
        for key, badge in badges.items():
            self.buttons[key].show_badge(badge)

    def remember(self, kind: str, record_id: int, words: str, icon: str) -> None:
        """Puts a record at the top of Recent."""
        entry = (kind, record_id, words, icon)
        self._recent = [entry, *(each for each in self._recent if each[:2] != entry[:2])][:RECENT]
        self._show_recent()

    def _lay_out(self, theme: Theme, specs: Sequence[PageSpec]) -> None:
        top = Row(
            theme, IconMark(theme, "shield", "navText", 22), self._name, None, margins=(18, 0, 12, 0), gap=9
        )
        column = Column(theme, top, 14, margins=(0, 16, 0, 10), gap=2)
        for spec in specs:
            button = NavButton(theme, spec.title, spec.icon)
            button.clicked.connect(_choosing(self, spec.key))
            self.buttons[spec.key] = button
        for spec in specs:
            if not spec.foot:
                column.addWidget(self.buttons[spec.key])
        column.addSpacing(14)
        column.addWidget(self._recent_row)
        column.addLayout(self._recent_column)
        column.addStretch(1)
        for spec in specs:
            if spec.foot:
                column.addWidget(self.buttons[spec.key])
        column.addSpacing(6)
        column.addWidget(Rule("navline"))
        column.addSpacing(8)
        foot = Row(theme, self._avatar, gap=8, margins=(13, 0, 8, 0))
        foot.addWidget(self._who, 1)
        foot.addWidget(self._lock)
        column.addLayout(foot)
        self.setLayout(column)

    def _show_recent(self) -> None:
        while self._recent_column.count():
            item = self._recent_column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [] if self._narrow else self._recent
        self._recent_row.setVisible(bool(shown))
        for kind, record_id, words, icon in shown:
            button = NavButton(self._theme, words, icon, minor=True)
            button.clicked.connect(_reopening(self, kind, record_id))
            self._recent_column.addWidget(button)


def _choosing(navigation: Navigation, key: str) -> Callable[..., None]:
    return lambda _checked=False: navigation.chosen.emit(key)


def _reopening(navigation: Navigation, kind: str, record_id: int) -> Callable[..., None]:
    return lambda _checked=False: navigation.reopened.emit(kind, record_id)

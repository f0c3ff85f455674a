"""Ctrl+K: one line that finds any record and any command; records first, commands with their shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from spoc_desk.services.rows import SearchHit
from spoc_desk.ui.actions import Command
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.layouts import Column, Row, Rule, framed
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk

Search = Callable[["Desk", str], tuple[SearchHit, ...]]
_FOUND = int(Qt.ItemDataRole.UserRole)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
MOST_COMMANDS = 8


class _FoundDelegate(QStyledItemDelegate):
    """Icon, words, and a shortcut or details at the right."""

    def __init__(self, theme: Theme, icons: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Records take two lines, commands one."""
        found = index.data(_FOUND)
        return QSize(100, self._theme.px(52 if isinstance(found, SearchHit) else 38))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paints a record or a command."""
        theme, px, found = self._theme, self._theme.px, index.data(_FOUND)
        box = option.rect.adjusted(px(6), 1, -px(6), -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(box, px(6), px(6))
        if isinstance(found, SearchHit):
            icon = self._icons.get(found.kind, "file-text")
            self._line(painter, box, icon, found.title, found.reference, found.detail)
        elif isinstance(found, Command):
            keys = QKeySequence(found.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            self._line(painter, box, "chevron-right", found.title, keys, "")
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, icon: str, title: str, right: str, below: str) -> None:
        theme, px = self._theme, self._theme.px
        top = QRect(box.left() + px(36), box.top() + (px(6) if below else 0), box.width() - px(48), 0)
        top.setHeight(px(20) if below else box.height())
        painter.drawPixmap(box.left() + px(10), box.center().y() - px(8), theme.pixmap(icon, "hint", 16))
        painter.setFont(theme.font(12, 500, True))
        painter.setPen(theme.colour("accent" if below else "hint"))
        width = painter.fontMetrics().horizontalAdvance(right)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(top, int(middle | Qt.AlignmentFlag.AlignRight), right)
        painter.setFont(theme.font(13.5, 500))
        painter.setPen(theme.colour("text"))
        room = top.width() - width - px(12)
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, int(middle), words)
        if below:
            painter.setFont(theme.font(12.5))
            painter.setPen(theme.colour("text2"))
            under = QRect(top.left(), top.bottom() + 1, top.width(), px(18))
            painter.drawText(
                under,
                int(middle),
                painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, under.width()),
            )


class Palette(QDialog):
    """Opens over the window; Enter goes there or does it, Esc closes."""

    record_chosen = Signal(str, int)

    def __init__(
        self, workplace: Workplace, search: Search, icons: Mapping[str, str], parent: QWidget
    ) -> None:
        """icons: by kind of record."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._workplace, self._search = workplace, search
        self._shown_for, self._enter_waits, self._hits = "", False, 0
        self.setWindowTitle(self.tr("Search everything"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme = workplace.theme
        self.line = SearchField(
            theme, self.tr("Search names, references, commands"), icon="search", height=44
        )
        self.line.setProperty("bare", True)
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("Found"))
        self.found.setItemDelegate(_FoundDelegate(theme, icons, self.found))
        self.found.setFrameShape(QFrame.Shape.NoFrame)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = Text(theme, self.tr("↑ ↓ to choose   Enter to open   Esc to close"), "small", "hint")
        self._latest: LatestOnly[tuple[SearchHit, ...]] = LatestOnly(workplace.jobs, self)
        self.line.searched.connect(self._ask)
        self.found.itemClicked.connect(self._take)
        self.found.itemActivated.connect(self._take)
        head = Column(theme, self.line, margins=(8, 4, 8, 4))
        foot = Row(theme, self._hint, None, margins=(18, 7, 18, 8))
        whole = framed("palette", Column(theme, head, Rule(), self.found, Rule(), foot, gap=0))
        self.setLayout(Column(theme, whole, gap=0))
        self._show((), "")
        self._place(parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and Enter work while the cursor stays in the line."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.found.count():
            self._step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Fast fingers press Enter before the answer is there: then the answer opens itself.
            self._enter_waits = self._shown_for != self.line.text().strip()
            if not self._enter_waits:
                self._take_current()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Closes; that records were shown for these words is written down, once."""
        if self._shown_for:
            self._workplace.searched(self._shown_for, self._hits)
        super().done(result)

    def _place(self, parent: QWidget) -> None:
        px = self._workplace.theme.px
        width = min(px(620), parent.width() - px(40))
        self.resize(width, min(px(440), parent.height() - px(60)))
        corner = parent.window().mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - width) // 2, corner.y() + px(64))
        self.line.left_down.connect(partial(self._step, 1))

    def _step(self, step: int) -> None:
        count = self.found.count()
        self.found.setCurrentRow((self.found.currentRow() + step) % count if count else -1)

    def _ask(self, text: str) -> None:
        search = self._search  # the thread is to hold nothing of this window

        def question(desk: Desk) -> tuple[SearchHit, ...]:
            return search(desk, text)

        if text:
            self._latest.ask(question, partial(self._show, text=text))
        else:
            self._show((), "")

    def _show(self, hits: tuple[SearchHit, ...], text: str) -> None:
        self.found.clear()
        commands = self._workplace.actions.matching(text)[:MOST_COMMANDS]
        everything: tuple[SearchHit | Command, ...] = (*hits, *commands)
        for found in everything:
            item = QListWidgetItem()
            item.setData(_FOUND, found)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(found))
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self._shown_for, self._hits = text, len(hits)
        if self._enter_waits and text == self.line.text().strip():
            self._take_current()
            return
        if text and not self.found.count():
            self._hint.setText(self.tr("Nothing found. Try part of a name or of a reference."))
        else:
            self._hint.setText(self.tr("↑ ↓ to choose   Enter to open   Esc to close"))

    def _take_current(self) -> None:
        self._enter_waits = False
        if self.found.count():
            self._take(self.found.item(max(0, self.found.currentRow())))

    def _take(self, item: QListWidgetItem) -> None:
        found = item.data(_FOUND)
        self.accept()
        if isinstance(found, SearchHit):
            self.record_chosen.emit(found.kind, found.id)
        elif isinstance(found, Command):
            self._workplace.actions.run(found.id)


def _spoken(found: SearchHit | Command) -> str:
    parts = (
        (found.reference, found.title, found.detail)
        if isinstance(found, SearchHit)
        else (found.title, found.shortcut)
    )
    return ", ".join(part for part in parts if part)

"""Paints one record of a list: marker, reference, when, title, details and status."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spoc_desk.services.rows import ListRow
from spoc_desk.ui.theme import Badge, Theme, Tone
from spoc_desk.ui.widgets.pill import draw_pill
from spoc_desk.ui.widgets.record_model import ROW_ROLE

Index = QModelIndex | QPersistentModelIndex
_LEFT, _MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter


class RecordDelegate(QStyledItemDelegate):
    """Fonts and their metrics are kept until the look changes: painting is most of the cost of scrolling."""

    def __init__(self, theme: Theme, badge: Callable[[ListRow], Badge], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._badge = theme, badge
        self._one_tone = ""
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the fonts in use."""
        font = self._theme.font
        self._small, self._reference = font(12, 400, True), font(12, 500, True)
        self._title, self._detail, self._late = font(14, 600), font(12.5), font(12.5, 500)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(100, self._theme.px(74))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints the row that index stands for."""
        row = index.data(ROW_ROLE)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, box, state)
        if isinstance(row, ListRow):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            # The system's highlight goes with one text colour of its own.
            self._one_tone = "onAccent" if chosen and self._theme.high_contrast else ""
            self._words(painter, box, row, chosen=chosen)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -2))
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        theme, flag = self._theme, QStyle.StateFlag
        token = "hover" if state & flag.State_MouseOver else "surface"
        painter.fillRect(box, theme.colour("selection" if state & flag.State_Selected else token))
        painter.setPen(theme.colour("border"))
        painter.drawLine(box.bottomLeft() + QPoint(theme.px(16), 0), box.bottomRight())

    def _words(self, painter: QPainter, box: QRect, row: ListRow, *, chosen: bool) -> None:
        theme, px = self._theme, self._theme.px
        badge = self._badge(row)
        painter.fillRect(
            QRect(box.left(), box.top(), px(4), box.height()), theme.colour(theme.tone(badge.tone).marker)
        )
        left, right, top = box.left() + px(18), box.right() - px(16), box.top()
        self._top_line(painter, row, QRect(left, top + px(10), right - left, px(17)))
        self._line(painter, row.title, self._title, "text", QRect(left, top + px(28), right - left, px(20)))
        edge = right
        if badge.word:
            edge = draw_pill(painter, theme, badge, right, top + px(59), edged=chosen)
        late = bool(row.due) and badge.tone is Tone.URGENT
        below = QRect(left, top + px(49), edge - left - px(8), px(20))
        font, tone = (self._late, "error") if late else (self._detail, "text2")
        quiet = "  ·  ".join(part for part in (row.detail, row.due) if part)
        self._line(painter, row.due if late else quiet, font, tone, below)

    def _top_line(self, painter: QPainter, row: ListRow, box: QRect) -> None:
        theme, px = self._theme, self._theme.px
        width = QFontMetrics(self._small).horizontalAdvance(row.when)
        when = QRect(box.right() - width, box.top(), width + 1, box.height())
        self._line(painter, row.when, self._small, "text2", when)
        room = QRect(box.left(), box.top(), when.left() - box.left() - px(10), box.height())
        self._line(painter, row.reference, self._reference, "accent", room)
        if row.flagged:
            after = box.left() + QFontMetrics(self._reference).horizontalAdvance(row.reference) + px(7)
            painter.drawPixmap(
                after, box.top() + px(2), theme.pixmap("circle-alert", self._one_tone or "error", 13)
            )

    def _line(self, painter: QPainter, text: str, font: QFont, tone: str, box: QRect) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._one_tone or tone))
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > box.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(_MIDDLE | _LEFT), text)

"""A status as a pill: icon and word on a tinted ground. One painter serves lists and headers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoc_desk.ui.theme import Badge, Theme


def pill_width(theme: Theme, badge: Badge) -> int:
    """How wide a pill is, in logical pixels."""
    return QFontMetrics(theme.font(11.5, 600)).horizontalAdvance(badge.word) + theme.px(33)


def draw_pill(
    painter: QPainter, theme: Theme, badge: Badge, right: int, middle: int, *, edged: bool = False
) -> int:
    """Paints a pill that ends at right, centred on middle; edged where the ground is tinted too.

    Answers its left edge.
    """
    px, colours = theme.px, theme.tone(badge.tone)
    width, height = pill_width(theme, badge), px(20)
    box = QRect(right - width, middle - height // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = colours.text if theme.high_contrast else colours.marker
    painter.setPen(QColor(outline) if edged or theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.ground))
    painter.drawRoundedRect(box, px(4), px(4))
    painter.drawPixmap(
        box.left() + px(7), middle - px(6), theme.pixmap(theme.badge_icon(badge), colours.text, 12)
    )
    painter.setFont(theme.font(11.5, 600))
    painter.setPen(QColor(colours.text))
    words = box.adjusted(px(24), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, badge.word)
    painter.restore()
    return box.left()


class Pill(QWidget):
    """A status in a header or a card."""

    def __init__(self, theme: Theme, badge: Badge) -> None:
        super().__init__()
        self._theme, self._badge = theme, badge
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_badge(badge)
        theme.follow(self.dress)

    def show_badge(self, badge: Badge) -> None:
        """Shows another status."""
        self._badge = badge
        self.setAccessibleName(self.tr("Status: {0}").format(badge.word))
        self.dress()

    def dress(self) -> None:
        """Takes size and colours in use."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Just wide enough for the icon and the word."""
        return QSize(pill_width(self._theme, self._badge), self._theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the pill."""
        painter = QPainter(self)
        draw_pill(painter, self._theme, self._badge, self.width(), self.height() // 2)
        painter.end()

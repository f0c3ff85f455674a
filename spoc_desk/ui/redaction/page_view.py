"""One page to draw redactions on: by mouse, or by keyboard with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoc_desk.domain.redactions import Box
from spoc_desk.ui.theme import Theme

DOTS_PER_POINT = 96 / 72
_STEP, _LEAST = 4.0, 4.0
_NEW = (120.0, 18.0)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionPage", text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A redaction as it is shown: its id, its place in points from the upper left corner, and its code."""

    id: int
    place: QRectF
    code: str


class PageView(QWidget):
    """A page with its redactions, and a box that is being drawn.

    Arrow keys move that box by 4 points, with Ctrl by 1; with Shift they size it. Enter asks to
    keep it, Esc drops it.
    """

    drafted = Signal()
    accepted = Signal()
    turned = Signal(int)
    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self._size = (595.0, 842.0)
        self._zoom = 1.0
        self._shown: tuple[Shown, ...] = ()
        self._chosen = 0
        self._from: QPointF | None = None
        self._name = ""
        self.number = 1
        self.draft: QRectF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Paints in the colours in use."""
        self.update()

    def show_page(self, number: int, size: tuple[float, float], zoom: float, name: str) -> None:
        """Makes room for a page, from 1; its picture comes with show_picture(). size in points."""
        if number != self.number:
            self._picture, self.draft = QPixmap(), None
            self.drafted.emit()
        self.number, self._size, self._zoom, self._name = number, size, zoom, name
        self.setFixedSize(self.sizeHint())
        self._rename()
        self.update()

    def show_picture(self, content: bytes) -> None:
        """Shows the page as the child process drew it."""
        self._picture = QPixmap.fromImage(QImage.fromData(content))
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether the page has been drawn."""
        return not self._picture.isNull()

    def show_redactions(self, shown: Sequence[Shown]) -> None:
        """Shows what is redacted on this page."""
        self._shown = tuple(shown)
        self._rename()
        self.update()

    def choose(self, redaction: int) -> None:
        """Marks one redaction, 0 for none."""
        self._chosen = redaction
        self.update()

    def box(self) -> Box | None:
        """The box being drawn, in hundredths of a point from the lower left corner."""
        draft = self.draft
        if draft is None:
            return None
        height = self._size[1]
        edges = (draft.left(), height - draft.bottom(), draft.right(), height - draft.top())
        left, bottom, right, top = (round(edge * 100) for edge in edges)
        return Box(self.number, left, bottom, right, top)

    def begin(self) -> None:
        """Puts a new box into the middle of what is in sight, for the arrow keys to move."""
        seen = self.visibleRegion().boundingRect()
        middle = self._points(QPointF(seen.center())) if not seen.isEmpty() else QPointF(*self._size) / 2
        self._keep(QRectF(middle.x() - _NEW[0] / 2, middle.y() - _NEW[1] / 2, *_NEW))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Drops the box being drawn."""
        self.draft = self._from = None
        self.drafted.emit()
        self.update()

    def sizeHint(self) -> QSize:
        """The page at the zoom in use."""
        return QSize(*(round(edge * self._scale) for edge in self._size))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._points(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draws it larger."""
        if self._from is not None:
            self.draft = QRectF(self._from, self._points(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends it; a click alone chooses the redaction under it."""
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            return
        start, self._from = self._from, None
        drawn = QRectF(start, self._points(event.position())).normalized()
        if drawn.width() < _LEAST or drawn.height() < _LEAST:
            self.clear()
            under = next((each.id for each in self._shown if each.place.contains(start)), 0)
            self.picked.emit(under)
        else:
            self._keep(drawn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, sizes, keeps or drops the box; turns the page."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif self.draft is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            step = 1.0 if held & Qt.KeyboardModifier.ControlModifier else _STEP
            self._nudge(*_ARROWS[key], step, size=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the page, its redactions, the box being drawn, and the ring."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self._picture)
        for each in self._shown:
            self._paint(painter, each)
        if self.draft is not None:
            colour = self._theme.colour("#1A65A6")
            painter.setPen(QPen(colour, 2))
            colour.setAlpha(70)
            painter.fillRect(self._dots(self.draft), colour)
            painter.drawRect(self._dots(self.draft))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("ring"), 4))
            painter.drawRect(self.rect())
        painter.end()

    def _paint(self, painter: QPainter, each: Shown) -> None:
        """Half through, so that one sees what is taken out; on the redacted side nothing shows."""
        place, black = self._dots(each.place), self._theme.colour("#0B0C0C")
        black.setAlpha(150)
        painter.fillRect(place, black)
        chosen = each.id == self._chosen
        painter.setPen(QPen(self._theme.colour("#C66809" if chosen else "#0B0C0C"), 3 if chosen else 1))
        painter.drawRect(place)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._theme.font(9.5, 700))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, each.code)

    def _nudge(self, right: int, down: int, step: float, *, size: bool) -> None:
        draft = QRectF(self.draft or QRectF())
        if size:
            draft.setWidth(max(_LEAST, draft.width() + right * step))
            draft.setHeight(max(_LEAST, draft.height() + down * step))
        else:
            draft.translate(right * step, down * step)
        self._keep(draft)

    def _keep(self, draft: QRectF) -> None:
        width, height = self._size
        draft.setSize(draft.size().boundedTo(QRectF(0, 0, width, height).size()))
        draft.moveLeft(min(max(0.0, draft.left()), width - draft.width()))
        draft.moveTop(min(max(0.0, draft.top()), height - draft.height()))
        self.draft = draft
        self._rename()
        self.drafted.emit()
        self.update()

    def _rename(self) -> None:
        told = [self._name, _tr("redactions on it: {0}").format(len(self._shown))]
        if self.draft is not None:
            edges = (self.draft.left(), self.draft.top(), self.draft.width(), self.draft.height())
            words = _tr("box {0} from the left, {1} from the top, {2} wide, {3} high")
            told.append(words.format(*(round(edge) for edge in edges)))
        self.setAccessibleName(", ".join(told))

    @property
    def _scale(self) -> float:
        return self._zoom * DOTS_PER_POINT

    def _points(self, at: QPointF) -> QPointF:
        width, height = self._size
        return QPointF(
            min(max(0.0, at.x() / self._scale), width), min(max(0.0, at.y() / self._scale), height)
        )

    def _dots(self, place: QRectF) -> QRectF:
        scale = self._scale
        return QRectF(
            place.left() * scale, place.top() * scale, place.width() * scale, place.height() * scale
        )

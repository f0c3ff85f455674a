"""The scrolling list itself. Rows are equally high, so a million of them cost no more to lay out than ten.

Qt's own list view measures every row again at each reset: over a second for a million. It stays the base
class because that is how Qt knows to tell screen readers of a list; its layout is what is replaced.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.record_delegate import RecordDelegate
from spoc_desk.ui.widgets.record_model import RecordModel

Index = QModelIndex | QPersistentModelIndex
_KEYS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_MOVES = QAbstractItemView.CursorAction


class RecordView(QListView):
    """J and K as well as the arrows; Enter opens. Typed letters do not search: that is the filter's work."""

    opened = Signal()

    def __init__(self, theme: Theme, name: str, model: RecordModel, delegate: RecordDelegate) -> None:
        super().__init__()
        self._theme = theme
        self._height = theme.px(74)
        self._under_mouse = -1
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the row height in use; the chosen row stays in sight."""
        self._height = self._theme.px(74)
        self.updateGeometries()
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def step(self, rows: int) -> None:
        """Moves the selection down, or up when negative."""
        count = self.model().rowCount()
        if count:
            self.setCurrentIndex(self._at(self.currentIndex().row() + rows))

    # What Qt asks of a view

    def doItemsLayout(self) -> None:
        """Nothing to measure: only the scroll bar's range may have changed."""
        QAbstractItemView.doItemsLayout(self)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paints the rows now in sight."""
        self.viewport().update()

    def visualRect(self, index: Index) -> QRect:
        """Where a row is on the viewport."""
        if not index.isValid():
            return QRect()
        top = index.row() * self._height - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a place of the viewport."""
        row = (point.y() + self.verticalOffset()) // self._height
        return self.model().index(row, 0) if 0 <= row < self.model().rowCount() else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Brings a row into sight, moving no further than needed."""
        box = self.visualRect(index)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if not box.isValid():
            return
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + box.center().y() - room // 2)
        elif box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif box.bottom() >= room:
            bar.setValue(bar.value() + box.bottom() - room + 1)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads from the chosen row."""
        row, page = self.currentIndex().row(), max(1, self.viewport().height() // self._height)
        steps = {
            _MOVES.MoveUp: -1,
            _MOVES.MoveDown: 1,
            _MOVES.MovePageUp: -page,
            _MOVES.MovePageDown: page,
            _MOVES.MoveHome: -row,
            _MOVES.MoveEnd: self.model().rowCount(),
        }
        return self._at(row + steps.get(action, 0))

    def horizontalOffset(self) -> int:
        """Rows are as wide as the view."""
        return 0

    def verticalOffset(self) -> int:
        """How far the list is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """No row is hidden."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Chooses the row at the rectangle's corner."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the chosen row is."""
        region = QRegion()
        for index in selection.indexes():
            region = region.united(QRegion(self.visualRect(index)))
        return region

    def updateGeometries(self) -> None:
        """Sets the range of the scroll bar."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self._height // 2)
        bar.setPageStep(room)
        bar.setRange(0, max(0, self.model().rowCount() * self._height - room))
        QAbstractItemView.updateGeometries(self)

    def keyboardSearch(self, search: str) -> None:
        """Would read every row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        first = max(0, (event.rect().top() + self.verticalOffset()) // self._height)
        last = (event.rect().bottom() + self.verticalOffset()) // self._height
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        state = option.state
        for row in range(first, min(last, self.model().rowCount() - 1) + 1):
            index = self.model().index(row, 0)
            option.rect = self.visualRect(index)
            option.state = state | self._state_of(index)
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K step; other keys are Qt's."""
        step = _KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if step is not None:
            self.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notes which row the mouse is over."""
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            at = self.viewport().mapFromGlobal(self.cursor().pos())
            row = self.indexAt(at).row() if self.viewport().rect().contains(at) else -1
            if row != self._under_mouse:
                self._under_mouse = row
                self.viewport().update()
        return super().viewportEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Keeps the whole of the chosen row in sight."""
        super().selectionChanged(selected, deselected)
        if selected.indexes():
            self.scrollTo(selected.indexes()[0])
        self.viewport().update()

    def _at(self, row: int) -> QModelIndex:
        return self.model().index(min(self.model().rowCount() - 1, max(0, row)), 0)

    def _state_of(self, index: QModelIndex) -> QStyle.StateFlag:
        state = QStyle.StateFlag.State_None
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if self.hasFocus():
            state |= QStyle.StateFlag.State_HasFocus
        if index.row() == self._under_mouse:
            state |= QStyle.StateFlag.State_MouseOver
        return state

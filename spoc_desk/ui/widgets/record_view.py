"""The scrolling list itself: J and K as well as the arrows, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.record_delegate import RecordDelegate
from spoc_desk.ui.widgets.record_model import RecordModel

_KEYS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


class RecordView(QListView):
    """Rows of equal height, painted by one delegate."""

    opened = Signal()

    def __init__(self, theme: Theme, name: str, model: RecordModel, delegate: RecordDelegate) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the row height in use."""
        self.doItemsLayout()
        self.verticalScrollBar().setSingleStep(self._theme.px(37))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K step; other keys are Qt's."""
        step = _KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if step is not None:
            self.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def step(self, rows: int) -> None:
        """Moves the selection down, or up when negative."""
        count = self.model().rowCount()
        if count:
            place = min(count - 1, max(0, self.currentIndex().row() + rows))
            self.setCurrentIndex(self.model().index(place, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Keeps the whole of the chosen row in sight."""
        super().selectionChanged(selected, deselected)
        if selected.indexes():
            self.scrollTo(selected.indexes()[0])

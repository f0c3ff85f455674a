"""Chooses exhibits and puts them in order, by mouse or by keyboard."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.layouts import Column, Row, framed

_REFERENCE = int(Qt.ItemDataRole.UserRole)


class _OrderList(QListWidget):
    """Alt with an arrow moves the row that has the cursor."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes Alt+Up and Alt+Down; leaves the rest to the list."""
        step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class ExhibitOrder(Field):
    """A list of exhibits, each ticked or not; Space ticks; drag, Alt+arrows or the buttons move."""

    def __init__(self, theme: Theme, label: str, exhibits: Sequence[Exhibit]) -> None:
        hint = QCoreApplication.translate("ExhibitOrder", "Space ticks. Alt+Up and Alt+Down move.")
        super().__init__(theme, label, required=True, hint=hint)
        self.editor = _OrderList()
        self.editor.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editor.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.watch(self.editor)
        for exhibit in exhibits:
            item = QListWidgetItem(f"{exhibit.reference}   {exhibit.description}")
            item.setData(_REFERENCE, exhibit.reference)
            item.setToolTip(item.text())
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.editor.addItem(item)
        self.up = Button(theme, self.tr("Move up"), "arrow-up")
        self.down = Button(theme, self.tr("Move down"), "arrow-down")
        self.none = Button(theme, self.tr("None"), kind="ghost")
        self.every = Button(theme, self.tr("All"), kind="ghost")
        self.editor.moved.connect(self._move)
        self.editor.model().rowsMoved.connect(self.on_edit)  # dragged
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.every.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.body.addWidget(framed("card", Column(theme, self.editor, margins=(4, 4, 4, 4))))
        self.body.addLayout(Row(theme, self.up, self.down, None, self.every, self.none))
        self.editor.itemChanged.connect(lambda _item: self.on_edit())
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.editor.setFont(self.theme.font(13))
        self.editor.setMinimumHeight(self.theme.px(170))
        for place in range(self.editor.count()):
            self.editor.item(place).setSizeHint(QSize(0, self.theme.px(28)))

    def value(self) -> tuple[str, ...]:
        """The references ticked, in order."""
        return tuple(ref for ref, ticked in self._rows() if ticked)

    def is_empty(self) -> bool:
        """Whether nothing is ticked."""
        return not self.value()

    def problem(self) -> str:
        """At least one must be ticked."""
        return self.tr("Tick at least one exhibit.") if self.is_empty() else ""

    def draft(self) -> str:
        """The order and the ticks."""
        return json.dumps(self._rows())

    def take_draft(self, text: str) -> None:
        """Puts back what draft() gave; exhibits added since stand at the end, ticked."""
        if not text:
            return
        kept = [str(ref) for ref, ticked in json.loads(text) if ticked]
        order = {str(ref): place for place, (ref, _ticked) in enumerate(json.loads(text))}
        items = [self.editor.takeItem(0) for _ in range(self.editor.count())]
        items.sort(key=lambda item: order.get(str(item.data(_REFERENCE)), len(order)))
        for item in items:
            reference = str(item.data(_REFERENCE))
            chosen = reference in kept or reference not in order
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.editor.addItem(item)

    def _rows(self) -> list[tuple[str, bool]]:
        items = [self.editor.item(place) for place in range(self.editor.count())]
        return [(str(item.data(_REFERENCE)), item.checkState() is Qt.CheckState.Checked) for item in items]

    def _move(self, step: int) -> None:
        place = self.editor.currentRow()
        if 0 <= place + step < self.editor.count() and place >= 0:
            item = self.editor.takeItem(place)
            self.editor.insertItem(place + step, item)
            self.editor.setCurrentRow(place + step)
            self.on_edit()

    def _tick(self, state: Qt.CheckState) -> None:
        for place in range(self.editor.count()):
            self.editor.item(place).setCheckState(state)

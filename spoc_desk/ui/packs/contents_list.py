"""The list behind a pack's contents: headings of sections, and below each what stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from spoc_desk.ui.theme import Theme

_KEY = int(Qt.ItemDataRole.UserRole)
_IS_SECTION = _KEY + 1
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
TITLE_LIMIT = 80


def is_section(item: QListWidgetItem) -> bool:
    """Whether a row is the heading of a section."""
    return bool(item.data(_IS_SECTION))


def key_of(item: QListWidgetItem) -> str:
    """A section's title, or the key of what stands in the row."""
    return item.text().strip() if is_section(item) else str(item.data(_KEY))


def ticked(item: QListWidgetItem) -> bool | None:
    """Whether a row is ticked; None for a heading."""
    return None if is_section(item) else item.checkState() is Qt.CheckState.Checked


class ContentsList(QListWidget):
    """One flat list, so that one drag or one key moves a row within its section or into the next.

    The first row is always a heading: nothing stands outside a section.
    """

    changed = Signal()
    turned = Signal()  # the cursor went to another row

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filling = False
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(self._edited)
        self.currentRowChanged.connect(self.turned)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes fonts, colours and heights at the text scale in use."""
        self._filling = True
        self.setFont(self._theme.font(13))
        self.setMinimumHeight(self._theme.px(210))
        for item in self.rows():
            self._dress_row(item)
        self._filling = False

    def rows(self) -> list[QListWidgetItem]:
        """Every row, from the top."""
        return [self.item(place) for place in range(self.count())]

    def sections(self) -> int:
        """How many headings there are."""
        return sum(is_section(item) for item in self.rows())

    def fill(self, rows: Sequence[tuple[str, str, bool | None]]) -> None:
        """Shows these rows: key, words, and the tick or None for a heading."""
        self._filling = True
        self.clear()
        for key, words, tick in rows:
            self.addItem(self._made(key, words, tick))
        self._filling = False

    def move_current(self, step: int) -> None:
        """Moves the row with the cursor up (-1) or down (1), past headings into the next section."""
        place = self.currentRow()
        target = place + step
        if place < 0 or not 0 <= target < self.count():
            return
        self._filling = True
        self.insertItem(target, self.takeItem(place))
        self._filling = False
        self._mend()
        self.setCurrentRow(target)
        self._tell()

    def tick_all(self, state: Qt.CheckState) -> None:
        """Ticks every row, or none."""
        self._filling = True
        for item in self.rows():
            if not is_section(item):
                item.setCheckState(state)
        self._filling = False
        self._tell()

    def insert_section(self, title: str) -> None:
        """Puts a heading above the row with the cursor, ready to be named."""
        place = max(1, self.currentRow()) if self.count() else 0
        self._filling = True
        self.insertItem(place, self._made(title, title, None))
        self._filling = False
        self.setCurrentRow(place)
        self._tell()
        self.rename_current()

    def rename_current(self) -> None:
        """Begins to edit the title of the heading with the cursor."""
        item = self.currentItem()
        if self.currentRow() >= 0 and is_section(item):
            self.setFocus()
            self.editItem(item)

    def remove_section(self) -> None:
        """Takes the heading with the cursor away; what stood below it joins the section above."""
        place = self.currentRow()
        if place < 0 or not is_section(self.item(place)) or self.sections() < 2:
            return
        self._filling = True
        self.takeItem(place)
        self._filling = False
        self._mend()
        self.setCurrentRow(max(0, place - 1))
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes Alt+Up and Alt+Down; leaves the rest to the list."""
        step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes a dragged row, and keeps a heading at the top."""
        super().dropEvent(event)
        self._mend()
        self._tell()

    def _made(self, key: str, words: str, tick: bool | None) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_KEY, key)
        item.setData(_IS_SECTION, tick is None)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if tick is None:
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable)
        else:
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if tick else Qt.CheckState.Unchecked)
            item.setToolTip(words)
        self._dress_row(item)
        return item

    def _dress_row(self, item: QListWidgetItem) -> None:
        theme = self._theme
        item.setSizeHint(QSize(0, theme.px(32 if is_section(item) else 28)))
        if is_section(item):
            item.setFont(theme.font(13, 600))
            item.setForeground(theme.colour("text"))
            item.setBackground(theme.colour("sunken"))
            spoken = QCoreApplication.translate("PackContents", "Section {0}").format(item.text())
            item.setData(_SPOKEN, spoken)

    def _edited(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        if is_section(item):
            self._filling = True
            title = " ".join(item.text().split())[:TITLE_LIMIT]
            item.setText(title or str(item.data(_KEY)))
            item.setData(_KEY, item.text())
            self._dress_row(item)
            self._filling = False
        self._tell()

    def _mend(self) -> None:
        """A row dragged above the first heading stands below it instead."""
        first = next((place for place, item in enumerate(self.rows()) if is_section(item)), 0)
        if first:
            self._filling = True
            self.insertItem(0, self.takeItem(first))
            self._filling = False

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

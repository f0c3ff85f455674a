"""A list of any length: every id in an array, rows fetched in blocks as they come into view."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spoc_desk.services.rows import ListRow
from spoc_desk.ui.theme import Badge

BLOCK = 128
KEPT_BLOCKS = 64
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_INDEX = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractListModel):
    """Rows by id. fetch is called on the GUI thread, for at most 128 known ids at a time."""

    def __init__(
        self,
        fetch: Callable[[tuple[int, ...]], Sequence[ListRow]],
        badge: Callable[[ListRow], Badge],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch, self._badge = fetch, badge
        self._ids = array("q")
        self._blocks: OrderedDict[int, tuple[ListRow | None, ...]] = OrderedDict()

    def set_ids(self, ids: array[int]) -> None:
        """Shows another list of ids; rows are fetched afresh."""
        self.beginResetModel()
        self._ids = ids
        self._blocks.clear()
        self.endResetModel()

    def id_at(self, row: int) -> int | None:
        """The id at a place in the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def place_of(self, record_id: int) -> int | None:
        """Where an id stands, or None when it is not in the list."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def row(self, place: int) -> ListRow | None:
        """The row at a place; None when the record has gone since the ids were read."""
        number = place // BLOCK
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        else:
            self._blocks.move_to_end(number)
        return block[place - number * BLOCK]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many ids there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, or its words for search by typing and for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role == ROW_ROLE:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            return None if row is None else self._spoken(row)
        return None

    def _read(self, number: int) -> tuple[ListRow | None, ...]:
        ids = tuple(self._ids[number * BLOCK : (number + 1) * BLOCK])
        found = {row.id: row for row in self._fetch(ids)}
        block = tuple(found.get(record_id) for record_id in ids)
        self._blocks[number] = block
        if len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def _spoken(self, row: ListRow) -> str:
        parts = (row.reference, row.title, self._badge(row).word, row.detail, row.when, row.due)
        return ", ".join(part for part in parts if part)

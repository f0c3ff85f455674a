"""A plain table of words: sortable by nothing, readable by everyone, one row chosen at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from spoc_desk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
STRETCHED_AT_LEAST = 190


@dataclass(frozen=True, slots=True)
class TableRow:
    """The words of one row, and a key that says what it stands for.

    mark: icon and tone before the last cell, which says the same in words.
    """

    key: str
    cells: tuple[str, ...]
    mark: tuple[str, str] = ("", "")


class RowsModel(QAbstractTableModel):
    """Rows of words under their titles."""

    def __init__(self, theme: Theme, titles: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._titles = theme, tuple(titles)
        self._rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> TableRow:
        """One row."""
        return self._rows[number]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; to a screen reader the first cell says the whole row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, row.cells)) if index.column() == 0 else row.cells[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and row.mark[0] and index.column() == len(row.cells) - 1:
            return self._theme.pixmap(*row.mark, 14)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class Table(QTableView):
    """Shows rows; widths are in pixels before scaling, nought takes what is left.

    spare: columns to leave out, in this order, where there is too little room for the one that stretches.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        titles: Sequence[str],
        widths: Sequence[int],
        *,
        spare: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._theme, self._widths, self._spare = theme, tuple(widths), tuple(spare)
        self.rows = RowsModel(theme, titles)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for column, width in enumerate(self._widths):
            modes = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, modes.Interactive if width else modes.Stretch)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._opened)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes fonts and sizes at the text scale in use."""
        self.setFont(self._theme.font(13, 400, True))
        self.horizontalHeader().setFont(self._theme.font(12, 600))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(32))
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, self._theme.px(width))
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() / self._theme.scale - STRETCHED_AT_LEAST - sum(self._widths)
        for column in self._spare:
            self.setColumnHidden(column, room < 0)
            room += self._widths[column] if room < 0 else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves columns out where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Shows other rows; the one chosen stays chosen when it is still among them."""
        kept = self.current()
        self.rows.show_rows(rows)
        keys = [row.key for row in rows]
        if kept in keys:
            self.selectRow(keys.index(kept))

    def current(self) -> str:
        """The key of the row chosen, or empty."""
        index = self.currentIndex()
        return self.rows.row(index.row()).key if index.isValid() else ""

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.rows.row(now.row()).key)

    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.row(index.row()).key)

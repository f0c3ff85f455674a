"""The exhibits of one casefile as a table: reference, description, kind, size, state, when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.moments import day_of, short_day
from spoc_desk.ui.exhibits.words import kind_of, size_words
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.pill import draw_pill, pill_width

_ID = Qt.ItemDataRole.UserRole
_ICON = Qt.ItemDataRole.UserRole + 1
_KIND, _STATE = 2, 4
ROWS_SEEN = 6
ROOMY_FROM, TIGHT_BELOW = 640, 480


class _CellDelegate(QStyledItemDelegate):
    """Paints words; the row, not the cell, shows the focus."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As Qt does, without the frame around one cell."""
        option.state &= ~(QStyle.StateFlag.State_HasFocus)
        super().paint(painter, option, index)


class _StateDelegate(QStyledItemDelegate):
    """Paints an exhibit's state as a pill."""

    def __init__(self, theme: Theme, parent: QTableWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground of the row, then the pill."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        if selected:
            painter.fillRect(rect, self._theme.colour("selection"))
        badge = badge_of(str(index.data(_ID)))
        right = rect.left() + self._theme.px(8) + pill_width(self._theme, badge)
        draw_pill(painter, self._theme, badge, right, rect.center().y(), edged=selected)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the pill."""
        badge = badge_of(str(index.data(_ID)))
        return QSize(pill_width(self._theme, badge) + self._theme.px(18), self._theme.px(34))


class ExhibitTable(QTableWidget):
    """One exhibit is chosen at a time; the choice survives when the list is read again."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 6)
        self._theme = theme
        self._settling = False
        self.setHorizontalHeaderLabels(
            [
                self.tr("Reference"), self.tr("What it is"), self.tr("Kind"),
                self.tr("Size"), self.tr("State"), self.tr("Recorded"),
            ]
        )  # fmt: skip
        self.setAccessibleName(self.tr("Exhibits"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        modes = QHeaderView.ResizeMode
        for column in range(6):
            header.setSectionResizeMode(column, modes.Stretch if column == 1 else modes.ResizeToContents)
        self.setItemDelegate(_CellDelegate(self))
        self.setItemDelegateForColumn(_STATE, _StateDelegate(theme, self))
        self.currentCellChanged.connect(self._moved)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and row height at the text scale in use."""
        theme = self._theme
        self.setFont(theme.font(13, 400, True))
        self.horizontalHeader().setFont(theme.font(12, 600))
        self.verticalHeader().setDefaultSectionSize(theme.px(34))
        self.setIconSize(QSize(theme.px(15), theme.px(15)))
        for row in range(self.rowCount()):
            item = self.item(row, _KIND)
            if item is not None:
                item.setIcon(theme.icon(str(item.data(_ICON)), "hint", 15))
        self._fit()

    def show_exhibits(self, exhibits: Sequence[Exhibit]) -> None:
        """Lists exhibits; the one chosen stays chosen."""
        keep = self.selected_id()
        self._settling = True
        self.setRowCount(len(exhibits))
        for row, exhibit in enumerate(exhibits):
            kind, icon = kind_of(exhibit.media_type, exhibit.filename)
            words = (
                exhibit.reference, exhibit.description, kind, size_words(exhibit.size), "",
                short_day(day_of(exhibit.recorded_at)),
            )  # fmt: skip
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setData(_ID, str(exhibit.state) if column == _STATE else exhibit.id)
                item.setToolTip(text)
                if column == _KIND:
                    item.setData(_ICON, icon)
                    item.setIcon(self._theme.icon(icon, "hint", 15))
                if column == _STATE:
                    said = badge_of(str(exhibit.state)).word
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                self.setItem(row, column, item)
        self._settling = False
        self._fit()
        if keep is not None:
            self.select(keep)

    def selected_id(self) -> int | None:
        """The exhibit chosen."""
        item = self.item(self.currentRow(), 0)
        return int(item.data(_ID)) if item is not None else None

    def select(self, exhibit_id: int) -> bool:
        """Chooses an exhibit; answers whether it is in the list."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.data(_ID) == exhibit_id:
                self.setCurrentCell(row, 0)
                self.scrollToItem(item)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves columns out where there is little room."""
        super().resizeEvent(event)
        room = self.width() / self._theme.scale
        self.setColumnHidden(5, room < ROOMY_FROM)
        self.setColumnHidden(2, room < TIGHT_BELOW)
        self.setColumnHidden(3, room < TIGHT_BELOW)

    def _fit(self) -> None:
        rows = max(1, min(ROWS_SEEN, self.rowCount()))
        self.setFixedHeight(self._theme.px(34) * rows + self.horizontalHeader().sizeHint().height() + 4)

    def _moved(self, row: int, _column: int, before: int, _before_column: int) -> None:
        key = self.selected_id()
        if key is not None and row != before and not self._settling:
            self.chosen.emit(key)

"""The table of an import's plan: thousands of lines, painted as they are scrolled to; one is read in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from spoc_desk.ui.contacts.plan_lines import PlanLine
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.layouts import Column
from spoc_desk.ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanTable", text)


class PlanModel(QAbstractTableModel):
    """Lines as they are; nothing is copied."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[PlanLine] = ()

    def show_lines(self, lines: Sequence[PlanLine]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Place, name, words."""
        return 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """The words of one cell, also as its tip and its name."""
        line = self.lines[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
        ):  # fmt: skip
            return (line.place, line.name, line.words)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return (_tr("Where"), _tr("Who"), _tr("What"))[section]
        return None


class _Indented(QStyledItemDelegate):
    """Cells whose words stand under those of the heading."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Moves the words in a little."""
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(self._theme.px(5), 0, -self._theme.px(5), 0)


class PlanTable(QWidget):
    """The lines of one part of the plan; the line chosen is written out below, however long it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.model = PlanModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Indented(theme, self.table))
        self.table.setAccessibleName(_tr("What the import would do"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.whole = Text(theme, "", "meta", "text2", wrap=True, selectable=True)
        self.setLayout(Column(theme, self.table, self.whole, gap=8))
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font, widths and heights at the text scale in use."""
        px = self._theme.px
        self.table.setFont(self._theme.font(13, 400, True))
        self.table.horizontalHeader().setFont(self._theme.font(12, 600))
        self.table.verticalHeader().setDefaultSectionSize(px(40))
        self.table.setFixedHeight(px(292))
        self._share()

    def show_lines(self, lines: Sequence[PlanLine]) -> None:
        """Shows a part of the plan from its beginning."""
        self.model.show_lines(lines)
        self.whole.setText(_tr("Choose a line to read it in full.") if lines else _tr("None."))
        self.table.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the room anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        px = self._theme.px
        self.table.setColumnWidth(0, min(px(104), self.width() // 5))
        self.table.setColumnWidth(1, min(px(210), self.width() // 4))

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            line = self.model.lines[index.row()]
            self.whole.setText(" · ".join(filter(None, (line.place, line.name, line.words))))

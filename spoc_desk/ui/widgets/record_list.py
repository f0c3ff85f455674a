"""The left pane of a page: heading and count, filter, chips, order, and the list of records."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from spoc_desk.services.rows import ListRow
from spoc_desk.ui.theme import Badge, Theme
from spoc_desk.ui.widgets.badges import row_badge
from spoc_desk.ui.widgets.buttons import Button, ChipGroup
from spoc_desk.ui.widgets.layouts import Column, Row, Rule
from spoc_desk.ui.widgets.record_delegate import RecordDelegate
from spoc_desk.ui.widgets.record_model import RecordModel
from spoc_desk.ui.widgets.record_view import RecordView
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.widgets.text import Text

TIGHT = 380


class RecordList(QFrame):
    """Shows ids as rows. It asks for nothing itself: filter, chip and order are told by changed()."""

    selected = Signal(int)
    opened = Signal(int)
    asked = Signal()  # filter, chip or order changed: read words(), chip(), and show other ids

    def __init__(
        self,
        theme: Theme,
        title: str,
        fetch: Callable[[tuple[int, ...]], Sequence[ListRow]],
        *,
        chips: Sequence[tuple[str, str]] = (),
        badge: Callable[[ListRow], Badge] = row_badge,
        empty: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._wanted: int | None = None
        self._newest_first = True
        self._settling = False
        self._fresh = True
        self.setProperty("area", "list")
        self.model = RecordModel(fetch, badge, self)
        self.view = RecordView(theme, title, self.model, RecordDelegate(theme, badge, self))
        self.filter = SearchField(theme, self.tr("Filter this list"))
        self.chips = ChipGroup(theme, self.tr("Show"), chips)
        if not chips:
            self.chips.hide()
        self._count = Text(theme, "", "plain", "text2", tabular=True)
        self._order = Button(theme, "", "arrow-down-wide-narrow", "ghost")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._none = Text(theme, self.tr("Nothing matches. Change the filter."), "body", "text2", wrap=True)
        self._stack.addWidget(_centred(theme, self._none))
        self._stack.addWidget(empty or QWidget())
        self._lay_out(theme, title)
        self._connect()
        self._say_order()
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the least width at the text scale in use."""
        self.setMinimumWidth(self._theme.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the heading its room where there is little of it."""
        super().resizeEvent(event)
        self._order.set_compact(self.width() < self._theme.px(TIGHT))

    def words(self) -> str:
        """What the filter holds."""
        return self.filter.text().strip()

    def chip(self) -> str:
        """The key of the chosen chip."""
        return self.chips.current()

    def newest_first(self) -> bool:
        """Which end of the list comes first."""
        return self._newest_first

    def show_ids(self, ids: array[int], counts: Mapping[str, int] | None = None) -> None:
        """Shows these ids, newest first as read; the record chosen stays chosen if it is still there.

        Only the first list shown chooses its first record: to read a record is logged, so a filter
        must not open one.
        """
        keep = self._wanted if self._wanted is not None else self.selected_id()
        if not self._newest_first:
            ids = array("q", reversed(ids))
        before = self.selected_id()
        self._settling = True  # a reset passes through "nothing chosen", which is nobody's news
        self.model.set_ids(ids)
        if counts is not None:
            self.chips.set_counts(counts)
        self._count.setText(self.tr("{0} shown").format(f"{len(ids):,}"))
        filtered = bool(self.words()) or any((counts or {}).values())
        self._stack.setCurrentIndex(0 if ids else 1 if filtered else 2)
        self._choose(keep)
        self._wanted = None
        self._settling = False
        if self.selected_id() not in (None, before):
            self._current_changed()

    def say_count(self, text: str) -> None:
        """Says the count in other words than "37 shown"."""
        self._count.setText(text)

    def select(self, record_id: int) -> None:
        """Chooses a record now, or at the next show_ids() if it is not in the list yet."""
        self._wanted = record_id
        place = self.model.place_of(record_id)
        if place is not None:
            self._wanted = None
            self.view.setCurrentIndex(self.model.index(place, 0))

    def selected_id(self) -> int | None:
        """The id of the record chosen."""
        return self.model.id_at(self.view.currentIndex().row())

    def add_tool(self, button: QWidget) -> None:
        """Puts a button of the page's own into the heading, before the order."""
        self._heading.insertWidget(self._heading.indexOf(self._order), button)

    def forget(self) -> None:
        """Drops every row, as when the desk locks."""
        self.model.set_ids(array("q"))

    def _lay_out(self, theme: Theme, title: str) -> None:
        self._heading = Row(theme, Text(theme, title, "pane"), self._count, None, self._order, gap=10)
        head = Column(theme, self._heading, self.filter, self.chips, margins=(16, 12, 12, 10), gap=10)
        self.setLayout(Column(theme, head, Rule(), self._stack, gap=0))

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.opened.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.filter.searched.connect(self._ask)
        self.filter.left_down.connect(self._go_in)
        self.chips.chosen.connect(self._ask)
        self._order.clicked.connect(self._turn)

    def _choose(self, record_id: int | None) -> None:
        place = self.model.place_of(record_id) if record_id is not None else None
        if place is None and self._fresh and self.model.rowCount() and not self.words():
            place = 0
        self._fresh = self._fresh and not self.model.rowCount()
        if place is not None:
            self.view.setCurrentIndex(self.model.index(place, 0))

    def _current_changed(self, *_indexes: QModelIndex) -> None:
        record_id = self.selected_id()
        if record_id is not None and not self._settling:
            self.selected.emit(record_id)

    def _open(self, *_index: QModelIndex) -> None:
        record_id = self.selected_id()
        if record_id is not None:
            self.opened.emit(record_id)

    def _ask(self, _text: str = "") -> None:
        self.asked.emit()

    def _go_in(self) -> None:
        self.view.setFocus()

    def _turn(self) -> None:
        self._newest_first = not self._newest_first
        self._say_order()
        self.asked.emit()

    def _say_order(self) -> None:
        if self._newest_first:
            self._order.say(self.tr("Newest"), "arrow-down-wide-narrow")
        else:
            self._order.say(self.tr("Oldest"), "arrow-up-narrow-wide")
        self._order.setAccessibleName(self.tr("Order: {0} first").format(self._order.text().strip().lower()))


def _centred(theme: Theme, words: Text) -> QWidget:
    box = QWidget()
    box.setLayout(Column(theme, words, None, margins=(18, 24, 18, 24)))
    return box

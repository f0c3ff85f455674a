"""A page of a list beside the record chosen in it; side by side where there is room, else one at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from spoc_desk.domain.retention_changes import RecordsDestroyed
from spoc_desk.services.rows import ListRow
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.theme import Badge
from spoc_desk.ui.widgets.badges import row_badge
from spoc_desk.ui.widgets.empty import EmptyState
from spoc_desk.ui.widgets.record_detail import RecordDetail, centred
from spoc_desk.ui.widgets.record_list import RecordList
from spoc_desk.ui.workplace import Page, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.listing import ShownLists
    from spoc_desk.services.ports import Changes, Desk

    Listing = tuple[array[int], Mapping[str, int]]  # Python 3.11 cannot say this outside annotations

# From so many records on, a filter shows its first rows before it knows them all.
MANY = 20_000
# A filter left alone for so long is a search, and is written down; each key pressed is not.
SETTLED_MS = 2000
STACKED_BELOW = 740
ROOMY_FROM = 1080


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a page lists. kind: as Queries and navigate() know it, such as "incidents".

    chips: key and words; the keys are those of Queries.chips(), the first is chosen to begin with.
    empty: the sentence for a list with nothing in it, and new_text its action.
    """

    kind: str
    title: str
    empty: str
    empty_icon: str = "inbox"
    new_text: str = ""
    chips: Sequence[tuple[str, str]] = ()
    badge: Callable[[ListRow], Badge] = row_badge


class ListDetailPage(Page):
    """Override show_record(), and begin_new(); call reload() to read the list again.

    The list is read afresh after every change that stale() says matters; the record shown is too.
    """

    def __init__(self, workplace: Workplace, spec: ListSpec, detail: RecordDetail) -> None:
        super().__init__()
        self.workplace, self.spec, self.detail = workplace, spec, detail
        theme = workplace.theme
        self.list = RecordList(
            theme,
            spec.title,
            self._fetch,
            chips=spec.chips,
            badge=spec.badge,
            empty=EmptyState(theme, spec.empty, spec.new_text, self.begin_new, spec.empty_icon),
        )
        self._latest: LatestOnly[Any] = LatestOnly(workplace.jobs, self)
        self._many = False
        self._logged = ""
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._log_search)
        self.asking: LatestOnly[Any] = LatestOnly(workplace.jobs, self)
        self._shown: int | None = None
        self._held: int | None = None
        self._stacked = False
        self._shape = (False, False, 0)
        self._right = QStackedWidget()
        self._right.addWidget(detail)
        self._nothing = EmptyState(theme, self.tr("Choose a record on the left."), icon="panel-right")
        self._right.addWidget(centred(self._nothing))
        self._right.setCurrentIndex(1)
        self._lay_out()
        self.list.asked.connect(self.reload)
        self.list.selected.connect(self._selected)
        self.list.opened.connect(self._opened)
        detail.back.connect(self._show_list)
        detail.copied.connect(self._copied)
        workplace.jobs.changed.connect(self._changed)
        workplace.theme.follow(self.dress)
        self.reload()

    def show_record(self, record_id: int) -> None:
        """To be overridden: reads the record with self.asking (newest answer only), fills detail."""
        raise NotImplementedError

    def stale(self, changes: Changes) -> bool:
        """Whether these changes touch what the page shows; override to be choosier."""
        return True

    def reload(self) -> None:
        """Reads the ids again for the filter and chip in use; the choice stays."""
        kind, words, chip = self.spec.kind, self.list.words(), self.list.chip()
        if words != self._logged:
            self._logged = words
            self._settled.start()
        shown = self.workplace.shown
        whole = partial(_listing, kind=kind, words=words, chip=chip, shown=shown)
        if words and self._many:
            # In a big vault the first rows are painted while the rest are still being found.
            first = partial(_first, kind=kind, words=words, chip=chip, shown=shown)
            self._latest.ask(first, lambda ids: self._first_listed(ids, whole))
        else:
            self._latest.ask(whole, self._listed)

    def open_record(self, record_id: int) -> None:
        """Shows a record; when the filter hides it, the filter is cleared."""
        self.list.select(record_id)
        if self.list.model.place_of(record_id) is None:
            self.list.filter.clear()
            self._show_all()
            self.reload()
        self._show(record_id)
        if self._stacked:
            self._show_detail()

    def focus_filter(self) -> None:
        """Puts the cursor into the filter."""
        self._show_list()
        self.list.filter.setFocus()
        self.list.filter.selectAll()

    def go_back(self) -> bool:
        """From the record to the list when only one of them is shown."""
        if self._stacked and self.detail.isVisible():
            self._show_list()
            return True
        return False

    def panes(self) -> tuple[QWidget, ...]:
        """The list, and the record."""
        return (self.list.view, self.detail)

    def place(self) -> int | None:
        """The record shown."""
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or one at a time, by the width at the text scale in use."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.dress()

    def dress(self) -> None:
        """Shares the room between list and record at the text scale in use."""
        px = self.workplace.theme.px
        room = self.width() / self.workplace.theme.scale
        stacked = room < STACKED_BELOW
        if stacked is not self._stacked:
            self._stacked = stacked
            self.detail.back_button.setVisible(stacked)
            self.list.setVisible(True)
            self._right.setVisible(not stacked)
        shape = (stacked, room >= ROOMY_FROM, px(1_000))
        if not stacked and shape != self._shape:  # otherwise the divider stays where the officer dragged it
            left = px(436 if room >= ROOMY_FROM else 330)
            self._splitter.setSizes([left, self.width() - left])
        self._shape = shape

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _fetch(self, ids: tuple[int, ...]) -> Sequence[ListRow]:
        return self.workplace.jobs.inline(partial(_rows, kind=self.spec.kind, ids=ids))

    def _listed(self, listing: Listing) -> None:
        ids, counts = listing
        held, self._held = self._held, None
        if held is not None and held not in ids and self._show_all():
            # What was just done took the record out of the chip's list; whoever did it is not done with it.
            self.list.select(held)
            return
        self._many = max(counts.values(), default=len(ids)) > MANY
        self.list.show_ids(ids, counts)
        chosen = self.list.selected_id()
        if chosen is not None and chosen != self._shown:
            self._show(chosen)

    def _log_search(self) -> None:
        if self.list.words():
            self.workplace.searched(self.list.words(), self.list.model.rowCount())

    def _first_listed(self, ids: array[int], whole: Callable[[Desk], Listing]) -> None:
        self.list.show_ids(ids)
        self._latest.ask(whole, self._listed)

    def _selected(self, record_id: int) -> None:
        self._show(record_id)

    def _opened(self, record_id: int) -> None:
        self._show(record_id)
        if self._stacked:
            self._show_detail()
        else:
            self.detail.setFocus()
            self.focusNextChild()

    def _show(self, record_id: int) -> None:
        if record_id != self._shown:
            self._shown = record_id
            self._right.setCurrentIndex(0)
            self.show_record(record_id)
            rows = self._fetch((record_id,))
            if rows and rows[0] is not None:
                words = rows[0].reference or rows[0].title
                self.recorded.emit(self.spec.kind, record_id, words)

    def _changed(self, changes: Changes) -> None:
        if any(isinstance(change, RecordsDestroyed) for change in changes):
            self._leave()
        elif self.stale(changes):
            self._held = self._shown
            self.reload()
            if self._shown is not None:
                self.show_record(self._shown)

    def _leave(self) -> None:
        """Shows no record: the one shown may be destroyed, and nothing of it may stay in sight."""
        self._shown = self._held = None
        self.list.view.clearSelection()
        self._right.setCurrentIndex(1)
        self._show_list()
        self.reload()

    def _show_all(self) -> bool:
        """Chooses the chip that hides nothing; answers whether that is another one than before."""
        keys = [key for key, _ in self.spec.chips]
        widest = next((key for key in keys if key.casefold() == "all"), keys[0] if keys else "")
        if not widest or self.list.chip() == widest:
            return False
        self.list.chips.choose(widest)
        return True

    def _show_list(self) -> None:
        self.list.show()
        self._right.setVisible(not self._stacked)

    def _show_detail(self) -> None:
        self._right.show()
        self.list.setVisible(not self._stacked)
        self.detail.back_button.setFocus()

    def _copied(self, reference: str) -> None:
        self.workplace.clipboard.copy(reference)
        self.workplace.toast(self.tr("Copied {0}.").format(reference))


def _first(desk: Desk, *, kind: str, words: str, chip: str, shown: ShownLists) -> array[int]:
    ids = desk.queries.first_ids(kind, words, chip)
    shown.tell(kind, len(ids), desk)
    return ids


def _listing(desk: Desk, *, kind: str, words: str, chip: str, shown: ShownLists) -> Listing:
    ids = desk.queries.ids(kind, words, chip)
    shown.tell(kind, len(ids), desk)
    return ids, desk.queries.chips(kind)


def _rows(desk: Desk, *, kind: str, ids: tuple[int, ...]) -> tuple[ListRow, ...]:
    return desk.queries.rows(kind, ids)

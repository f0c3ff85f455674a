"""The first page: what needs an officer today, the figures of the desk, and what changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from spoc_desk.domain.moments import local, long_day
from spoc_desk.services.today import SOON_DAYS, TodayView, needs, today
from spoc_desk.ui.incidents.new_form import new_dialog
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.today.cards import NeedKey, NeedsCard, beginning_card, check_card, polls_card, recent_card
from spoc_desk.ui.today.columns import TwoColumns
from spoc_desk.ui.today.words import greeting
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.widgets.tiles import FigureTile, Tiles
from spoc_desk.ui.workplace import NavBadge, Page, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.listing import ShownLists
    from spoc_desk.services.ports import Changes, Desk

REFRESH_MINUTES = 5
BROADEST = 1280


def _tr(text: str) -> str:
    return QCoreApplication.translate("TodayPage", text)


class TodayPage(Page):
    """Read again after every change and every few minutes; its first reading in a sitting is logged."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.view: TodayView | None = None
        self.needs_card: NeedsCard | None = None
        self._whole = False
        theme = workplace.theme
        self.day = Text(theme, "", "meta", "text2", tabular=True)
        self.greeting = Text(theme, "", "title", wrap=True)
        self.lead = Text(theme, "", "body", "text2", wrap=True)
        self.tiles = self._make_tiles()
        self._broad, self._narrow = Column(theme, gap=14), Column(theme, gap=14)
        self.scroll_area = QScrollArea()
        self._asking: LatestOnly[TodayView] = LatestOnly(workplace.jobs, self)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MINUTES * 60_000)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        workplace.jobs.changed.connect(self._changed)
        self._greet()
        self.refresh()

    def refresh(self) -> None:
        """Reads everything again; what is shown stays until it arrives."""
        self._asking.ask(partial(_today, shown=self.workplace.shown), self.fill)

    def begin_new(self) -> None:
        """What happened comes first wherever the officer is: a new incident."""
        new_dialog(self.workplace, self)

    def panes(self) -> tuple[QWidget, ...]:
        """The page as a whole: arrows scroll it, Tab goes into it."""
        return (self.scroll_area,)

    def showEvent(self, event: QShowEvent) -> None:
        """Coming back after a night finds the new day."""
        super().showEvent(event)
        if self.view is not None:
            self.refresh()

    def fill(self, view: TodayView) -> None:
        """Shows what was read; nothing is rebuilt when nothing changed, so the focus stays."""
        self._greet()
        if view != self.view:
            self.view = view
            self._show_figures(view)
            self._show_cards(view)

    # Building

    def _make_tiles(self) -> dict[str, FigureTile]:
        theme, go = self.workplace.theme, self.workplace.navigate
        first = self._go_to_first
        return {
            "overdue": FigureTile(theme, "triangle-alert", _tr("Overdue"), "", first, tone="error"),
            "today": FigureTile(theme, "clock", _tr("Due today"), "", first, tone="warning"),
            "incidents": FigureTile(theme, "siren", _tr("Open incidents"), "", partial(go, "incidents")),
            "casefiles": FigureTile(
                theme, "folder-open", _tr("Open casefiles"), "", partial(go, "casefiles")
            ),
            "contacts": FigureTile(theme, "users", _tr("Contacts"), "", partial(go, "contacts")),
        }

    def _lay_out(self) -> None:
        theme = self.workplace.theme
        head = Column(theme, self.day, self.greeting, self.lead, gap=3)
        columns = TwoColumns(theme, boxed(self._broad), boxed(self._narrow))
        figures = Tiles(theme, tuple(self.tiles.values()))
        whole = boxed(Column(theme, head, figures, columns, None, margins=(24, 20, 20, 20), gap=16))
        self._whole_page = whole
        ground = boxed(Row(theme, whole, gap=0))
        ground.setProperty("area", "canvas")
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setAccessibleName(_tr("Today"))
        self.scroll_area.setWidget(ground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroll_area)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Keeps lines short enough to read, at the text scale in use."""
        self._whole_page.setMaximumWidth(self.workplace.theme.px(BROADEST))

    # Showing

    def _greet(self) -> None:
        now = self.workplace.now()
        self.day.setText(f"{local(now):%A} {long_day(local(now).date())}")
        self.greeting.setText(greeting(self.workplace.officer.name, now))

    def _show_figures(self, view: TodayView) -> None:
        counts, tiles = view.counts, self.tiles
        soon = sum(need.days is not None and 0 < need.days <= SOON_DAYS for need in view.needs)
        longest = max((-(need.days or 0) for need in view.needs if need.overdue), default=0)
        late = _tr("the longest by {0} days").format(longest) if longest > 1 else ""
        self.lead.setText(_lead(view))
        tiles["overdue"].show_figure(view.overdue, late if view.overdue else _tr("nothing is late"))
        tiles["today"].show_figure(view.due_today, _tr("{0} more this week").format(soon))
        tiles["incidents"].show_figure(counts["incidents"], _tr("{0} high risk").format(counts["high_risk"]))
        tiles["casefiles"].show_figure(
            counts["casefiles"], _tr("{0} awaiting CPS").format(counts["awaiting_cps"])
        )
        tiles["contacts"].show_figure(
            counts["contacts"], _tr("{0} candidates").format(f"{counts['candidates']:,}")
        )

    def _show_cards(self, view: TodayView) -> None:
        focused = self._focused()
        _empty(self._broad)
        _empty(self._narrow)
        counts = view.counts
        new = not (counts["contacts"] or counts["incidents"] or counts["casefiles"])
        self.needs_card = None
        if view.needs or not new:
            self.needs_card = NeedsCard(self.workplace, view, whole=self._whole, show_all=self._show_all)
            self._broad.addWidget(self.needs_card)
        if new:
            self._broad.addWidget(beginning_card(self.workplace, self.begin_new))
        polls = polls_card(self.workplace.theme, view)
        if polls is not None:
            self._narrow.addWidget(polls)
        self._narrow.addWidget(check_card(self.workplace, view))
        self._narrow.addWidget(recent_card(self.workplace, view))
        if focused is not None and self.needs_card and focused in self.needs_card.lines:
            self.needs_card.lines[focused].setFocus()

    def _focused(self) -> NeedKey | None:
        if self.needs_card is None:
            return None
        return next((key for key, line in self.needs_card.lines.items() if line.hasFocus()), None)

    def _go_to_first(self) -> None:
        if self.needs_card and self.needs_card.lines:
            next(iter(self.needs_card.lines.values())).setFocus()

    def _show_all(self) -> None:
        self._whole = True
        if self.view is not None:
            self._show_cards(self.view)

    def _changed(self, _changes: Changes) -> None:
        self.refresh()


def _today(desk: Desk, *, shown: ShownLists) -> TodayView:
    """What is to be done names people, so the first showing in a sitting is written down before it."""
    view = today(desk)
    shown.tell("today", len(view.needs), desk)
    return view


def _lead(view: TodayView) -> str:
    count, late = len(view.needs), view.overdue
    if not count:
        return _tr("Nothing needs you. New time limits, follow-ups and returns will appear here.")
    waiting = _tr("1 thing needs you") if count == 1 else _tr("{0} things need you").format(count)
    if not late:
        return _tr("{0}; nothing is late.").format(waiting)
    return (
        _tr("{0}; {1} of them overdue.").format(waiting, late)
        if count > 1
        else _tr("{0}, overdue.").format(waiting)
    )


def _empty(column: Column) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _badge(desk: Desk) -> NavBadge:
    waiting = needs(desk)
    return NavBadge(len(waiting), due=any(need.overdue for need in waiting))


def today_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "today",
        QCoreApplication.translate("Pages", "Today"),
        "calendar-check-2",
        TodayPage,
        new_text=QCoreApplication.translate("Pages", "New incident"),
        badge=_badge,
    )

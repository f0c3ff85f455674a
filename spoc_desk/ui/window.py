"""The main window: navigation, top bar, the pages, status bar, and the commands that work everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.ui.actions import Command, Where
from spoc_desk.ui.fault_links import parted
from spoc_desk.ui.navigation import Navigation
from spoc_desk.ui.notices import Notices
from spoc_desk.ui.palette import Palette
from spoc_desk.ui.panes import focus_next
from spoc_desk.ui.shortcut_sheet import ShortcutSheet
from spoc_desk.ui.status_bar import StatusBar
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.top_bar import TopBar
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.workplace import NavBadge, Page, PageSpec, Toast, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk
    from spoc_desk.services.rows import SearchHit

NARROW_BELOW, COMPACT_BELOW = 1360, 900


@dataclass(frozen=True, slots=True)
class Place:
    """Where the officer was: the page, and the record shown on it. kind: of a record within that record."""

    page: str
    record: int | None = None
    kind: str = field(default="", compare=False)


class DeskWindow(QMainWindow):
    """Pages are made when first shown. Made anew at each unlocking, at the place left."""

    closing = Signal()

    def __init__(
        self,
        workplace: Workplace,
        specs: Sequence[PageSpec],
        *,
        marking: str = "OFFICIAL–SENSITIVE",
        place: Place | None = None,
    ) -> None:
        super().__init__()
        specs = workplace.permitted(specs)
        self.workplace, self._specs = workplace, {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._past: list[Place] = []
        self._ahead: list[Place] = []
        theme = workplace.theme
        self.navigation = Navigation(theme, specs, workplace.officer)
        self.top = TopBar(theme, marking, searches=workplace.may(Permission.READ))
        self.status = StatusBar(theme, workplace.now, workplace.setting.zone)
        self._stack = QStackedWidget()
        self._lay_out()
        zone = ZoneInfo(workplace.setting.zone)
        self.notices = Notices(theme, self, lambda: workplace.now().astimezone(zone))
        self._connect()
        self._add_commands()
        self.setMinimumSize(720, 480)
        self.resize(1440, 900)
        known = place if place is not None and place.page in self._specs else None
        self.go_to(known or Place(next(iter(self._specs))))
        self._read_badges()

    # Going somewhere

    def go_to(self, place: Place) -> None:
        """Opens a page, and a record on it when one is given."""
        here = self.place()
        if here is not None and here != place:
            self._past = [*self._past, here][-50:]
            self._ahead = []
        self._open(place)

    def place(self) -> Place | None:
        """The page shown and the record on it; None before the first page."""
        key = self._key()
        return None if key is None else Place(key, self._pages[key].place())

    def page(self) -> Page | None:
        """The page shown."""
        key = self._key()
        return None if key is None else self._pages[key]

    def open_record(self, kind: str, record_id: int) -> None:
        """Opens the page for a kind of record, or a page by its key, and the record unless it is 0.

        A part of the record may follow its kind, such as "casefiles#people".
        """
        base, _ = parted(kind)
        for spec in self._specs.values():
            if base == spec.key or base in spec.kinds:
                self.go_to(Place(spec.key, record_id or None, kind))
                return

    def keep_drafts(self) -> None:
        """Keeps what is typed in every open form."""
        for widget in QApplication.allWidgets():
            if isinstance(widget, Form):
                widget.keep_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits navigation and top bar to the width at the text scale in use."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaves the closing to whoever can close the vault first."""
        event.ignore()
        self.closing.emit()

    def _open(self, place: Place) -> None:
        spec = self._specs[place.page]
        if place.page not in self._pages:
            page = spec.make(self.workplace)
            page.recorded.connect(partial(self._recorded, spec))
            self._pages[place.page] = page
            self._stack.addWidget(page)
        page = self._pages[place.page]
        self._stack.setCurrentWidget(page)
        self.navigation.show_page(spec.key)
        self.top.show_new(spec.new_text)
        self.workplace.actions.enable("record.new", bool(spec.new_text))
        self.setWindowTitle(self.tr("{0} – SPOC Desk").format(spec.title))
        if place.record is not None:
            page.open_of_kind(place.kind or place.page, place.record)
        panes = page.panes()
        if panes:
            panes[0].setFocus()

    def _key(self) -> str | None:
        shown = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is shown), None)

    def _recorded(self, spec: PageSpec, kind: str, record_id: int, words: str) -> None:
        self.navigation.remember(kind, record_id, words, spec.icon)
        if self._key() == spec.key:
            self.setWindowTitle(self.tr("{0} – {1} – SPOC Desk").format(words, spec.title))

    def _step(self, back: bool) -> None:
        source, target = (self._past, self._ahead) if back else (self._ahead, self._past)
        here = self.place()
        if source and here is not None:
            target.append(here)
            self._open(source.pop())

    # Building

    def _lay_out(self) -> None:
        right, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        right.setLayout(column)
        root = QWidget()
        row = Row(self.workplace.theme, self.navigation, gap=0)
        row.addWidget(right, 1)
        root.setLayout(row)
        self.setCentralWidget(root)

    def _connect(self) -> None:
        workplace, jobs = self.workplace, self.workplace.jobs
        workplace.opening.connect(self.open_record)
        workplace.saying.connect(self._say)
        workplace.theme.changed.connect(self._fit)
        jobs.changed.connect(self._changed)
        jobs.failed.connect(self.apologise)
        jobs.busy.connect(self.status.show_saving)
        jobs.started.connect(self.status.tray.watch)
        self.navigation.chosen.connect(lambda key: self.go_to(Place(key)))
        self.navigation.reopened.connect(self.open_record)
        self.navigation.lock_asked.connect(workplace.lock)
        self.top.search_asked.connect(self._open_palette)
        self.top.notices_asked.connect(self._list_notices)
        self.top.help_asked.connect(self._open_help)
        self.top.new_asked.connect(self._begin_new)

    def _add_commands(self) -> None:
        actions, theme, tr = self.workplace.actions, self.workplace.theme, self.tr
        actions.attach(self)
        for number, spec in enumerate(self._specs.values(), 1):
            keys = f"Ctrl+{number}" if number <= 9 else ""
            title = tr("Go to {0}").format(spec.title)
            actions.add(
                Command(f"go.{spec.key}", title, keys, Where.GO), partial(self.go_to, Place(spec.key))
            )
        for command, run in (
            (
                Command("go.search", tr("Search everything"), "Ctrl+K", Where.GO, Permission.READ),
                self._open_palette,
            ),
            (Command("go.back", tr("Back"), "Alt+Left", Where.GO), partial(self._step, True)),
            (Command("go.forward", tr("Forward"), "Alt+Right", Where.GO), partial(self._step, False)),
            (Command("go.pane", tr("Next pane"), "F6", Where.GO), self._next_pane),
            (Command("go.up", tr("Back to the list"), "Esc", Where.GO), self._go_up),
            (Command("record.new", tr("New record on this page"), "Ctrl+N", Where.RECORD), self._begin_new),
            (Command("list.filter", tr("Filter this list"), "Ctrl+F", Where.LIST), self._filter),
            (Command("view.larger", tr("Larger text"), "Ctrl++", Where.VIEW), partial(self._scale, 0.1)),
            (Command("view.smaller", tr("Smaller text"), "Ctrl+-", Where.VIEW), partial(self._scale, -0.1)),
            (
                Command("view.plain", tr("Text at its own size"), "Ctrl+0", Where.VIEW),
                partial(theme.use, scale=1.0),
            ),
            (Command("view.light", tr("Light colours"), "", Where.VIEW), partial(self._use, Mode.LIGHT)),
            (Command("view.dark", tr("Dark colours"), "", Where.VIEW), partial(self._use, Mode.DARK)),
            (
                Command("view.system", tr("The system's colours"), "", Where.VIEW),
                partial(self._use, Mode.SYSTEM),
            ),
            (Command("desk.help", tr("Keyboard shortcuts"), "F1", Where.DESK), self._open_help),
            (Command("desk.lock", tr("Lock the desk"), "Ctrl+L", Where.DESK), self.workplace.lock),
        ):
            actions.add(command, run)

    def _fit(self) -> None:
        room = self.width() / self.workplace.theme.scale
        self.navigation.set_narrow(room < NARROW_BELOW)
        self.top.set_compact(room < COMPACT_BELOW)

    # Commands

    def _begin_new(self) -> None:
        page = self.page()
        if page is not None:
            page.begin_new()

    def _filter(self) -> None:
        page = self.page()
        if page is not None:
            page.focus_filter()

    def _go_up(self) -> None:
        page = self.page()
        if page is not None and not page.go_back() and page.panes():
            page.panes()[0].setFocus()

    def _next_pane(self) -> None:
        page = self.page()
        focus_next((self.navigation.buttons[self._key() or ""], *(page.panes() if page is not None else ())))

    def _scale(self, step: float) -> None:
        self.workplace.theme.use(scale=round(self.workplace.theme.scale + step, 1))
        self.workplace.choices.write("text_scale", str(self.workplace.theme.scale))

    def _use(self, mode: Mode) -> None:
        self.workplace.theme.use(mode=mode)
        self.workplace.choices.write("colours", mode.value)

    def _open_palette(self) -> None:
        icons = {kind: spec.icon for spec in self._specs.values() for kind in (spec.key, *spec.kinds)}
        palette = Palette(self.workplace, _search, icons, self)
        palette.record_chosen.connect(self.open_record)
        palette.open()

    def _open_help(self) -> None:
        if not any(isinstance(widget, QDialog) and widget.isVisible() for widget in self.children()):
            ShortcutSheet(self.workplace.theme, self.workplace.actions, self).open()

    def _list_notices(self) -> None:
        menu = QMenu(self)
        self.notices.list_in(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.top.bell.mapToGlobal(self.top.bell.rect().bottomLeft()))

    # News

    def _say(self, toast: Toast) -> None:
        self.notices.say(toast)

    def apologise(self, _kind: str = "") -> None:
        """Says once that something broke which is a fault of the program's."""
        words = self.tr("Sorry, something went wrong on our side. Nothing you typed is lost; try again.")
        self.notices.say(Toast(words, trouble=True))

    def _changed(self, _changes: Changes) -> None:
        self._read_badges()

    def _read_badges(self) -> None:
        asked = {spec.key: spec.badge for spec in self._specs.values() if spec.badge is not None}

        def read(desk: Desk) -> dict[str, NavBadge]:
            return {key: badge(desk) for key, badge in asked.items()}

        if asked:
            self.workplace.jobs.query(self, read, self.navigation.show_badges)


def _search(desk: Desk, text: str) -> tuple[SearchHit, ...]:
    return desk.queries.search(text)

"""The audit trail a page at a time: what fits a filter, one entry whole, and its export for outsiders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import stamp
from spoc_desk.services.audit import AuditExport, ExportAsked, export_audit
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.trail import (
    TrailEntry,
    TrailLine,
    TrailPage,
    count_trail,
    read_entry,
    read_trail,
    trail_officers,
)
from spoc_desk.ui.admin.export_dialog import ask_export
from spoc_desk.ui.admin.trail_entry import EntrySheet
from spoc_desk.ui.admin.trail_filters import TrailFilters, verb_words
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.reads_sheet import ask_reads
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.table import Table, TableRow
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import AuditHead, Changes, Desk

Answer = TypeVar("Answer")
SHOWN = 200
COMPACT_BELOW = 840


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrailSection", text)


class TrailSection(QWidget):
    """A page of the entries that fit, newest first. Enter or a double click shows one whole."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._lines: tuple[TrailLine, ...] = ()
        self._pages: list[int | None] = [None]  # before which entry each page up to this one begins
        theme = workplace.theme
        self.filters = TrailFilters(workplace)
        titles = (_tr("When"), _tr("What"), _tr("Record"), _tr("Kind"), _tr("Officer"), _tr("Workstation"))
        self.table = Table(
            theme, _tr("Audit entries"), titles, (160, 0, 140, 120, 190, 150), spare=(5, 3, 4, 2)
        )
        self.newer = Button(theme, _tr("Newer"), "chevron-left")
        self.older = Button(theme, _tr("Older"), "chevron-right")
        self.reads_button = Button(theme, _tr("Who read what"), "eye")
        self.reads_button.clicked.connect(lambda _checked=False: ask_reads(self._workplace, self))
        self.export_button = Button(theme, _tr("Export the trail"), "download", "primary")
        self._counted = Text(theme, "", "meta", "text2", tabular=True)
        self._total: int | None = None
        self.anchor = Banner(theme, Kind.INFO, "")
        self.refusal = Banner(theme, Kind.ERROR, "")
        self.anchor.hide()
        self.refusal.hide()
        self._asking: LatestOnly[TrailPage | DomainError] = LatestOnly(workplace.jobs, self)
        self._counting: LatestOnly[int | DomainError] = LatestOnly(workplace.jobs, self)
        self._lay_out()
        self.filters.changed.connect(self.read)
        self.older.clicked.connect(self._older)
        self.newer.clicked.connect(self._newer)
        self.export_button.clicked.connect(self.ask_export)
        self.table.opened.connect(self._open)

    def read(self) -> None:
        """Reads the newest entries that fit."""
        self._pages = [None]
        self._total = None
        asked = self.filters.asked()
        self._workplace.jobs.query(self, trail_officers, self.filters.offer_officers)
        self._ask_page()
        self._counting.ask(partial(_answered, partial(count_trail, asked)), self._count)

    def refresh(self) -> None:
        """Something was recorded: the newest page is read again, an older one stays as it is."""
        if len(self._pages) == 1:
            self.read()

    def _ask_page(self) -> None:
        asked = partial(read_trail, self.filters.asked(), SHOWN, before=self._pages[-1])
        self._asking.ask(partial(_answered, asked), self._read)

    def ask_export(self) -> None:
        """Asks whether the whole trail or one casefile's goes out, then where to."""
        ask_export(self._workplace, self, self._ask_where)

    def export_to(self, path: Path, asked: ExportAsked) -> None:
        """Writes the trail to this file; that it left is its last entry."""
        heads: list[AuditHead] = []

        def verb(desk: Desk) -> Changes:
            export = export_audit(asked.casefile or None, desk, asked.second)
            _save(path, export)
            for beside, content in export.beside(path).items():
                write_private(beside, content)
            heads.append(export.head)
            return export.changes

        def done(_changes: Changes) -> None:
            words = _tr("Exported to {0}. Write down beside it: entry {1}, head {2}.")
            self.anchor.say(words.format(path, f"{heads[0].sequence:,}", heads[0].head))
            self.read()

        self._workplace.jobs.command(self, verb, done, self._workplace.refused)

    def _ask_where(self, asked: ExportAsked) -> None:
        dialog = QFileDialog(self, _tr("Export the audit trail"), str(Path.home() / "audit.jsonl"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("JSON lines (*.jsonl)"))
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen), asked))
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the words of the button out where there is little room."""
        super().resizeEvent(event)
        compact = self.width() / self._workplace.theme.scale < COMPACT_BELOW
        for button in (self.export_button, self.reads_button):
            button.set_compact(compact)

    def _lay_out(self) -> None:
        theme = self._workplace.theme
        tools = Row(theme, gap=12)
        tools.addWidget(self.filters, 1)
        tools.addWidget(self.reads_button, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = Row(theme, self._counted, None, self.newer, self.older)
        layout = Column(theme, tools, self.refusal, self.anchor, margins=(20, 16, 16, 16), gap=12)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _older(self) -> None:
        if self._lines:
            self._pages.append(self._lines[-1].number)
            self._ask_page()

    def _newer(self) -> None:
        if len(self._pages) > 1:
            self._pages.pop()
            self._ask_page()

    def _read(self, page: TrailPage | DomainError) -> None:
        refused = isinstance(page, DomainError)
        self.refusal.setVisible(refused)
        if isinstance(page, DomainError):
            self.refusal.say(self._workplace.messages.sentence(page))
            page = TrailPage((), more=False)
        self._lines = page.lines
        self.older.setEnabled(page.more)
        self.newer.setEnabled(len(self._pages) > 1)
        self.table.show_rows(list(_rows(page.lines)))
        self._say_counted()

    def _count(self, total: int | DomainError) -> None:
        self._total = None if isinstance(total, DomainError) else total
        self._say_counted()

    def _say_counted(self) -> None:
        first = (len(self._pages) - 1) * SHOWN + 1
        words = _tr("{0} to {1}") if self._total is None else _tr("{0} to {1} of {2}")
        shown = words.format(f"{first:,}", f"{first + len(self._lines) - 1:,}", f"{self._total or 0:,}")
        self._counted.setText(shown if self._lines else _tr("No entry fits"))

    def _open(self, key: str) -> None:
        number = self._lines[int(key)].number
        self._workplace.jobs.query(self, partial(read_entry, number), self._show_entry)

    def _show_entry(self, shown: TrailEntry) -> None:
        EntrySheet(self._workplace, self, shown, self.filters.only_sitting).open()


def _rows(lines: tuple[TrailLine, ...]) -> Iterator[TableRow]:
    kinds = verb_words()
    for number, line in enumerate(lines):
        cells = (
            stamp(line.at), line.words, line.reference, kinds.get(line.verb, line.verb), line.officer,
            line.workstation,
        )  # fmt: skip
        yield TableRow(str(number), cells)


def _answered(question: Callable[[Desk], Answer], desk: Desk) -> Answer | DomainError:
    """A reference that names nothing is told above the list rather than taken for a fault of ours."""
    try:
        return question(desk)
    except DomainError as refused:
        return refused


def _save(path: Path, export: AuditExport) -> None:
    write_private(path, "".join(export.lines).encode())

"""Contacts out of a file: first what would happen, then, when it is asked for, all of it or nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import ContactsImported
from spoc_desk.services.contact_import import import_contacts
from spoc_desk.ui.contacts import plan_lines
from spoc_desk.ui.contacts.plan_lines import PlanShown, read_plan
from spoc_desk.ui.contacts.plan_table import PlanTable
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import ProgressLine
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.layouts import Column
from spoc_desk.ui.widgets.text import IconText, Text
from spoc_desk.ui.widgets.tiles import FigureTile, Tiles
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress
    from spoc_desk.ui.job import Job


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportSheet", text)


class ImportSheet(Sheet):
    """Reads the file, shows its plan, and imports exactly the file that was shown."""

    def __init__(self, workplace: Workplace, parent: QWidget, path: Path) -> None:
        super().__init__(workplace.theme, _tr("Import contacts"), parent, width=880)
        self._workplace, self._path = workplace, path
        self.plan: PlanShown | None = None
        self.job: Job | None = None
        theme = workplace.theme
        self.trouble = Banner(theme, Kind.ERROR, "", _tr("Read the file again"), self.read)
        self.trouble.hide()
        self._file = IconText(theme, "file-spreadsheet", path.name, style="strong")
        self._told = Text(theme, _tr("Reading the file…"), "plain", "text2", wrap=True)
        self.tiles: dict[str, FigureTile] = {}
        self._tile_row = Column(theme, gap=0)
        self.table = PlanTable(theme)
        self.table.hide()
        self.progress = ProgressLine(theme, 0, 1, _tr("Importing…"))
        self.progress.hide()
        body = QWidget()
        body.setLayout(
            Column(
                theme, self.trouble, self._file, self._told, self._tile_row, self.progress, self.table, gap=12
            )
        )
        self.set_body(body)
        self._cancel = Button(theme, _tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.import_button = Button(theme, _tr("Import"), kind="primary")
        self.import_button.setEnabled(False)
        self.import_button.clicked.connect(self.start)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.import_button)
        workplace.jobs.failed.connect(self._failed)
        self.resize(self.width(), theme.px(640))
        self.read()

    def read(self) -> None:
        """Works the plan out; nothing is changed."""
        self.trouble.hide()
        question = partial(read_plan, path=self._path, messages=self._workplace.messages)
        self._workplace.jobs.query(self, question, self._planned, self._refused)

    def start(self) -> None:
        """Imports the file, if it is still the one that was shown."""
        if self.plan is None or self.job is not None:
            return
        self.trouble.hide()
        self.import_button.setEnabled(False)
        self.table.hide()
        self.progress.show()
        work = partial(_import, path=self._path, sha256=self.plan.sha256)
        title = _tr("Importing {0}").format(self._path.name)
        self.job = self._workplace.jobs.long(self, work, title, self._imported, self._refused)
        self.job.moved.connect(self._moved)

    def reject(self) -> None:
        """Closes; an import under way is stopped first, and leaves nothing behind."""
        if self.job is not None:
            self.job.cancel()
        else:
            super().reject()

    def show_part(self, key: str) -> None:
        """Shows one part of the plan."""
        if self.plan is not None:
            self.tiles[key].setChecked(True)
            self.table.show_lines(self.plan.sections[key])

    def _planned(self, plan: PlanShown) -> None:
        self.plan = plan
        none = _tr("{0}. Nothing in it is new, so there is nothing to import.")
        some = _tr("{0}. Nothing happens until you choose Import below.")
        self._told.setText((some if plan.wanted else none).format(plan.form))
        words = _tr("Import 1 contact") if plan.wanted == 1 else _tr("Import {0} contacts")
        self.import_button.say(words.format(f"{plan.wanted:,}"))
        self.import_button.setEnabled(bool(plan.wanted))
        self._make_tiles(plan)
        self.table.show()
        self.show_part(next((key for key in plan.sections if plan.counts[key]), plan_lines.NEW))

    def _make_tiles(self, plan: PlanShown) -> None:
        for tile in self.tiles.values():
            tile.hide()
            tile.deleteLater()
        self.tiles = {}
        for key, icon, words, note, tone in _parts():
            if not plan.counts[key] and key in (plan_lines.DUPLICATES, plan_lines.ABSENT, plan_lines.NOTICES):
                continue
            tile = FigureTile(
                self.theme, icon, words, note, partial(self.show_part, key), tone=tone, flat=True
            )
            tile.setCheckable(True)
            tile.setAutoExclusive(True)
            tile.show_figure(plan.counts[key], note)
            self.tiles[key] = tile
        while self._tile_row.count():
            item = self._tile_row.takeAt(0)
            row = item.widget() if item is not None else None
            if row is not None:
                row.deleteLater()
        self._tile_row.addWidget(Tiles(self.theme, tuple(self.tiles.values()), least=150))

    def _moved(self, done: float, total: float) -> None:
        words = _tr("{0} of {1} contacts").format(f"{int(done):,}", f"{int(total):,}")
        self.progress.show_progress(int(done), int(total), words)

    def _imported(self, changes: Changes) -> None:
        self.job = None
        self._workplace.jobs.announce(changes)
        self.accept()
        for change in changes:
            if isinstance(change, ContactsImported):
                words = _tr("Imported: {0} new, {1} changed.")
                self._workplace.toast(words.format(f"{change.new:,}", f"{change.changed:,}"))

    def _refused(self, error: DomainError) -> None:
        self._ended()
        if self.plan is None:
            self._told.setText("")
        self.trouble.say(self._workplace.messages.sentence(error))

    def _failed(self, _kind: str) -> None:
        if self.job is not None and self.job.over:
            self._ended()

    def _ended(self) -> None:
        self.job = None
        self.progress.hide()
        self.table.setVisible(self.plan is not None)
        self.import_button.setEnabled(self.plan is not None and self.plan.wanted > 0)


def _parts() -> tuple[tuple[str, str, str, str, str], ...]:
    return (
        (plan_lines.NEW, "user-plus", _tr("New"), _tr("will be added"), "text"),
        (plan_lines.CHANGED, "user-check", _tr("Changed"), _tr("will be updated"), "text"),
        (plan_lines.UNCHANGED, "user", _tr("Unchanged"), _tr("already the same"), "text"),
        (plan_lines.REJECTED, "circle-x", _tr("Rejected"), _tr("will be left out"), "error"),
        (plan_lines.DUPLICATES, "users", _tr("Possible duplicates"), _tr("look alike"), "warning"),
        (plan_lines.ABSENT, "user-x", _tr("Absent"), _tr("not in the file"), "warning"),
        (plan_lines.NOTICES, "info", _tr("Notices"), _tr("to be checked"), "text"),
    )


def _import(desk: Desk, progress: Progress, cancelled: Cancelled, *, path: Path, sha256: str) -> Changes:
    return import_contacts(path, desk, progress, cancelled, sha256)

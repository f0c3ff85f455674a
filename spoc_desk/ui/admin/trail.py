"""The audit trail as it grows: newest entries, filtered by kind and words, and its export for outsiders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import Verb
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import stamp
from spoc_desk.services.audit import AuditExport, export_audit
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.trail import TrailLine, read_trail
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.widgets.table import Table, TableRow
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import AuditHead, Changes, Desk

SHOWN = 200
COMPACT_BELOW = 560


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrailSection", text)


def verb_words() -> dict[str, str]:
    """The kinds of processing in words: six of the Data Protection Act, four of our own."""
    return {
        Verb.COLLECTION: _tr("Collection"),
        Verb.ALTERATION: _tr("Alteration"),
        Verb.CONSULTATION: _tr("Consultation"),
        Verb.DISCLOSURE: _tr("Disclosure"),
        Verb.COMBINATION: _tr("Combination"),
        Verb.ERASURE: _tr("Erasure"),
        Verb.LOGIN: _tr("Login"),
        Verb.KEY: _tr("Keys"),
        Verb.VERIFY: _tr("Check"),
        Verb.BACKUP: _tr("Backup"),
    }


class TrailSection(QWidget):
    """The newest entries. Enter or a double click opens the record an entry concerns."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._lines: tuple[TrailLine, ...] = ()
        self._limit = SHOWN
        theme = workplace.theme
        self.kind = Combo(theme)
        self.kind.setAccessibleName(_tr("Kind of processing"))
        self.kind.addItem(_tr("All kinds of processing"), "")
        for verb, words in verb_words().items():
            self.kind.addItem(words, verb)
        self.filter = SearchField(theme, _tr("Filter by event, officer or reference"), height=34)
        titles = (_tr("When"), _tr("What"), _tr("Record"), _tr("Kind"), _tr("Officer"), _tr("Workstation"))
        self.table = Table(
            theme, _tr("Audit entries"), titles, (160, 0, 140, 120, 190, 150), spare=(5, 3, 4, 2)
        )
        self.more = Button(theme, _tr("Show older entries"), "chevron-down")
        self.export_button = Button(theme, _tr("Export the trail"), "download", "primary")
        self._counted = Text(theme, "", "meta", "text2", tabular=True)
        self.anchor = Banner(theme, Kind.INFO, "")
        self.anchor.hide()
        self._asking: LatestOnly[tuple[TrailLine, ...]] = LatestOnly(workplace.jobs, self)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._chosen)
        self.filter.searched.connect(self._show)
        self.more.clicked.connect(self._older)
        self.export_button.clicked.connect(self.ask_export)
        self.table.opened.connect(self._open)

    def read(self) -> None:
        """Reads the newest entries again."""
        self._asking.ask(partial(read_trail, str(self.kind.currentData() or ""), self._limit), self._read)

    def ask_export(self) -> None:
        """Asks whether the whole trail or one casefile's goes out, then where to."""
        form = Form(self._workplace.setting)
        note = _tr(
            "One JSON object to a line. Of one casefile: the other entries keep number, time and commitment, "
            "so that the chain can be checked, and show nothing else. verify_audit.py checks it without us."
        )
        form.note(Text(self._workplace.theme, note, "body", wrap=True))
        case = form.line("casefile", _tr("Only of this casefile"), hint=_tr("Such as CF/2026/0001"), limit=40)

        FormDialog(
            self._workplace,
            self,
            _tr("Export the audit trail"),
            form,
            save=_tr("Choose where to"),
            verb=lambda: partial(_known, case.value()),
            done=lambda _changes: self._ask_where(case.value() or None),
            width=560,
        ).open()

    def export_to(self, path: Path, casefile: str | None = None) -> None:
        """Writes the trail to this file; that it left is its last entry."""
        heads: list[AuditHead] = []

        def verb(desk: Desk) -> Changes:
            export = export_audit(casefile, desk)
            _save(path, export)
            heads.append(export.head)
            return export.changes

        def done(_changes: Changes) -> None:
            words = _tr("Exported to {0}. Write down beside it: entry {1}, head {2}.")
            self.anchor.say(words.format(path, f"{heads[0].sequence:,}", heads[0].head))
            self.read()

        self._workplace.jobs.command(self, verb, done, self._workplace.refused)

    def _ask_where(self, casefile: str | None) -> None:
        dialog = QFileDialog(self, _tr("Export the audit trail"), str(Path.home() / "audit.jsonl"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("JSON lines (*.jsonl)"))
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen), casefile))
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the words of the button out where there is little room."""
        super().resizeEvent(event)
        self.export_button.set_compact(self.width() / self._workplace.theme.scale < COMPACT_BELOW)

    def _lay_out(self) -> None:
        theme = self._workplace.theme
        tools = Row(theme, self.kind, gap=12)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.export_button)
        foot = Row(theme, self._counted, None, self.more)
        layout = Column(theme, tools, self.anchor, margins=(20, 16, 16, 16), gap=12)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _chosen(self, _index: int) -> None:
        self.read()

    def _older(self) -> None:
        self._limit += SHOWN
        self.read()

    def _read(self, lines: tuple[TrailLine, ...]) -> None:
        self._lines = lines
        self.more.setEnabled(len(lines) >= self._limit)
        self._show(self.filter.text())

    def _show(self, words: str) -> None:
        wanted = words.casefold().split()
        kinds = verb_words()
        rows = [row for row in _rows(self._lines, kinds) if _holds(row, wanted)]
        self.table.show_rows(rows)
        counted = _tr("{0} of the newest {1} entries")
        self._counted.setText(counted.format(f"{len(rows):,}", f"{len(self._lines):,}"))

    def _open(self, key: str) -> None:
        line = self._lines[int(key)]
        if line.kind and line.record and line.reference:
            self._workplace.navigate(line.kind, line.record)


def _rows(lines: tuple[TrailLine, ...], kinds: dict[str, str]) -> Iterator[TableRow]:
    for number, line in enumerate(lines):
        cells = (
            stamp(line.at), line.words, line.reference, kinds.get(line.verb, line.verb), line.officer,
            line.workstation,
        )  # fmt: skip
        yield TableRow(str(number), cells)


def _holds(row: TableRow, wanted: list[str]) -> bool:
    told = " ".join(row.cells).casefold()
    return all(word in told for word in wanted)


def _known(casefile: str, desk: Desk) -> Changes:
    """Refuses, in the dialog, what exporting would refuse later."""
    if casefile:
        with desk.queries.snapshot() as reader:
            if not reader.find(Casefile, reference=casefile.upper()):
                raise DomainError("records.reference_unknown", reference=casefile)
    return ()


def _save(path: Path, export: AuditExport) -> None:
    write_private(path, "".join(export.lines).encode())

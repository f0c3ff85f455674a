"""Who has read a record, or what an officer has read, as a list that can be saved for an auditor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.domain.changes import Permission
from spoc_desk.domain.moments import stamp
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.ports import Changes, Desk
from spoc_desk.services.reads import ReadsReport, reads_csv, reads_of, who_read
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.detail_head import DetailAction
from spoc_desk.ui.widgets.dialogs import FormDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, boxed
from spoc_desk.ui.widgets.table import Table, TableRow
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReadsSheet", text)


def reads_action(workplace: Workplace, page: QWidget, reference: str) -> DetailAction:
    """The entry "Who has read this" of a record's menu, for those who may read the trail."""
    return DetailAction(
        _tr("Who has read this"), "eye", partial(show_reads, workplace, page, reference),
        needs=Permission.AUDIT,
    )  # fmt: skip


def show_reads(workplace: Workplace, owner: QWidget, reference: str) -> None:
    """Asks who read this record, which is written down, then shows it."""
    _ask(workplace, owner, partial(who_read, reference))


def ask_reads(workplace: Workplace, owner: QWidget) -> None:
    """Asks for a record or an officer, then shows who read it or what they read."""
    form = Form(workplace.setting)
    told = _tr(
        "Of a record: every time it was read, searched for by name, printed or handed out, also through the "
        "incidents and casefiles it is in. Of an officer: everything they read. Asking is on the trail too."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    reference = form.line("reference", _tr("Record"), hint=_tr("Such as CN/2026/0001"), limit=60)
    officer = form.line("officer", _tr("Or officer"), hint=_tr("Rank and name as in Admin"), limit=80)
    found: list[ReadsReport] = []

    def ask(desk: Desk) -> Changes:
        typed = officer.value().strip()
        report = reads_of(typed, desk) if typed else who_read(reference.value(), desk)
        found.append(report)
        return report.changes

    FormDialog(
        workplace,
        owner,
        _tr("Who read what"),
        form,
        save=_tr("Show"),
        verb=lambda: ask,
        done=lambda _changes: ReadsSheet(workplace, owner, found[0]).open(),
        width=560,
    ).open()


def _ask(workplace: Workplace, owner: QWidget, question: Callable[[Desk], ReadsReport]) -> None:
    workplace.jobs.query(
        owner, question, lambda report: ReadsSheet(workplace, owner, report).open(), workplace.refused
    )


class ReadsSheet(Sheet):
    """The readings, newest first."""

    def __init__(self, workplace: Workplace, parent: QWidget, report: ReadsReport) -> None:
        theme = workplace.theme
        super().__init__(theme, _tr("Who read what: {0}").format(report.subject), parent, width=900)
        self._workplace, self._report = workplace, report
        titles = (_tr("When"), _tr("What"), _tr("Record"), _tr("Officer"), _tr("Workstation"))
        self.table = Table(theme, self.windowTitle(), titles, (160, 0, 140, 200, 150), spare=(4,))
        self.table.show_rows([_row(number, report) for number in range(len(report.readings))])
        self.table.setMinimumHeight(theme.px(360))
        counted = _tr("{0} readings. The times are those of the United Kingdom.")
        words = Text(theme, counted.format(f"{len(report.readings):,}"), "body", wrap=True)
        self.set_body(boxed(Column(theme, words, self.table, gap=10)))
        close = Button(theme, _tr("Close"))
        close.clicked.connect(self.reject)
        self.save_button = Button(theme, _tr("Save as CSV"), "download", "primary")
        self.save_button.clicked.connect(self._ask_where)
        self.buttons.addWidget(close)
        self.buttons.addWidget(self.save_button)

    def save_to(self, path: Path) -> None:
        """Writes the list for a spreadsheet; no cell of it can start a formula."""

        def save(desk: Desk) -> None:
            write_private(path, reads_csv(self._report, desk))

        done = _tr("Saved to {0}.").format(path)
        self._workplace.jobs.query(
            self, save, lambda _nothing: self._workplace.toast(done), self._workplace.refused
        )

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, _tr("Save who read what"), str(Path.home() / "readings.csv"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()


def _row(number: int, report: ReadsReport) -> TableRow:
    reading = report.readings[number]
    line = reading.line
    cells = (stamp(line.at), reading.what, line.reference, line.officer, line.workstation)
    return TableRow(str(number), cells)

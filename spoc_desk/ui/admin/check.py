"""Checks the vault, quick or full, and names in place each thing found wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import stamp
from spoc_desk.services.vault_facts import LastCheck
from spoc_desk.services.verify import VerifyReport, verify_vault
from spoc_desk.services.verify_words import told_faults, told_oddities
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, CheckLine, CheckState, ProgressLine
from spoc_desk.ui.widgets.layouts import CardGrid, Column, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("CheckSection", text)


class CheckSection(CardGrid):
    """Starts a check, shows how far it is, and what it found."""

    checked = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self._workplace = workplace
        theme = workplace.theme
        self.quick = Button(theme, _tr("Quick check"), "shield-check", "primary")
        self.full = Button(theme, _tr("Full check"), "scan-text")
        self.quick.clicked.connect(partial(self.begin, False))
        self.full.clicked.connect(partial(self.begin, True))
        self._last = Text(theme, "", "meta", "text2", wrap=True, tabular=True)
        self._progress = ProgressLine(theme, 0, 1, "")
        self._progress.hide()
        words = _tr(
            "A quick check reads the database and the whole audit trail and compares the size of every "
            "sealed file. A full check also holds each record against what the trail says it became, and "
            "reads every byte of evidence against its digest; with much video that takes a while, and you "
            "can go on working."
        )
        self.add(
            Card(
                theme,
                _tr("Check the vault"),
                Text(theme, words, "body", wrap=True),
                boxed(Row(theme, self.quick, self.full, None)),
                self._progress,
                self._last,
            ),
            wide=True,
        )
        self._result = Card(theme, "")
        self._result.hide()
        self._lines = Column(theme, gap=8)
        self._result.add(self._lines)
        self.add(self._result, wide=True)
        self._result.hide()

    def show_last(self, last: LastCheck | None) -> None:
        """Says when the vault was last checked."""
        if last is None:
            self._last.setText(_tr("The vault has not been checked lately."))
            return
        kind = _tr("full") if last.full else _tr("quick")
        found = _tr("nothing wrong") if not last.faults else _tr("{0} things wrong").format(last.faults)
        self._last.setText(_tr("Last check: {0}, {1}, {2}.").format(stamp(last.at), kind, found))

    def begin(self, full: bool, _checked: bool = False) -> None:
        """Starts a check in the job tray."""
        self._busy(True)
        self._result.hide()
        title = _tr("Full check of the vault") if full else _tr("Quick check of the vault")
        job = self._workplace.jobs.long(self, partial(_check, full=full), title, self._done, self._refused)
        job.moved.connect(self._moved)

    def _moved(self, done: float, total: float) -> None:
        share = int(100 * done / total) if total else 100
        self._progress.show_progress(share, 100, _tr("{0} % read").format(share))

    def _done(self, report: VerifyReport) -> None:
        self._busy(False)
        self._workplace.jobs.announce(report.changes)
        self._show(report)
        self.checked.emit()

    def _refused(self, error: DomainError) -> None:
        self._busy(False)
        kind = Kind.INFO if error.code == "work.cancelled" else Kind.ERROR
        words = _tr("Check stopped. What it had found wrong until then stays marked.")
        self._put([Banner(self._theme, kind, words if kind is Kind.INFO else self._sentence(error))])

    def _show(self, report: VerifyReport) -> None:
        theme = self._theme
        counted = _tr("{0} audit entries, {1} exhibits and {2} packs in {3} s.").format(
            f"{report.audit_entries:,}", f"{report.exhibits:,}", f"{report.packs:,}", report.seconds
        )
        said = self._workplace.messages.said
        odd = [Banner(theme, Kind.WARNING, said(oddity)) for oddity in told_oddities(report)]
        if not report.faults:
            line = CheckLine(theme, _tr("Nothing is wrong."), CheckState.DONE, counted)
            self._put([line, *odd])
            return
        words = _tr("{0} things are wrong. Do not work on with this vault until they are understood.")
        lines: list[QWidget] = [Banner(theme, Kind.ERROR, words.format(report.faults))]
        lines += [CheckLine(theme, fault, CheckState.LATE) for fault in self._faults(report)]
        self._put([*lines, *odd, Text(theme, counted, "meta", "text2", wrap=True)])

    def _faults(self, report: VerifyReport) -> list[str]:
        return [self._workplace.messages.said(fault) for fault in told_faults(report)]

    def _put(self, parts: Sequence[QWidget]) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            self._lines.addWidget(part)
        self._result.show()

    def _busy(self, busy: bool) -> None:
        for button in (self.quick, self.full):
            button.setEnabled(not busy)
        self._progress.setVisible(busy)
        self._progress.show_progress(0, 100, _tr("Reading the database and the audit trail"))

    def _sentence(self, error: DomainError) -> str:
        return self._workplace.messages.sentence(error)


def _check(desk: Desk, progress: Progress, cancelled: Cancelled, *, full: bool) -> VerifyReport:
    return verify_vault(desk, full=full, progress=progress, cancelled=cancelled)

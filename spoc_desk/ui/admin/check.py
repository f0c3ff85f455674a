"""Checks the vault, quick or full, and names in place each thing found wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.anchors import Rollback
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.reasons import Reason
from spoc_desk.services.check_schedule import CheckPolicy, CheckStanding
from spoc_desk.services.verify import VerifyReport, verify_vault
from spoc_desk.services.verify_words import told_faults, told_oddities
from spoc_desk.ui.admin.check_dialogs import (
    compare_dialog,
    days_words,
    explain_dialog,
    policy_dialog,
    save_slip_dialog,
)
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
        self._policy = CheckPolicy()
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
        self.alarm = Banner(theme, Kind.ERROR, "", _tr("Explain"), self.explain)
        self.alarm.hide()
        self.add(self.alarm, wide=True)
        self.alarm.hide()
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
        self._lines = Column(theme, gap=8)
        self._result.add(self._lines)
        self.add(self._result, wide=True)
        self._result.hide()
        self._often = Text(theme, "", "value", wrap=True)
        self.add(self._anchor_card())
        self.add(self._schedule_card())

    def _anchor_card(self) -> Card:
        theme = self._workplace.theme
        words = _tr(
            "Packs, returns and anchor slips carry the number and the hash of an audit entry. Held against "
            "the trail, they show whether anything before it was changed, or an older vault put back."
        )
        self.slip = Button(theme, _tr("Save today's anchor slip"), "download")
        self.slip.clicked.connect(lambda _checked=False: save_slip_dialog(self._workplace, self))
        title, told = _tr("Printed anchors"), Text(theme, words, "body", wrap=True)
        foot = boxed(Row(theme, self.slip, None))
        return Card(theme, title, told, foot, action=_tr("Compare"), act=self.compare)

    def _schedule_card(self) -> Card:
        theme = self._workplace.theme
        words = _tr("The program begins a check that is due by itself, and shows how it ended on Today.")
        note = Text(theme, words, "body", wrap=True)
        return Card(theme, _tr("How often"), self._often, note, action=_tr("Change"), act=self.change_policy)

    def compare(self) -> None:
        """Asks for an anchor from paper."""
        compare_dialog(self._workplace, self)

    def explain(self) -> None:
        """Asks why the vault is older than what this workstation saw."""
        explain_dialog(self._workplace, self)

    def change_policy(self) -> None:
        """Asks how often the program is to check by itself."""
        policy_dialog(self._workplace, self, self._policy)

    def show_standing(self, standing: CheckStanding) -> None:
        """Says when the vault was last checked, what that found, and whether an older copy was put back."""
        self._policy = standing.policy
        often = _tr("Quick: {0}. Full: {1}.")
        self._often.setText(
            often.format(
                days_words(standing.policy.quick_days).lower(), days_words(standing.policy.full_days).lower()
            )
        )
        self._last.setText(_last_words(standing))
        if standing.lost is not None:
            self.alarm.say(_alarm_words(standing.lost))
        else:
            self.alarm.hide()
        if standing.last is not None and standing.last.faults and self._result.isHidden():
            self._put(self._told(standing.last.faults, standing.last.told))

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
        told = self._told(report.faults, told_faults(report))
        self._put([*told, *odd, Text(theme, counted, "meta", "text2", wrap=True)])

    def _told(self, faults: int, told: Sequence[Reason]) -> list[QWidget]:
        theme, said = self._workplace.theme, self._workplace.messages.said
        words = (
            _tr("One thing is wrong. Do not work on with this vault until it is understood.")
            if faults == 1
            else _tr("{0} things are wrong. Do not work on with this vault until they are understood.")
        )
        lines: list[QWidget] = [Banner(theme, Kind.ERROR, words.format(faults))]
        return lines + [CheckLine(theme, said(fault), CheckState.LATE) for fault in told]

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


def _last_words(standing: CheckStanding) -> str:
    last = standing.last
    if last is None:
        return _tr("The vault has not been checked yet.")
    kind = _tr("full") if last.full else _tr("quick")
    found = faults_words(last.faults)
    words = _tr("Last check: {0}, {1}, {2}.").format(stamp(last.at), kind, found)
    if standing.due:
        due = _tr("A full check is due.") if standing.due == "full" else _tr("A quick check is due.")
        return f"{words} {due}"
    return words


def faults_words(faults: int) -> str:
    """Nothing wrong, one thing wrong, 3 things wrong."""
    if not faults:
        return _tr("nothing wrong")
    return _tr("one thing wrong") if faults == 1 else _tr("{0} things wrong").format(faults)


def _alarm_words(lost: Rollback) -> str:
    words = _tr(
        "This vault is not the one this workstation last saw. On {0} it held an audit entry {1} with the "
        "hash {2}…; now it ends at entry {3}. Somebody put an older copy back, or rebuilt the trail. If one "
        "of you restored a backup, explain it; if not, stop work, keep this copy, and tell your professional "
        "standards department."
    )
    seen = lost.seen
    return words.format(stamp(seen.at), f"{seen.sequence:,}", seen.head[:16], f"{lost.ends_at:,}")


def _check(desk: Desk, progress: Progress, cancelled: Cancelled, *, full: bool) -> VerifyReport:
    return verify_vault(desk, full=full, progress=progress, cancelled=cancelled)

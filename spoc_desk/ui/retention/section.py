"""Retention in Admin: the force's periods, what is due, and the register of destructions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.moments import long_day, short_day, stamp
from spoc_desk.domain.retention import CONTACTS
from spoc_desk.services.disposals import certificate_name, certificate_of, disposals
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.retention import (
    RetentionPolicy,
    RetentionView,
    Subject,
    confirm_clock,
    consult_retention,
    retention_policy,
)
from spoc_desk.services.retention_due import DueCasefile, DueContact, RetentionDue, retention_due
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.retention.destroy import destroy_dialog
from spoc_desk.ui.retention.forms import hold_dialog, period_dialog, review_dialog
from spoc_desk.ui.retention.words import period_words
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import CardGrid, Column, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk

SHOWN = 60
Seen = tuple[RetentionPolicy, RetentionDue | None, tuple[Disposal, ...]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RetentionSection", text)


class RetentionSection(CardGrid):
    """Cards on periods, on what is due, and on what was destroyed."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self._workplace = workplace
        self._asking: LatestOnly[Seen] = LatestOnly(workplace.jobs, self)
        self._shown: Seen | None = None

    def read(self) -> None:
        """Reads it all."""
        self._asking.ask(partial(_read, casework=self._workplace.may(Permission.READ)), self.show_seen)

    def show_seen(self, seen: Seen) -> None:
        """Shows it; nothing is rebuilt when nothing changed, so that the focus stays."""
        if seen == self._shown:
            return
        self._shown = seen
        policy, due, register = seen
        self.clear()
        if policy.clock_doubted:
            self.add(self._clock(), wide=True)
        self._periods(policy)
        if due is not None:
            self.add(self._due(due), wide=True)
            self.add(self._register(register), wide=True)

    def _clock(self) -> Banner:
        words = _tr(
            "The vault was unopened for so long that this computer's date may be wrong. Nothing is proposed "
            "for destruction until an officer confirms that today is {0}."
        ).format(long_day(self._workplace.now().date()))
        may = self._workplace.may(Permission.AUTHORISE)
        return Banner(
            self._theme, Kind.WARNING, words, _tr("The date is right") if may else "", self._confirm
        )

    def _confirm(self) -> None:
        self._workplace.jobs.command(
            self, confirm_clock, lambda _changes: self.read(), self._workplace.refused
        )

    def _periods(self, policy: RetentionPolicy) -> None:
        theme = self._theme
        words = _tr(
            "No periods come with the program: the national guidance has been rewritten and its present "
            "periods could not be confirmed. Until your force's own are entered, nothing falls due and "
            "nothing is proposed."
        )
        self.add(Card(theme, _tr("Periods"), Text(theme, words, "body", wrap=True)), wide=True)
        for group in policy.rules.groups:
            self.add(self._period(group.code, group.title, group.covers, group.source, policy))
        told = _tr("Contacts whom no incident, report or casefile names, counted from their last poll.")
        self.add(self._period(CONTACTS, _tr("Contacts without an incident"), told, "", policy), wide=True)

    def _period(self, code: str, title: str, covers: str, source: str, policy: RetentionPolicy) -> Card:
        theme, workplace, entered = self._theme, self._workplace, policy.period(code)
        act = partial(period_dialog, workplace, self, code, title, entered)
        may = workplace.may(Permission.POLICY)
        words = _tr("Correct the period") if entered else _tr("Enter the period")
        card = Card(theme, title, action=words if may else "", act=act if may else None)
        facts = [(_tr("Period"), period_words(entered))]
        if entered is not None:
            day = short_day(entered.entered_at.date())
            facts.append((_tr("Policy"), entered.policy_reference))
            facts.append((_tr("Entered"), _tr("{0}, {1}").format(entered.entered_by, day)))
        card.add(SummaryList(theme, facts))
        card.add(Text(theme, covers, "plain", wrap=True))
        if source:
            card.add(Text(theme, source, "meta", "text2", wrap=True))
        return card

    def _due(self, due: RetentionDue) -> Card:
        theme = self._theme
        card = Card(theme, _tr("Due for a decision"), gap=10)
        for case in due.casefiles[:SHOWN]:
            card.add(self._case_line(case))
        for contact in due.contacts[:SHOWN]:
            card.add(self._contact_line(contact))
        more = len(due.casefiles) + len(due.contacts) - min(len(due.casefiles), SHOWN)
        more -= min(len(due.contacts), SHOWN)
        if more:
            card.add(
                Text(theme, _tr("{0} more follow once these are decided.").format(more), "meta", "text2")
            )
        if not due.casefiles and not due.contacts:
            card.add(Text(theme, _tr("Nothing is due."), "plain", "hint"))
        return card

    def _case_line(self, case: DueCasefile) -> QWidget:
        theme = self._theme
        said = {
            "due": _tr("Review due since {0}").format(long_day(case.on) if case.on else ""),
            "decided": _tr("To be destroyed by two officers"),
            "held": _tr("Legal hold"),
            "group_missing": _tr("No retention group"),
            "period_missing": _tr("No period entered for its group"),
        }[case.why]
        show = Button(theme, _tr("Open"))
        show.setAccessibleName(_tr("Open {0}").format(case.reference))
        show.clicked.connect(lambda _checked=False: self._workplace.navigate("casefiles", case.id))
        words = Text(theme, f"{case.reference} {case.title}", "value", wrap=True)
        line = Row(theme, boxed(Column(theme, words, Text(theme, said, "meta", "text2"), gap=1)), show)
        line.setStretch(0, 1)
        return boxed(line)

    def _contact_line(self, contact: DueContact) -> QWidget:
        theme = self._theme
        told = _tr("Last poll {0}, kept until {1}").format(
            short_day(contact.polled_on), short_day(contact.on)
        )
        if contact.decided:
            told = _tr("{0}. To be destroyed by two officers").format(told)
        words = Text(theme, f"{contact.reference} {contact.name}", "value", wrap=True)
        line = Row(theme, boxed(Column(theme, words, Text(theme, told, "meta", "text2"), gap=1)))
        line.setStretch(0, 1)
        subject = Subject(person_id=contact.id)
        acts = [(_tr("Decide…"), Permission.AUTHORISE, lambda: self._decide(subject))]
        hold = partial(hold_dialog, self._workplace, self, subject, lift=False)
        acts.append((_tr("Legal hold…"), Permission.WORK, hold))
        if contact.decided:
            destroy = partial(destroy_dialog, self._workplace, self, "contact", contact.id)
            acts.append((_tr("Destroy…"), Permission.ERASE, destroy))
        for name, needs, run in acts:
            if self._workplace.may(needs):
                button = Button(theme, name)
                button.setAccessibleName(f"{name} {contact.reference}")
                button.clicked.connect(lambda _checked=False, act=run: act())
                line.addWidget(button)
        return boxed(line)

    def _decide(self, subject: Subject) -> None:
        def show(view: RetentionView) -> None:
            review_dialog(self._workplace, self, subject, view)

        question = partial(consult_retention, subject)
        self._workplace.jobs.query(self, question, show, self._workplace.refused)

    def _register(self, register: tuple[Disposal, ...]) -> Card:
        theme = self._theme
        card = Card(theme, _tr("Register of destructions"), gap=10)
        for entry in register[:SHOWN]:
            words = f"{entry.reference} · {entry.subject}"
            told = _tr("{0}, by {1} and {2}: {3}").format(
                stamp(entry.at), entry.officer, entry.second_told, entry.reason
            )
            save = Button(theme, _tr("Certificate…"))
            save.setAccessibleName(_tr("Certificate of {0}").format(entry.reference))
            save.clicked.connect(lambda _checked=False, made=entry: self._save(made))
            text = Column(
                theme, Text(theme, words, "value"), Text(theme, told, "meta", "text2", wrap=True), gap=1
            )
            line = Row(theme, boxed(text), save)
            line.setStretch(0, 1)
            card.add(boxed(line))
        if not register:
            card.add(Text(theme, _tr("Nothing was destroyed in this vault."), "plain", "hint"))
        return card

    def _save(self, entry: Disposal) -> None:
        suggested = str(Path.home() / certificate_name(entry))
        dialog = QFileDialog(self, _tr("Save the certificate"), suggested)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_certificate(entry, Path(chosen)))
        dialog.open()

    def save_certificate(self, entry: Disposal, path: Path) -> None:
        """Makes the certificate and saves it there."""

        def make(desk: Desk) -> Path:
            write_private(path, certificate_of(entry.id, desk))
            return path

        def said(made: Path) -> None:
            self._workplace.toast(_tr("Saved as {0}.").format(made.name))

        self._workplace.jobs.query(self, make, said, self._workplace.refused)


def _read(desk: Desk, *, casework: bool) -> Seen:
    policy = retention_policy(desk)
    return (policy, retention_due(desk), disposals(desk)) if casework else (policy, None, ())

"""Backups: where they go and how they stand; one is made or proved here at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.backups import BackupPolicy
from spoc_desk.domain.change import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backups import (
    BackupFacts,
    MadeBackup,
    backup_facts,
    make_backup,
    prove_backup,
    set_backup_policy,
)
from spoc_desk.ui.admin.backup_words import backup_row, doubts_words, due_words, every_words, facts_rows
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, ProgressLine, SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.folder import FolderField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.table import Table
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

EVERY, KEEP, KEEP_DAYS = (1, 2, 3, 7), (3, 7, 14, 30), (0, 7, 30, 90)


def _tr(text: str) -> str:
    return QCoreApplication.translate("BackupSection", text)


class BackupSection(CardGrid):
    """Shows how the vault stands with its backups, makes one, and proves the newest."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self._workplace = workplace
        self._facts: BackupFacts | None = None
        theme = workplace.theme
        self.now = Button(theme, _tr("Back up now"), "database-backup", "primary")
        self.prove = Button(theme, _tr("Prove the last backup"), "badge-check")
        self.prove_all = Button(theme, _tr("Prove it whole"), "scan-text")
        self.now.clicked.connect(self.make)
        self.prove.clicked.connect(partial(self.begin_proof, False))
        self.prove_all.clicked.connect(partial(self.begin_proof, True))
        self._banner = Banner(theme, Kind.WARNING, "")
        self._standing = boxed(Row(theme))
        self._progress = ProgressLine(theme, 0, 1, "")
        self._said = Banner(theme, Kind.INFO, "")
        may = workplace.may(Permission.POLICY)
        self._card = Card(
            theme, _tr("Backup"), action=_tr("Change") if may else "", act=self.change if may else None
        )
        self._facts_list = SummaryList(theme)
        self._table = Table(
            theme, _tr("Backups"),
            [_tr("Made"), _tr("Evidence files"), _tr("Size"), _tr("Folder"), _tr("State")],
            [160, 120, 90, 0, 130], spare=(2, 1),
        )  # fmt: skip
        self._lay_out()
        self._asking: LatestOnly[BackupFacts] = LatestOnly(workplace.jobs, self)

    def _lay_out(self) -> None:
        theme = self._workplace.theme
        self.add(self._banner, wide=True)
        self._banner.hide()
        words = _tr(
            "A backup is a copy of the database, the officers' keys and all evidence, encrypted as they are "
            "here. Only evidence that is not on the drive yet is copied. A backup counts once it is proved: "
            "opened from a copy, its trail and a sample of its evidence read. Proving it whole reads every "
            "byte."
        )
        self._card.add(Text(theme, words, "body", wrap=True))
        self._card.add(self._facts_list)
        self._card.add(boxed(Row(theme, self.now, self.prove, self.prove_all, None)))
        self._card.add(self._progress)
        self._card.add(self._said)
        self._progress.hide()
        self._said.hide()
        self.add(self._card, wide=True)
        self._made = Card(theme, _tr("Backups made"), self._table)
        self.add(self._made, wide=True)
        self._made.hide()
        told = _tr(
            "Lock the desk and choose Restore a backup in the unlock window. Everything is checked before it "
            "replaces anything, and the vault that is there now is set aside, not deleted."
        )
        self.add(Card(theme, _tr("Putting a vault back"), Text(theme, told, "body", wrap=True)), wide=True)

    def read(self) -> None:
        """Reads how the vault stands with its backups."""
        self._asking.ask(backup_facts, self.show_facts)

    def show_facts(self, facts: BackupFacts) -> None:
        """Shows the policy, what is due, and the backups made."""
        self._facts = facts
        due = due_words(facts)
        self._banner.setVisible(bool(due))
        if due:
            self._banner.say(due)
        shown = SummaryList(self._workplace.theme, facts_rows(facts))
        self._card.body.replaceWidget(self._facts_list, shown)
        self._facts_list.deleteLater()
        self._facts_list = shown
        self._table.show_rows([backup_row(each) for each in facts.backups])
        self._made.setVisible(bool(facts.backups))
        self._busy(not self._progress.isHidden())

    def change(self) -> None:
        """Asks where backups go, how often, and how many are kept."""
        policy_dialog(self._workplace, self, self._facts.policy if self._facts else BackupPolicy())

    def make(self) -> None:
        """Makes a backup in the job tray, then proves it."""
        if self._facts is not None and not self._facts.policy.folder:
            self.change()
            return
        self._busy(True)
        jobs = self._workplace.jobs
        job = jobs.long(self, _make, _tr("Backing up the vault"), self._made_one, self._refused)
        job.moved.connect(self._moved)

    def begin_proof(self, whole: bool, _checked: bool = False) -> None:
        """Proves the newest backup in the job tray."""
        made = self._facts.last_made if self._facts else None
        if made is not None:
            self._prove(made.id, whole=whole)

    def _prove(self, backup: int, *, whole: bool) -> None:
        self._busy(True)
        work = partial(_prove, backup=backup, whole=whole)
        title = _tr("Proving the backup")
        job = self._workplace.jobs.long(self, work, title, self._proved, self._refused)
        job.moved.connect(self._moved)

    def _made_one(self, made: MadeBackup) -> None:
        self._workplace.jobs.announce(made.changes)
        for words in doubts_words(made.snapshot):
            self._workplace.trouble(words)
        self._prove(made.backup.id, whole=False)

    def _proved(self, changes: Changes) -> None:
        self._busy(False)
        self._workplace.jobs.announce(changes)
        self._tell(_tr("The backup is proved: it was opened from a copy and found right."), Kind.INFO)

    def _refused(self, error: DomainError) -> None:
        self._busy(False)
        stopped = error.code == "work.cancelled"
        words = _tr("Stopped. Earlier backups are as they were.")
        sentence = words if stopped else self._workplace.messages.sentence(error)
        self._tell(sentence, Kind.INFO if stopped else Kind.ERROR)
        self.read()

    def _tell(self, words: str, kind: Kind) -> None:
        told = Banner(self._workplace.theme, kind, words)
        self._card.body.replaceWidget(self._said, told)
        self._said.hide()
        self._said.deleteLater()
        self._said = told

    def _moved(self, done: float, total: float) -> None:
        share = int(100 * done / total) if total else 100
        self._progress.show_progress(share, 100, _tr("{0} %").format(share))

    def _busy(self, busy: bool) -> None:
        if busy:
            self._said.hide()
        self._progress.setVisible(busy)
        made = self._facts is not None and self._facts.last_made is not None
        self.now.setEnabled(not busy)
        self.prove.setEnabled(not busy and made)
        self.prove_all.setEnabled(not busy and made)


def _make(desk: Desk, progress: Progress, cancelled: Cancelled) -> MadeBackup:
    return make_backup(None, desk, progress, cancelled)


def _prove(desk: Desk, progress: Progress, cancelled: Cancelled, *, backup: int, whole: bool) -> Changes:
    return prove_backup(backup, desk, progress, cancelled, whole=whole)


def policy_dialog(workplace: Workplace, owner: QWidget, policy: BackupPolicy) -> None:
    """Where backups go, every how many days one is due, and how many are kept."""
    form = Form(workplace.setting)
    told = _tr(
        "Choose a USB drive or a share of the force's own: a disk other than this one, kept away from this "
        "desk. What was never proved does not count among those kept, and nothing goes by the clock alone."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    folder = form.add("folder", FolderField(workplace.theme, _tr("Folder for backups")))
    folder.set_value(Path(policy.folder) if policy.folder else None)
    every = form.choice(
        "every", _tr("How often"), _offered(EVERY, policy.every_days, every_words), required=True
    )
    count = _tr("Newest {0}").format
    keep = form.choice("keep", _tr("Proved backups kept"), _offered(KEEP, policy.keep, count), required=True)
    days = form.choice(
        "keep_days", _tr("And all of the newest"), _offered(KEEP_DAYS, policy.keep_days, _days), required=True
    )
    every.set_value(str(policy.every_days))
    keep.set_value(str(policy.keep))
    days.set_value(str(policy.keep_days))

    def wanted() -> BackupPolicy:
        return BackupPolicy(
            str(folder.value() or ""), int(every.value()), int(keep.value()), int(days.value())
        )

    FormDialog(
        workplace,
        owner,
        _tr("Backups"),
        form,
        save=_tr("Save"),
        verb=lambda: partial(set_backup_policy, wanted()),
        done=lambda _changes: workplace.toast(_tr("Saved.")),
        width=560,
    ).open()


def _offered(numbers: tuple[int, ...], now: int, words: Callable[[int], str]) -> list[tuple[str, str]]:
    return [(str(each), words(each)) for each in sorted({*numbers, now})]


def _days(days: int) -> str:
    return _tr("{0} days").format(days) if days else _tr("No further days")

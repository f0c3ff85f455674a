"""One unlocking, from the open vault to its closing: jobs, workplace, window, idle watch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QToolTip

from spoc_desk.domain.officers import ROLE_TITLES
from spoc_desk.services.messages import Messages
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.backup_watch import BackupWatch
from spoc_desk.ui.check_watch import CheckWatch
from spoc_desk.ui.idle import IdleWatch, minutes_of
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.lock_key import LockKey
from spoc_desk.ui.standing import ComingBack, Standing, standing_in
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.vault_drafts import VaultDrafts
from spoc_desk.ui.window import DeskWindow, Place
from spoc_desk.ui.workplace import Choices, FormSetting, OfficerCard, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.machine import Machine, OpenVault
    from spoc_desk.ui.shell import Outfit, Shell


# How long work that was told to stop may take to stop, in seconds: logind puts sleep off for five.
PATIENT, HURRIED = 20.0, 2.5
UNFINISHED = "unfinished"  # the draft that says why long work was stopped, and its titles


RECOVERY_DUE = "sittings.recovery_unproved"


class DeskSession(QObject):
    """Everything that must be gone once the desk is locked hangs from here."""

    locked = Signal(str)  # why: lock, idle, sleep or session
    ended = Signal()

    def __init__(
        self,
        shell: Shell,
        app: QApplication,
        outfit: Outfit,
        machine: Machine,
        vault: OpenVault,
        pages: Sequence[PageSpec],
        standing: Standing | None,
    ) -> None:
        super().__init__(shell)
        self._vault, self._unlock = vault, shell.unlock
        self.jobs = Jobs(vault.desk)
        messages = Messages.read(outfit.resources / "messages" / "en.toml")
        self._kept = VaultDrafts(vault, self.jobs)
        self._drafts = self._kept.drafts()
        setting = FormSetting(shell.theme, messages, machine.now, drafts=self._drafts)
        officer = vault.desk.officer
        card = OfficerCard(officer.name, ROLE_TITLES[officer.role], officer.initials)
        choices = Choices(outfit.read_choice, outfit.write_choice)
        self.workplace = Workplace(
            self.jobs, setting, Actions(officer.role), card, choices, vault, officer.role
        )
        self.workplace.hide_windows = shell.shield.choose if shell.shield is not None else None
        place = standing.place if standing is not None else None
        self.window = DeskWindow(self.workplace, pages, marking=outfit.marking, place=place)
        self._standing = standing
        self.idle = IdleWatch(
            app,
            minutes_of(outfit.read_choice("idle_minutes")),
            working=lambda: any(job.gets_on() for job in self.jobs.running()),
        )
        self.workplace.idle_chosen.connect(self.idle.set_minutes)
        self.idle.remaining.connect(self.window.status.show_lock_in)
        self.idle.waiting.connect(self.window.status.show_lock_waits)
        self.idle.idle.connect(partial(self.locked.emit, "idle"))
        self.checks = CheckWatch(self.workplace)
        self.backups = BackupWatch(self.workplace)
        self.backups.noted.connect(self.window.status.show_note)
        self.lock_key = LockKey(app, self.workplace.actions)
        self.workplace.locking.connect(partial(self.locked.emit, "lock"))
        self.window.closing.connect(self.ended)

    def start(self) -> None:
        """Shows the desk, and what an officer should know at once."""
        self.window.show()
        self.window.activateWindow()
        self.idle.start()
        self.checks.start()
        self.backups.start()
        for notice in self._vault.notices:
            self.workplace.trouble(self.workplace.messages.said(notice))
        self._tell_unfinished()
        if any(notice.code == RECOVERY_DUE for notice in self._vault.notices):
            from spoc_desk.ui.admin.this_vault import prove_dialog

            prove_dialog(self.workplace, self.window)
        if self._standing is not None:
            ComingBack(self.window, self._standing)
            if self._standing.lost_form:
                self.workplace.toast(self.tr("What you were typing is kept: open the form again to go on."))

    def place(self) -> Place | None:
        """Where the officer is."""
        return self.window.place()

    def standing(self) -> Standing | None:
        """Where the officer is, to the cursor."""
        return standing_in(self.window)

    def hide(self) -> None:
        """Keeps drafts, then takes the window, its dialogs, menus and any other window out of sight."""
        self.idle.stop()
        self.window.keep_drafts()
        QToolTip.hideText()
        for dialog in self.window.findChildren(QDialog):
            dialog.hide()
        for shown in QApplication.topLevelWidgets():
            if shown is not self._unlock:
                shown.hide()
        for line in QApplication.allWidgets():
            if isinstance(line, PassphraseLine):
                line.take()
        self.workplace.clipboard.clear()

    def shut(self, why: str) -> None:
        """On a thread of its own: finishes the verbs already given, then closes the vault."""
        unfinished = self.jobs.close(HURRIED if why == "sleep" else PATIENT)
        try:
            if unfinished:
                self._kept.keep_now(UNFINISHED, "\n".join((why, *unfinished)))
        finally:
            self._vault.close(why)

    def drop(self) -> None:
        """Lets go of the window, its models and everything they hold."""
        self.window.deleteLater()
        self.workplace.deleteLater()
        self.jobs.deleteLater()
        self.deleteLater()

    def _tell_unfinished(self) -> None:
        why, *titles = (self._kept.load(UNFINISHED) or "").split("\n")
        if not titles:
            return
        words = (
            self.tr("Not finished because the program was closed: {0}. Start it again.")
            if why == "exit"
            else self.tr("Not finished because the desk was locked: {0}. Start it again.")
        )
        self.workplace.trouble(words.format(", ".join(titles)))
        self._drafts.drop(UNFINISHED)

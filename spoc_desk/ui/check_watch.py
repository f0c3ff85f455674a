"""Begins the checks of the vault that are due, by itself and quietly, while somebody works at the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.check_schedule import CheckStanding, check_standing
from spoc_desk.services.verify import VerifyReport, verify_vault
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Desk, Progress

FIRST_LOOK_SECONDS, LOOK_MINUTES = 60, 30


class CheckWatch(QObject):
    """Looks a minute after the unlocking and every half hour. What an officer stops is left until the next
    unlocking; nothing is resumed.
    """

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._busy = self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self, seconds: float = FIRST_LOOK_SECONDS) -> None:
        """Looks after so long, and then again and again."""
        self._timer.start(int(seconds * 1000))

    def look(self) -> None:
        """Begins the check that is due, if any, unless one is under way or was stopped."""
        self._timer.start(LOOK_MINUTES * 60_000)
        if not self._busy and not self._stopped:
            self._busy = True
            self._workplace.jobs.query(self, check_standing, self._standing, self._refused)

    def _standing(self, standing: CheckStanding) -> None:
        if not standing.due:
            self._busy = False
            return
        full = standing.due == "full"
        title = self.tr("Full check of the vault, due") if full else self.tr("Quick check of the vault, due")
        self._workplace.jobs.quiet(self, partial(_check, full=full), title, self._done, self._refused)

    def _done(self, report: VerifyReport) -> None:
        self._busy = False
        self._workplace.jobs.announce(report.changes)
        if report.faults:
            words = (
                self.tr("The check of the vault found one thing wrong. See Admin, Check the vault.")
                if report.faults == 1
                else self.tr("The check of the vault found {0} things wrong. See Admin, Check the vault.")
            )
            self._workplace.trouble(words.format(report.faults))

    def _refused(self, error: DomainError) -> None:
        self._busy = False
        self._stopped = True
        if error.code != "work.cancelled":
            self._workplace.trouble(self._workplace.messages.sentence(error))


def _check(desk: Desk, progress: Progress, cancelled: Cancelled, *, full: bool) -> VerifyReport:
    return verify_vault(desk, full=full, progress=progress, cancelled=cancelled)

"""Makes the backup that is due, by itself and quietly, when its folder is there; otherwise says it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from spoc_desk.domain.changes import BackupFailed, BackupMade, BackupPolicySet
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backups import BackupFacts, backup_facts, make_backup, prove_backup
from spoc_desk.ui.admin.backup_words import doubts_words, status_words
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.backup_ports import Snapshot
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

FIRST_LOOK_SECONDS, LOOK_MINUTES = 90, 15
NOTE_AFTER_MS = 3_000


class BackupWatch(QObject):
    """Looks after the unlocking and every quarter of an hour, so that a drive may be connected later.

    What an officer stops is left until the next unlocking. A backup that failed is tried again when its
    folder has been away or the policy has changed.
    """

    noted = Signal(str)  # what the foot of the window says of backups

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._busy = self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        workplace.jobs.changed.connect(self._changed)

    def start(self, seconds: float = FIRST_LOOK_SECONDS) -> None:
        """Says how backups stand once the desk has been painted; begins one after so long if it is due."""
        QTimer.singleShot(NOTE_AFTER_MS, self, self._ask)
        self._timer.start(int(seconds * 1000))

    def look(self) -> None:
        """Begins the backup that is due, unless its folder is away, one is under way, or it was stopped."""
        self._timer.start(LOOK_MINUTES * 60_000)
        if not self._busy:
            self._busy = True
            self._workplace.jobs.query(self, backup_facts, self._seen, self._unknown)

    def _seen(self, facts: BackupFacts) -> None:
        self._note(facts)
        if not facts.here:
            self._stopped = False
        if not facts.due or not facts.here or self._stopped:
            self._busy = False
            return
        title = self.tr("Backup of the vault, due")
        self._workplace.jobs.quiet(self, _made_and_proved, title, self._done, self._refused)

    def _note(self, facts: BackupFacts) -> None:
        self.noted.emit(status_words(facts))

    def _done(self, done: tuple[Snapshot, Changes]) -> None:
        snapshot, changes = done
        self._busy = False
        self._workplace.jobs.announce(changes)
        for words in doubts_words(snapshot):
            self._workplace.trouble(words)
        self._workplace.toast(self.tr("A backup was made and proved."))

    def _refused(self, error: DomainError) -> None:
        self._busy, self._stopped = False, True
        if error.code != "work.cancelled":
            self._workplace.trouble(self._workplace.messages.sentence(error))

    def _unknown(self, _error: DomainError) -> None:
        self._busy = False

    def _changed(self, changes: Changes) -> None:
        if any(isinstance(change, BackupPolicySet) for change in changes):
            self._stopped = False
            self._timer.start(FIRST_LOOK_SECONDS * 1000)
        if any(isinstance(change, BackupMade | BackupFailed | BackupPolicySet) for change in changes):
            self._ask()

    def _ask(self) -> None:
        self._workplace.jobs.query(self, backup_facts, self._note, self._unknown)


def _made_and_proved(desk: Desk, progress: Progress, cancelled: Cancelled) -> tuple[Snapshot, Changes]:
    made = make_backup(None, desk, progress, cancelled)
    return made.snapshot, (*made.changes, *prove_backup(made.backup.id, desk, progress, cancelled))

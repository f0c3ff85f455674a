"""How backups are put in words: where, how often, how many are kept, and how each of them stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.backups import Backup, BackupPolicy, BackupState
from spoc_desk.domain.moments import stamp
from spoc_desk.services.backup_ports import Snapshot
from spoc_desk.services.backups import BackupFacts
from spoc_desk.ui.widgets.table import TableRow

_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Backups", text)


def every_words(days: int) -> str:
    """Every day, every 7 days."""
    return _tr("Every day") if days == 1 else _tr("Every {0} days").format(days)


def kept_words(policy: BackupPolicy) -> str:
    """How many are kept."""
    newest = _tr("The newest {0} that were proved").format(policy.keep)
    if not policy.keep_days:
        return newest
    return _tr("{0}, and all of the newest {1} days").format(newest, policy.keep_days)


def size_words(size: int) -> str:
    """Bytes as people say them: 1.4 GB."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{size} {_UNITS[0]}" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def facts_rows(facts: BackupFacts) -> list[tuple[str, str]]:
    """The policy, and when a backup was last made and last proved."""
    policy, made, proved = facts.policy, facts.last_made, facts.last_proved
    never = _tr("Never")
    return [
        (_tr("Where"), policy.folder or _tr("No folder is chosen")),
        (_tr("How often"), every_words(policy.every_days)),
        (_tr("Kept"), kept_words(policy)),
        (_tr("Last made"), stamp(made.made_at) if made else never),
        (_tr("Last proved"), stamp(proved.proved_at) if proved and proved.proved_at else never),
    ]


def due_words(facts: BackupFacts) -> str:
    """Why a backup is due and nobody made it; empty when all is well."""
    if not facts.policy.folder:
        return _tr(
            "No folder for backups is chosen. Should this disk fail, everything in this vault is lost."
        )
    if not facts.due:
        return ""
    if facts.here:
        return _tr("A backup is due. It begins by itself, or press Back up now.")
    return _tr("A backup is due, and its folder is not there. Connect the drive: {0}").format(
        facts.policy.folder
    )


def status_words(facts: BackupFacts) -> str:
    """The same for the foot of the window."""
    made = facts.last_made
    if facts.due:
        return _tr("Backup due")
    return _tr("Backup {0}").format(stamp(made.made_at)) if made else ""


def doubts_words(snapshot: Snapshot) -> tuple[str, ...]:
    """What is to be said of a backup that was made and yet is less than it should be."""
    missing = _tr("{0} evidence files were missing from the vault. Check the vault.").format(snapshot.missing)
    same_disk = _tr("This backup lies on the vault's own disk, and would be lost with it. Use another.")
    return (*([missing] if snapshot.missing else []), *([same_disk] if snapshot.same_disk else []))


def backup_row(backup: Backup) -> TableRow:
    """One backup in the list."""
    states = {
        BackupState.MADE: (_tr("Not proved"), ("circle-dashed", "warning")),
        BackupState.PROVED: (_tr("Proved"), ("badge-check", "success")),
        BackupState.DAMAGED: (_tr("Damaged"), ("octagon-alert", "error")),
        BackupState.REMOVED: (_tr("Removed"), ("trash-2", "hint")),
    }
    word, mark = states[backup.state]
    if backup.state is BackupState.PROVED and backup.checked == backup.files:
        word = _tr("Proved whole")
    cells = (stamp(backup.made_at), f"{backup.files:,}", size_words(backup.size), backup.folder, word)
    return TableRow(str(backup.id), cells, mark)

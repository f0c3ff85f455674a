"""Backups: made, proved, thinned out by policy, and when the next is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from spoc_desk.domain.backups import Backup, BackupPolicy, BackupState, checked_policy, is_due, may_go
from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import (
    BackupFailed,
    BackupMade,
    BackupPolicySet,
    BackupProved,
    BackupsRemoved,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backup_ports import Snapshot
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress, Reader

_FOLDER, _EVERY, _KEEP, _KEEP_DAYS = "backup_folder", "backup_every_days", "backup_keep", "backup_keep_days"
# What says something of the computer or of the moment, not of the backup.
_NOT_ITS_FAULT = frozenset(
    {"work.cancelled", "backup.folder_missing", "backup.gone", "backup.not_a_backup", "backup.other_key"}
)


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """How the vault stands with its backups. here: whether the folder chosen is there now."""

    policy: BackupPolicy
    backups: tuple[Backup, ...]
    due: bool
    here: bool

    @property
    def last_made(self) -> Backup | None:
        """The newest backup, proved or not, that was not found damaged."""
        return _newest(self.backups)

    @property
    def last_proved(self) -> Backup | None:
        """The backup that was proved last."""
        proved = [each for each in self.backups if each.state is BackupState.PROVED and each.proved_at]
        return max(proved, key=lambda each: (each.proved_at, each.id), default=None)


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup just made, and what the vault wrote down of it."""

    backup: Backup
    snapshot: Snapshot
    changes: Changes


def backup_policy(reader: Reader) -> BackupPolicy:
    """The policy in force."""
    usual = BackupPolicy()
    return BackupPolicy(
        reader.setting(_FOLDER),
        int(reader.setting(_EVERY) or usual.every_days),
        int(reader.setting(_KEEP) or usual.keep),
        int(reader.setting(_KEEP_DAYS) or usual.keep_days),
    )


def newest_backup(reader: Reader) -> Backup | None:
    """The newest backup, proved or not, that was not found damaged."""
    return _newest(reversed(reader.find(Backup)))


def _newest(newest_first: Iterable[Backup]) -> Backup | None:
    whole = (BackupState.MADE, BackupState.PROVED)
    return next((each for each in newest_first if each.state in whole), None)


def set_backup_policy(policy: BackupPolicy, desk: Desk) -> Changes:
    """Sets where backups go, how often one is due and how many are kept.

    Raises DomainError of the subject backup for a folder where none may lie.
    """
    checked = checked_policy(policy)
    desk.check(Permission.POLICY)
    if checked.folder:
        desk.backups.check(Path(checked.folder))
    change = BackupPolicySet(every_days=checked.every_days, keep=checked.keep, keep_days=checked.keep_days)
    with desk.unit_of_work() as work:
        work.set_setting(_FOLDER, checked.folder.strip())
        work.set_setting(_EVERY, str(checked.every_days))
        work.set_setting(_KEEP, str(checked.keep))
        work.set_setting(_KEEP_DAYS, str(checked.keep_days))
        work.record(change)
    return (change,)


def backup_facts(desk: Desk) -> BackupFacts:
    """How the vault stands with its backups, newest first."""
    with desk.queries.snapshot() as reader:
        policy = backup_policy(reader)
        found = reader.find(Backup)
    known = tuple(each for each in reversed(found) if each.state is not BackupState.REMOVED)
    facts = BackupFacts(policy, known, due=False, here=bool(policy.folder) and Path(policy.folder).is_dir())
    last = facts.last_made
    return replace(facts, due=is_due(last.made_at if last else None, policy, desk.clock.now()))


def make_backup(
    folder: Path | None, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> MadeBackup:
    """Makes a backup in this folder, or in the one chosen; what fails is written down too.

    Raises DomainError: backup.no_folder_chosen, and as Backups.make does.
    """
    desk.check(Permission.BACKUP)
    place = folder or _chosen(desk)
    with desk.queries.snapshot() as reader:
        known = any(each.state is not BackupState.REMOVED for each in reader.find(Backup, folder=str(place)))
    try:
        snapshot = desk.backups.make(place, progress, cancelled, known=known)
    except DomainError as refused:
        if refused.code != "work.cancelled":
            _failed(0, refused.code, desk)
        raise
    with desk.unit_of_work() as work:
        backup = work.add(
            Backup(
                0, snapshot.stamp, str(place), snapshot.made_at, snapshot.sequence, snapshot.head,
                snapshot.files, snapshot.missing, snapshot.size,
            )
        )  # fmt: skip
        change = BackupMade(
            backup=backup.id, sequence=backup.sequence, head=backup.head, files=backup.files,
            missing=backup.missing,
        )  # fmt: skip
        work.record(change)
    return MadeBackup(backup, snapshot, (change,))


def prove_backup(
    backup_id: int,
    desk: Desk,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    *,
    whole: bool = False,
) -> Changes:
    """Opens a backup and checks it, then removes what the policy no longer keeps.

    whole: reads every evidence file of it rather than a sample. Raises
    DomainError when it is not right, after writing that down.
    """
    desk.check(Permission.BACKUP)
    with desk.queries.snapshot() as reader:
        backup = reader.get(Backup, backup_id)
    place = Path(backup.folder)
    try:
        proof = desk.backups.prove(place, backup.stamp, whole=whole, progress=progress, cancelled=cancelled)
    except DomainError as refused:
        if refused.code.startswith("backup.") and refused.code not in _NOT_ITS_FAULT:
            _failed(backup.id, refused.code, desk)
        raise
    change = BackupProved(backup=backup.id, checked=proof.checked, whole=proof.checked == proof.files)
    with desk.unit_of_work() as work:
        now = desk.clock.now()
        proved = replace(
            work.get(Backup, backup.id), state=BackupState.PROVED, proved_at=now, checked=proof.checked,
            fault="",
        )  # fmt: skip
        work.change(proved)
        work.record(change)
    return (change, *_thin_out(place, desk))


def last_backup(desk: Desk) -> Backup:
    """The newest backup. Raises DomainError("backup.none")."""
    last = backup_facts(desk).last_made
    if last is None:
        raise DomainError("backup.none")
    return last


def _chosen(desk: Desk) -> Path:
    with desk.queries.snapshot() as reader:
        folder = backup_policy(reader).folder
    if not folder:
        raise DomainError("backup.no_folder_chosen")
    return Path(folder)


def _failed(backup_id: int, code: str, desk: Desk) -> None:
    with desk.unit_of_work() as work:
        if backup_id:
            backup = work.get(Backup, backup_id)
            work.change(replace(backup, state=BackupState.DAMAGED, fault=code))
        work.record(BackupFailed(backup=backup_id, fault=code))


def _thin_out(folder: Path, desk: Desk) -> Changes:
    """Removes what lies in that folder and is older than all that is to be kept.

    A backup that was proved once, but in which something is damaged or missing by now, keeps no place.
    """
    seen = desk.backups.seen(folder)
    there = {each.stamp: each.fault for each in seen.snapshots} if seen else {}
    with desk.queries.snapshot() as reader:
        policy = backup_policy(reader)
        known = [
            replace(each, state=BackupState.DAMAGED) if there[each.stamp] else each
            for each in reader.find(Backup)
            if each.stamp in there and each.state is not BackupState.REMOVED
        ]
    gone = may_go(known, policy)
    if not gone:
        return ()
    files = desk.backups.remove(folder, {each.stamp for each in gone})
    change = BackupsRemoved(backups=tuple(each.id for each in gone), files=files)
    with desk.unit_of_work() as work:
        for each in gone:
            work.change(replace(work.get(Backup, each.id), state=BackupState.REMOVED))
        work.record(change)
    return (change,)

"""Backups of a vault: what is known of each, when the next is due, and which may go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from spoc_desk.domain.errors import DomainError

MOST_DAYS = 365
MOST_KEPT = 999
# A backup begun at nine is due again at nine, although the one before took a while.
_SLACK = timedelta(hours=1)


class BackupState(StrEnum):
    """What is known of a backup."""

    MADE = "made"
    PROVED = "proved"
    DAMAGED = "damaged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup that this vault made.

    stamp: its folder's name. sequence, head: the end of the audit trail in it. files, size: evidence
    files named in it and their bytes. missing: evidence that neither the vault nor earlier backups had.
    checked: how many evidence files were opened to prove it. fault: why it is damaged, as a code.
    """

    id: int
    stamp: str
    folder: str
    made_at: datetime
    sequence: int
    head: str
    files: int
    missing: int
    size: int
    state: BackupState = BackupState.MADE
    proved_at: datetime | None = None
    checked: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class BackupPolicy:
    """Where backups go, every how many days one is due, and how many are kept.

    folder: empty while none is chosen. keep: the newest proved ones. keep_days: and every proved one of
    the newest so many days on which there was one.
    """

    folder: str = ""
    every_days: int = 1
    keep: int = 7
    keep_days: int = 30


def checked_policy(policy: BackupPolicy) -> BackupPolicy:
    """The policy, if it makes sense. Raises DomainError("backup.days_wrong" or "backup.keep_wrong")."""
    if not 1 <= policy.every_days <= MOST_DAYS:
        raise DomainError("backup.days_wrong", most=MOST_DAYS)
    if not 1 <= policy.keep <= MOST_KEPT or not 0 <= policy.keep_days <= MOST_KEPT:
        raise DomainError("backup.keep_wrong", most=MOST_KEPT)
    return policy


def is_due(last_made: datetime | None, policy: BackupPolicy, now: datetime) -> bool:
    """Whether a backup is due. One in the future, after a clock was set back, counts for nothing."""
    if last_made is None or last_made > now + _SLACK:
        return True
    return now - last_made >= timedelta(days=policy.every_days) - _SLACK


def may_go(there: Iterable[Backup], policy: BackupPolicy) -> tuple[Backup, ...]:
    """Which of the backups that are there may be removed: those older than every one to be kept.

    Kept are the newest proved ones, by count and by days on which one was proved. What was never proved,
    or is damaged, counts for neither; it goes only when it is older than all that is kept. Older means
    earlier in the audit trail. The clock alone therefore removes nothing, however wrong it is.
    """
    known = sorted(there, key=lambda each: each.sequence, reverse=True)
    proved = [each for each in known if each.state is BackupState.PROVED]
    if len(proved) <= policy.keep:
        return ()
    days = list(dict.fromkeys(each.made_at.date() for each in proved))[: policy.keep_days]
    kept = {each.id for each in proved[: policy.keep]} | {
        each.id for each in proved if each.made_at.date() in days
    }
    oldest = min(each.sequence for each in proved if each.id in kept)
    return tuple(each for each in reversed(known) if each.sequence < oldest and each.id not in kept)


def stamp_of(now: datetime, taken: Collection[str]) -> str:
    """The name of a backup made now (UTC), which none there has yet."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    numbered = (f"{stamp}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (stamp, *numbered) if name not in taken)

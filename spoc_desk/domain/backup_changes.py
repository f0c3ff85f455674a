"""Changes about backups: made, proved, failed, removed, put in the vault's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade(Change):
    """A copy of the whole vault was made. sequence, head: where its audit trail ends."""

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = Permission.BACKUP
    backup: int
    sequence: int
    head: str
    files: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupProved(Change):
    """A backup was opened and found right; checked: how many of its evidence files were read."""

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = Permission.BACKUP
    backup: int
    checked: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFailed(Change):
    """No backup came about (backup 0), or one that was there turned out wrong. fault: a refusal's code."""

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = Permission.BACKUP
    backup: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsRemoved(Change):
    """Backups older than all that the policy keeps were removed. files: evidence that no other needs."""

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = Permission.BACKUP
    backups: tuple[int, ...]
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPolicySet(Change):
    """Where backups go, how often one is due, or how many are kept, was changed."""

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = Permission.POLICY
    every_days: int
    keep: int
    keep_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRestored(Change):
    """This vault was put in place from a backup whose audit trail ended with this entry.

    authorised_by: the id of the second officer; self_authorised: no second officer was there;
    both 0 and false where no vault was in that place. behind: entries that this computer saw and the backup
    lacks. records_back, officers_back: how much that was destroyed since it brought back, and the ids of
    those whose access was ended since.
    """

    verb: ClassVar[Verb] = Verb.BACKUP
    needs: ClassVar[Permission | None] = None
    sequence: int
    head: str
    files: int
    authorised_by: int = 0
    self_authorised: bool = False
    behind: int = 0
    records_back: int = 0
    officers_back: tuple[int, ...] = ()

"""What the verbs on backups need from outside."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One finished backup as it lies in its folder.

    sequence, head: the signed end of its audit trail. files, size: its evidence files and their bytes.
    copied: how many of them were new in this backup. missing: evidence that there was no file of.
    same_disk: whether it lies on the vault's own disk, and so is lost with it.
    """

    stamp: str
    made_at: datetime
    sequence: int
    head: str
    files: int
    size: int
    copied: int = 0
    missing: int = 0
    same_disk: bool = False


@dataclass(frozen=True, slots=True)
class SeenSnapshot:
    """A backup as its folder shows it without any key.

    fault: a code when it cannot be used as it is, and name: the file at fault.
    """

    stamp: str
    fault: str = ""
    name: str = ""
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class SeenSet:
    """A folder of backups of one vault. unfinished: names of what an interrupted backup left."""

    folder: Path
    vault: str
    snapshots: tuple[SeenSnapshot, ...]
    unfinished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A backup that was opened and found right. checked: evidence files read, of so many."""

    checked: int
    files: int


class Backups(Protocol):
    """Where copies of this vault are made, proved and removed. folder: as the officer chose it."""

    def check(self, folder: Path) -> None:
        """Raises DomainError of the subject backup for a folder where no backup may lie, or not there."""

    def make(
        self, folder: Path, progress: Progress, cancelled: Cancelled, *, known: bool = False
    ) -> Snapshot:
        """Makes a backup; progress in bytes. Raises DomainError, leaving earlier backups as they were.

        known: backups of this vault were made there before.
        """

    def prove(
        self, folder: Path, stamp: str, *, whole: bool, progress: Progress, cancelled: Cancelled
    ) -> Proof:
        """Opens a copy of the backup with this vault's key and checks it; whole: every evidence file.

        Raises DomainError of the subject backup when anything is not right.
        """

    def seen(self, folder: Path) -> SeenSet | None:
        """What lies in the folder, or None when there are no backups of this vault, or no folder."""

    def remove(self, folder: Path, stamps: Collection[str]) -> int:
        """Removes backups, then evidence that no backup left names; answers how many files of it."""

"""Backups of an open vault as a deed: each that was acknowledged, and each that is there, can be proved."""

from __future__ import annotations

from pathlib import Path

from spoc_desk.domain.backups import BackupPolicy
from spoc_desk.services.backups import make_backup, prove_backup, set_backup_policy
from spoc_desk.services.exhibits import AddExhibit, add_exhibit, never, unheard
from spoc_desk.services.ports import Desk
from tests.faults import vaults
from tests.faults.vaults import say

SETS = 3


def drive_in(folder: Path) -> Path:
    """Where the backups go."""
    return folder / "drive"


def make(folder: Path) -> None:
    """A vault, and an empty drive."""
    vaults.make(folder)
    drive_in(folder).mkdir()


def back_up(folder: Path) -> None:
    """Backups, with a new exhibit before each but the first; the last is proved."""
    with vaults.sitting(folder) as vault:
        desk = vault.desk
        set_backup_policy(BackupPolicy(str(drive_in(folder))), desk)
        for number in range(SETS):
            if number:
                source = folder / "sources" / f"call {number}.bin"
                add_exhibit(AddExhibit(1, source, source.name), desk)
            made = make_backup(None, desk)
            say(f"backup {made.backup.stamp}")
            if number == SETS - 1:
                prove_backup(made.backup.id, desk)


def facts(folder: Path) -> set[str]:
    """What is true of the vault, and every backup on the drive, once each is proved to its last byte."""
    found = vaults.facts(folder)
    vault = vaults.opened(folder)
    try:
        found |= {f"backup {stamp}" for stamp in _proved(drive_in(folder), vault.desk)}
        make_backup(drive_in(folder), vault.desk)
        _proved(drive_in(folder), vault.desk)
        litter = [path for path in drive_in(folder).rglob("*") if "part" in path.suffix]
        litter += list(drive_in(folder).rglob(".making-*"))
        assert litter == []
    finally:
        vault.close("exit")
    return found


def _proved(drive: Path, desk: Desk) -> list[str]:
    seen = desk.backups.seen(drive)
    stamps = [each.stamp for each in seen.snapshots] if seen else []
    for stamp in stamps:
        desk.backups.prove(drive, stamp, whole=True, progress=unheard, cancelled=never)
    return stamps

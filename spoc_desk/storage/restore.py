"""Copies a backup out to a scratch place and checks all of it there, trusting nothing that it says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Cancelled, Progress
from spoc_desk.storage.backup_files import copy_plain, no_one_hears, vault_disk
from spoc_desk.storage.backup_manifest import Manifest
from spoc_desk.storage.backup_set import BackupSet, find_set
from spoc_desk.storage.durable import make_private_folder, sync_folder
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Slot
from spoc_desk.storage.recovery import RECOVERY_FILE, write_digest
from spoc_desk.storage.sealed_items import SealedItem
from spoc_desk.storage.sealing import Watch
from spoc_desk.storage.snapshot_check import (
    EvidenceWrong,
    check_evidence,
    check_opened,
    fetch_files,
    open_copy,
)
from spoc_desk.storage.store import Store
from spoc_desk.storage.vault_folder import VaultFolder


class Fetched:
    """One backup, its own files copied into a vault folder to be, its evidence not yet."""

    def __init__(self, backups: Path, stamp: str, place: VaultFolder, cancelled: Cancelled) -> None:
        """Copies database, keyslots and recovery file. Raises DomainError of the subject backup."""
        self._set = find_set(backups)
        self._place, self._cancelled = place, cancelled
        self.stamp = stamp or _newest(self._set)
        self.manifest: Manifest = self._set.manifest(self.stamp)
        need = self.manifest.size + sum(each.size for each in self.manifest.files.values())
        with vault_disk():
            if shutil.disk_usage(place.path).free < need:
                raise DomainError("restore.no_room", folder=str(place.path.parent))
        watch = Watch(0, no_one_hears, cancelled)
        self._checkpoint = fetch_files(self._set, self.stamp, self.manifest, place.path, watch)
        self.slots: tuple[Slot, ...] = self._read_slots()

    def open(self, opening: Callable[[], Store], migrations: Path) -> Store:
        """The database, checked whole but for its evidence. Raises DomainError of the subject backup."""
        store = open_copy(opening)
        try:
            self._items: tuple[SealedItem, ...] = check_opened(
                store, self.manifest, self._checkpoint, self.manifest.vault, migrations
            )
        except BaseException:
            store.close()
            raise
        return store

    def fetch_evidence(self, progress: Progress) -> int:
        """Copies all evidence and checks every byte of the copy; answers how many files.

        Raises DomainError: backup.evidence_missing, backup.evidence_altered, vault.disk_full, work.cancelled.
        """
        pooled, folder = self._set.pooled(), EvidenceFolder(self._place.evidence)
        pool, total = EvidenceFolder(self._set.pool), 2 * self.manifest.size
        watch = Watch(total, progress, self._cancelled)
        for item in self._items:
            name = item.key.name
            expected = self.manifest.evidence[name]
            if pooled.get(name) != expected:
                raise DomainError("backup.evidence_missing", name=name)
            target = folder.path_of(name)
            try:
                with vault_disk():
                    make_private_folder(target.parent)
                    copy_plain(pool.path_of(name), target, watch, expected=expected)
            except DomainError as refused:
                if refused.code.startswith("evidence."):
                    raise DomainError("backup.evidence_altered", name=name) from refused
                raise
        self._sync(folder)
        done = self.manifest.size

        def checking(checked: int, _of: int) -> None:
            progress(min(done + checked, total), total)

        try:
            check_evidence(folder, self._items, checking, self._cancelled)
        except EvidenceWrong as wrong:
            raise wrong.refusal from wrong
        progress(total, total)
        return len(self._items)

    def _read_slots(self) -> tuple[Slot, ...]:
        """The keyslots, in both copies. Raises backup.file_damaged, backup.other_vault_inside."""
        slots = KeyslotFile(self._place.path)
        try:
            found = slots.read().slots
        except DomainError as refused:
            raise DomainError("backup.file_damaged", name="keyslots.json") from refused
        if any(slot.vault != self.manifest.vault for slot in found):
            raise DomainError("backup.other_vault_inside")
        with vault_disk():
            slots.write(found)
            if (self._place.path / RECOVERY_FILE).exists():
                write_digest(self._place.path)
        return found

    def _sync(self, folder: EvidenceFolder) -> None:
        with vault_disk():
            for shard in {folder.path_of(item.key.name).parent for item in self._items}:
                sync_folder(shard)
            if self._items:
                sync_folder(self._place.evidence)
            sync_folder(self._place.path)


def _newest(found: BackupSet) -> str:
    """The newest backup that shows no fault, by its date and by how far along the audit trail it is.

    After an older backup was restored, or a clock was wrong, the two differ, and an officer must choose.
    Raises DomainError: restore.none, restore.which.
    """
    usable = [each for each in found.seen().snapshots if each.snapshot is not None and not each.fault]
    if not usable:
        raise DomainError("restore.none", folder=str(found.folder))
    latest = max(each.stamp for each in usable)
    furthest = max(usable, key=lambda each: (each.snapshot.sequence if each.snapshot else 0, each.stamp))
    if furthest.stamp != latest:
        raise DomainError("restore.which", latest=latest, furthest=furthest.stamp)
    return latest

"""Decides which evidence a backup holds and which of it is copied, and copies that."""

from __future__ import annotations

from collections.abc import Collection
from io import SEEK_END
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.backup_files import copy_proved
from spoc_desk.storage.backup_set import BackupSet
from spoc_desk.storage.durable import make_private_folder, sync_folder
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.sealed_items import SealedItem
from spoc_desk.storage.sealing import Watch


class Plan:
    """Which evidence a backup holds, and which of it must be copied. A sealed file never changes."""

    def __init__(self, vault: EvidenceFolder, target: BackupSet, items: Collection[SealedItem]) -> None:
        self._vault, self._pool = vault, EvidenceFolder(target.pool)
        pooled = target.pooled()
        self.held: dict[str, int] = {}
        self.new: list[str] = []
        self.missing: list[str] = []
        self.to_copy = 0
        for item in items:
            name, here = item.key.name, _size_of(vault.path_of(item.key.name))
            if name in pooled and (here in (None, pooled[name]) or _fits(self._pool, item)):
                # What the vault has lost or spoilt since may still lie whole in the pool.
                self.held[name] = pooled[name]
            elif here is None:
                self.missing.append(name)
            else:
                self.held[name] = here
                self.new.append(name)
                self.to_copy += here

    def copy(self, watch: Watch) -> None:
        """Copies what is new. Raises OSError and as copy_proved does."""
        folders = set()
        for name in self.new:
            target = self._pool.path_of(name)
            make_private_folder(target.parent)
            copy_proved(self._vault.path_of(name), target, watch)
            folders.add(target.parent)
        for folder in folders:
            sync_folder(folder)
            sync_folder(folder.parent)


def _size_of(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _fits(folder: EvidenceFolder, item: SealedItem) -> bool:
    """Whether a sealed file opens and is as long as it was, its middle unread."""
    try:
        with folder.open(item.key) as opened:
            return opened.seek(0, SEEK_END) == item.content.size
    except DomainError:
        return False

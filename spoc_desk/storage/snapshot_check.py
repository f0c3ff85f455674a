"""Checks one backup in a scratch place: opening it where it lies would write beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Cancelled, Progress
from spoc_desk.storage.audit import Checkpoint
from spoc_desk.storage.backup_files import content_of, copy_plain, no_one_hears, small_file, vault_disk
from spoc_desk.storage.backup_manifest import (
    Manifest,
    check_checkpoint,
    check_signature,
    decoded_checkpoint,
)
from spoc_desk.storage.backup_set import CHECKPOINT, BackupSet
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.sealed_items import SealedItem
from spoc_desk.storage.sealing import Watch
from spoc_desk.storage.store import VAULT_UID, Store


class EvidenceWrong(Exception):
    """A sealed file of a backup is missing or not as the database says."""

    def __init__(self, item: SealedItem, refusal: DomainError) -> None:
        super().__init__(refusal.code)
        self.item, self.refusal = item, refusal


def fetch_files(target: BackupSet, stamp: str, manifest: Manifest, scratch: Path, watch: Watch) -> Checkpoint:
    """Copies a snapshot's own files into scratch, each against its digest, and answers its checkpoint.

    Raises DomainError("backup.file_damaged") naming the file, work.cancelled.
    """
    place = target.place_of(stamp)
    for name, expected in manifest.files.items():
        try:
            with vault_disk():
                copy_plain(place / name, scratch / name, watch, expected=expected.size)
            found = content_of(scratch / name, watch)
        except DomainError as refused:
            if not refused.code.startswith("evidence."):
                raise
            raise DomainError("backup.file_damaged", name=name) from refused
        if found != expected:
            raise DomainError("backup.file_damaged", name=name)
    return decoded_checkpoint(small_file(scratch / CHECKPOINT, manifest.files[CHECKPOINT].size))


def open_copy(opening: Callable[[], Store]) -> Store:
    """The copied database, open. Raises DomainError("backup.other_key") when the key is not its own."""
    store = opening()
    try:
        with store.queries.snapshot() as reader:
            reader.setting(VAULT_UID)
    except DomainError as refused:
        store.close()
        if refused.code == "vault.wrong_key":
            raise DomainError("backup.other_key") from refused
        raise
    return store


def check_opened(
    copy: Store, manifest: Manifest, checkpoint: Checkpoint, vault: str, migrations: Path
) -> tuple[SealedItem, ...]:
    """Checks a copied database against all that the backup says, and answers the evidence it needs.

    Brings an older one up to date first, for which it must be a copy. vault: the uid it must have.
    Raises DomainError: backup.other_vault_inside, backup.forged, backup.database_damaged,
    backup.trail_damaged, backup.list_wrong, vault.newer_program.
    """
    key = copy.signing_key()
    with copy.queries.snapshot() as reader:
        inside = reader.setting(VAULT_UID)
    if not inside or inside != vault:
        raise DomainError("backup.other_vault_inside")
    check_signature(manifest, key)
    if manifest.vault != vault:
        raise DomainError("backup.other_vault_inside")
    check_checkpoint(checkpoint, key)
    head = copy.queries.audit_head()
    signed = {(each.sequence, each.head) for each in (manifest, checkpoint, head)}
    if len(signed) != 1:
        raise DomainError("backup.trail_damaged")
    copy.upgrade(migrations)
    if copy.check_database():
        raise DomainError("backup.database_damaged")
    try:
        copy.check_audit(no_one_hears)
    except DomainError as refused:
        raise DomainError("backup.trail_damaged") from refused
    items = copy.sealed_items()
    if {each.key.name for each in items} != manifest.evidence.keys() | set(manifest.missing):
        raise DomainError("backup.list_wrong")
    missing = set(manifest.missing)
    return tuple(each for each in items if each.key.name not in missing)


def check_evidence(
    folder: EvidenceFolder, items: Iterable[SealedItem], progress: Progress, cancelled: Cancelled
) -> None:
    """Decrypts and hashes each item. Raises EvidenceWrong, and DomainError("work.cancelled").

    What the database itself calls altered or lost is no fault of the backup.
    """
    wanted = [item for item in items if not item.doubted]
    total, before = sum(item.content.size for item in wanted), 0
    for item in wanted:

        def within(done: int, _size: int, before: int = before) -> None:
            progress(before + done, total)

        try:
            folder.verify(item.key, item.content, within, cancelled)
        except DomainError as refused:
            if not refused.code.startswith("evidence."):
                raise
            lost = refused.code == "evidence.missing"
            code = "backup.evidence_missing" if lost else "backup.evidence_altered"
            raise EvidenceWrong(item, DomainError(code, name=item.key.name)) from refused
        before += item.content.size


def is_right(folder: EvidenceFolder, item: SealedItem) -> bool:
    """Whether the item is there, byte for byte."""
    try:
        folder.verify(item.key, item.content, no_one_hears, lambda: False)
    except DomainError:
        return False
    return True

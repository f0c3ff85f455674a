"""Makes and proves backups of one open vault: a copy of its database, its keyslots and its evidence."""

from __future__ import annotations

import random
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from spoc_desk.domain.backups import stamp_of
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backup_ports import Proof, SeenSet, Snapshot
from spoc_desk.services.ports import Cancelled, Clock, Progress
from spoc_desk.storage.audit import Checkpoint
from spoc_desk.storage.backup_files import (
    backup_disk,
    content_of,
    copy_proved,
    no_one_hears,
    unwatched,
    vault_disk,
)
from spoc_desk.storage.backup_manifest import Manifest, check_signature, encoded, encoded_checkpoint, signed
from spoc_desk.storage.backup_plan import Plan
from spoc_desk.storage.backup_set import CHECKPOINT, FILES, MAKING, MANIFEST, MARKER, BackupSet
from spoc_desk.storage.durable import make_private_folder, sync_folder, write_durably
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import NAMES as KEYSLOTS
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery import RECOVERY_FILE
from spoc_desk.storage.sealed_items import SealedItem
from spoc_desk.storage.sealing import Watch
from spoc_desk.storage.snapshot_check import (
    EvidenceWrong,
    check_evidence,
    check_opened,
    fetch_files,
    is_right,
    open_copy,
)
from spoc_desk.storage.store import VAULT_UID, Store
from spoc_desk.storage.vault_folder import DATABASE, VaultFolder

SCRATCH = "backup-scratch"
# Read by each proof that is not whole, drawn anew each time.
SAMPLE = 50


class BackupRoom:
    """What one open vault may do with its backups. One thread at a time."""

    def __init__(
        self,
        store: Store,
        place: VaultFolder,
        migrations: Path,
        clock: Clock,
        check_place: Callable[[Path], None],
    ) -> None:
        """check_place: raises DomainError for a folder where no backup may lie."""
        self._store, self._place, self._migrations = store, place, migrations
        self._clock, self._check_place = clock, check_place

    def check(self, folder: Path) -> None:
        """Raises DomainError of the subject backup for a folder where no backup may lie, or not there."""
        self._target(folder)

    def make(
        self, folder: Path, progress: Progress, cancelled: Cancelled, *, known: bool = False
    ) -> Snapshot:
        """Makes a backup below folder, which must be there; progress in bytes.

        known: backups were made there before, so that an empty folder on this computer's own disk is
        but the place where their drive is usually found.

        Raises DomainError, leaving earlier backups as they were: backup.folder_missing,
        backup.inside_vault, backup.beside_vault, backup.not_a_folder, backup.in_cloud_folder,
        backup.other_vault, backup.folder_taken, as backup_disk does, vault.disk_full for
        a copy of the database in the vault, work.cancelled.
        """
        target = self._target(folder)
        if known and not (target.folder / MARKER).exists() and self._on_own_disk(folder):
            raise DomainError("backup.drive_away", folder=str(folder))
        with self._scratch() as scratch:
            checkpoint, items = self._copy_vault(scratch, cancelled)
            with backup_disk(folder):
                target.begin(self._vault())
                target.sweep()
                plan = Plan(EvidenceFolder(self._place.evidence), target, items)
                need = plan.to_copy + _size(scratch)
                _check_room(folder, need)
                watch = Watch(need, progress, cancelled, passes=2)
                plan.copy(watch)
                manifest = self._manifest(checkpoint, plan)
                stamp = self._finish(target, scratch, manifest, watch)
                watch.finish()
                same_disk = folder.stat().st_dev == self._place.path.stat().st_dev
        return Snapshot(
            stamp, manifest.made_at, manifest.sequence, manifest.head, len(manifest.evidence), manifest.size,
            len(plan.new), len(manifest.missing), same_disk,
        )  # fmt: skip

    def prove(
        self, folder: Path, stamp: str, *, whole: bool, progress: Progress, cancelled: Cancelled
    ) -> Proof:
        """Opens a copy of the backup with this vault's key and checks it.

        whole: every evidence file, otherwise a sample drawn anew. Raises DomainError: backup.… when
        anything is not right, backup.gone when the drive was taken away meanwhile, backup.other_key
        after the vault's key was changed, work.cancelled.
        """
        target = self._found(folder)
        try:
            with self._scratch() as scratch:
                manifest = target.manifest(stamp)
                stopping = Watch(0, no_one_hears, cancelled)
                checkpoint = fetch_files(target, stamp, manifest, scratch, stopping)
                with closing(open_copy(partial(self._store.another, scratch / DATABASE))) as copy:
                    items = check_opened(copy, manifest, checkpoint, self._vault(), self._migrations)
                chosen = items if whole else random.SystemRandom().sample(items, min(SAMPLE, len(items)))
                self._check_pool(target, chosen, progress, cancelled)
        except DomainError as refused:
            if refused.code.startswith("backup."):
                # What cannot be read because the drive is gone is not damaged.
                self._found(folder)
            raise
        return Proof(len(chosen), len(items))

    def seen(self, folder: Path) -> SeenSet | None:
        """What lies in the folder, or None when there are no backups of this vault, or no folder."""
        target = BackupSet(folder / self._place.path.name)
        try:
            with backup_disk(folder):
                return target.seen() if target.vault == self._vault() else None
        except DomainError:
            return None

    def remove(self, folder: Path, stamps: Collection[str]) -> int:
        """Removes backups, then evidence that no backup left names; answers how many files of it.

        While one that is left cannot be read, or was not signed by this vault, all evidence stays.
        """
        target = self._found(folder)
        with backup_disk(folder):
            target.remove(stamps)
            kept: set[str] = set()
            try:
                for stamp in target.stamps():
                    manifest = target.manifest(stamp)
                    check_signature(manifest, self._store.signing_key())
                    kept |= manifest.evidence.keys()
            except DomainError:
                return 0
            return target.drop_evidence(kept)

    def _check_pool(
        self, target: BackupSet, items: Collection[SealedItem], progress: Progress, cancelled: Cancelled
    ) -> None:
        try:
            check_evidence(EvidenceFolder(target.pool), items, progress, cancelled)
        except EvidenceWrong as wrong:
            here = EvidenceFolder(self._place.evidence)
            if is_right(here, wrong.item):
                # The next backup then copies it anew.
                with backup_disk(target.folder):
                    target.set_aside(wrong.item.key.name)
            raise wrong.refusal from wrong

    def _target(self, folder: Path) -> BackupSet:
        target = folder / self._place.path.name
        vault = self._place.path.resolve()
        if folder.resolve().is_relative_to(vault):
            raise DomainError("backup.inside_vault", folder=str(folder))
        if folder.exists() and not folder.is_dir():
            raise DomainError("backup.not_a_folder", folder=str(folder))
        if not folder.is_dir():
            raise DomainError("backup.folder_missing", folder=str(folder))
        if target.resolve().is_relative_to(vault):
            raise DomainError("backup.beside_vault", folder=str(folder))
        self._check_place(target.resolve())
        return BackupSet(target)

    def _found(self, folder: Path) -> BackupSet:
        target = self._target(folder)
        with backup_disk(folder):
            if target.vault != self._vault():
                raise DomainError("backup.other_vault", folder=str(target.folder))
        return target

    def _copy_vault(self, scratch: Path, cancelled: Cancelled) -> tuple[Checkpoint, tuple[SealedItem, ...]]:
        """Copies database, keyslots and recovery file into scratch; the copy's trail gets a signed end."""

        def heard(_done: int, _pages: int) -> None:
            if cancelled():
                raise DomainError("work.cancelled")

        with vault_disk():
            with closing(self._store.copy_to(scratch / DATABASE, heard)) as copy:
                copy.sign_checkpoint("backup")
                checkpoint, items = copy.last_checkpoint(), copy.sealed_items()
            write_durably(scratch / CHECKPOINT, encoded_checkpoint(checkpoint))
            # Words that open a vault once would open this copy of it for ever.
            lasting = (slot for slot in KeyslotFile(self._place.path).read().slots if not slot.transfer)
            KeyslotFile(scratch).write(tuple(lasting))
            (scratch / KEYSLOTS[1]).unlink()
            with suppress(FileNotFoundError):
                shutil.copyfile(self._place.recovery, scratch / RECOVERY_FILE)
        return checkpoint, items

    def _manifest(self, checkpoint: Checkpoint, plan: Plan) -> Manifest:
        end = checkpoint.sequence, checkpoint.head
        return Manifest(self._vault(), self._clock.now(), *end, {}, plan.held, tuple(plan.missing))

    def _finish(self, target: BackupSet, scratch: Path, manifest: Manifest, watch: Watch) -> str:
        """Puts the snapshot in its place; until the last step it bears a name that is no backup's."""
        making = target.snapshots / f"{MAKING}{secrets.token_hex(4)}"
        make_private_folder(making)
        try:
            files = {}
            for name in sorted(FILES):
                if (scratch / name).exists():
                    files[name] = content_of(scratch / name, unwatched())
                    copy_proved(scratch / name, making / name, watch)
            whole = signed(replace(manifest, files=files), self._store.signing_key())
            write_durably(making / MANIFEST, encoded(whole))
            sync_folder(making)
            stamp = stamp_of(manifest.made_at, target.stamps())
            making.rename(target.snapshots / stamp)
            sync_folder(target.snapshots)
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(making)
            raise
        return stamp

    def _on_own_disk(self, folder: Path) -> bool:
        own = (self._place.path, Path(folder.absolute().anchor))
        return folder.stat().st_dev in {path.stat().st_dev for path in own}

    def _vault(self) -> str:
        with self._store.queries.snapshot() as reader:
            return reader.setting(VAULT_UID)

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A private folder in the vault's own, gone afterwards; what it holds is encrypted."""
        folder = self._place.path / SCRATCH / secrets.token_hex(8)
        with vault_disk():
            make_private_folder(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _check_room(folder: Path, need: int) -> None:
    if shutil.disk_usage(folder).free < need:
        raise DomainError("backup.disk_full", folder=str(folder))


def _size(scratch: Path) -> int:
    return sum(path.stat().st_size for path in scratch.iterdir())


def sweep_backup_scratch(vault: Path) -> None:
    """Removes what an interrupted backup or proof left in the vault; only while none is under way."""
    shutil.rmtree(vault / SCRATCH, ignore_errors=True)

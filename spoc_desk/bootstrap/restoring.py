"""Restores a vault from a backup: fetched and checked beside its place, then put there by renaming."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.slots import device_secret
from spoc_desk.bootstrap.vaults import check_place, desk_over
from spoc_desk.domain.anchors import SeenHead
from spoc_desk.domain.backups import Backup, BackupState
from spoc_desk.domain.changes import VaultRestored
from spoc_desk.domain.dual_control import Approval, Deed
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.officers import Officer, in_service
from spoc_desk.services.brought_back import BroughtBack, note_brought_back, still_there
from spoc_desk.services.dual_control import approved
from spoc_desk.services.ports import Cancelled, Desk, Progress
from spoc_desk.services.restoring import Restored, RestoreVault
from spoc_desk.storage.backup_files import backup_disk, vault_disk
from spoc_desk.storage.durable import make_private_folder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Slot, choose_slot, open_slot
from spoc_desk.storage.recovery import open_recovery
from spoc_desk.storage.replaced_vault import register_of
from spoc_desk.storage.restore import Fetched
from spoc_desk.storage.restore_place import aside_of, mark_whole, scratch_of, settle, take_place
from spoc_desk.storage.store import Store
from spoc_desk.storage.vault_folder import Claim, VaultFolder
from spoc_desk.system.workstation import Workstation

_NOBODY = Approval(0, "", self_authorised=False)


def restore(
    command: RestoreVault, parts: Parts, workstation: Workstation, progress: Progress, cancelled: Cancelled
) -> Restored:
    """Puts a vault in its place from a backup, once all of it has been opened and checked.

    A vault that is already there is set aside under another name, for which a second officer stands
    by. Raises DomainError: of the subjects backup and restore, of keys and recovery for what was
    typed, of dual, vault.already_open, work.cancelled; then the place is as it was.
    """
    place = command.place.absolute()
    check_place(place)
    _check_apart(place, command.backups)
    settle(place)
    occupied = _occupied(place)
    with vault_disk():
        make_private_folder(place.parent)
        scratch = VaultFolder(scratch_of(place))
        make_private_folder(scratch.path)
    claim = scratch.claim(f"{command.officer} on {workstation.name}")
    try:
        _empty(scratch.path)
        with backup_disk(command.backups):
            fetched = Fetched(command.backups, command.stamp, scratch, cancelled)
            _check_same_vault(place, fetched.manifest.vault)
            present = VaultFolder(place) if occupied else None
            restoring = _Restoring(command, fetched, scratch, present, parts, workstation)
            approval = restoring.run(progress)
        aside = _put_in_place(scratch.path, place, claim, fetched.stamp, occupied=occupied)
    except BaseException:
        claim.release()
        shutil.rmtree(scratch.path, ignore_errors=True)
        raise
    claim.release()
    restoring.remember()
    told = fetched.manifest
    return Restored(
        place, fetched.stamp, told.sequence, told.head, len(told.evidence), len(told.missing), aside,
        approval.self_authorised, restoring.back,
    )  # fmt: skip


class _Restoring:
    """The vault in scratch: opened, approved, filled with its evidence, and told what it is."""

    def __init__(
        self,
        command: RestoreVault,
        fetched: Fetched,
        scratch: VaultFolder,
        present: VaultFolder | None,
        parts: Parts,
        workstation: Workstation,
    ) -> None:
        """present: the vault that is to be set aside."""
        self.back, self._present = BroughtBack(), present
        self._command, self._fetched, self._scratch = command, fetched, scratch
        self._parts, self._workstation = parts, workstation

    def run(self, progress: Progress) -> Approval:
        """Leaves scratch a whole vault, closed, that says on its own trail where it comes from."""
        dek = self._key(self._scratch, self._fetched.slots)
        parts, clock = self._parts, self._parts.clock
        opening = partial(Store, self._scratch.database, dek, clock)
        with closing(self._fetched.open(opening, parts.migrations)) as store:
            session = secrets.token_hex(8)
            officer = self._officer(store)
            desk = desk_over(officer, session, store, self._scratch, parts, self._workstation)
            approval = approved(Deed.RESTORE, self._command.second, desk) if self._present else _NOBODY
            self._fetched.fetch_evidence(progress)
            self.back = self._compared(dek, desk, store)
            self._write_down(approval, desk)
            head = store.sign_checkpoint("restore")
            self._memory, self._head = desk.memory, SeenHead(head.sequence, head.head, clock.now())
        for old in self._scratch.path.glob("vault-before-*.db"):
            old.unlink()
        mark_whole(self._scratch.path)
        return approval

    def remember(self) -> None:
        """This workstation now expects the trail as it was restored; the trail itself says so too."""
        self._memory.remember(self._head)

    def _key(self, vault: VaultFolder, slots: Sequence[Slot]) -> bytes:
        """The key of one of the two vaults, by what was typed. Raises DomainError."""
        if self._command.recovery_key:
            found = open_recovery(vault.path, self._command.recovery_key)
            if found.vault != self._fetched.manifest.vault:
                raise DomainError("backup.other_vault_inside")
            return found.dek
        slot = choose_slot(slots, self._command.officer, self._workstation.id)
        return open_slot(slot, self._command.passphrase, device_secret(slot))

    def _compared(self, dek: bytes, desk: Desk, store: Store) -> BroughtBack:
        """What the backup brings back or lacks, told from the vault in the place and from this computer."""
        seen, told = desk.memory.recall(), self._fetched.manifest
        behind = max(0, seen.sequence - told.sequence) if seen else 0
        slots = _slots_of(self._present) if self._present else ()
        if self._present is None or not slots:
            return BroughtBack(behind)
        destroyed = register_of(self._present.database, dek)
        if destroyed is None:
            with suppress(DomainError):
                destroyed = register_of(self._present.database, self._key(self._present, slots))
        holders = {slot.officer for slot in slots}
        ended = tuple({slot.officer for slot in self._fetched.slots} - holders)
        with store.queries.snapshot() as reader:
            records = still_there(sorted(destroyed or ()), reader)
            officers = in_service(reader.find(Officer, uid=ended))
        changed = max(slot.epoch for slot in slots) > max(slot.epoch for slot in self._fetched.slots)
        references = tuple(each.reference for each in records)
        return BroughtBack(behind, destroyed is not None, references, officers, changed)

    def _officer(self, store: Store) -> Officer:
        with store.queries.snapshot() as reader:
            for officer in in_service(reader.find(Officer)):
                if same_name(officer.name, self._command.officer):
                    return officer
        raise DomainError("keys.no_slot", officer=self._command.officer)

    def _write_down(self, approval: Approval, desk: Desk) -> None:
        told, now = self._fetched.manifest, self._parts.clock.now()
        with desk.unit_of_work() as work:
            work.add(
                Backup(
                    0, self._fetched.stamp, str(self._command.backups), told.made_at, told.sequence,
                    told.head, len(told.evidence), len(told.missing), told.size, BackupState.PROVED, now,
                    len(told.evidence),
                )
            )  # fmt: skip
            note_brought_back(self.back, work)
            work.record(
                VaultRestored(
                    sequence=told.sequence, head=told.head, files=len(told.evidence),
                    authorised_by=approval.officer_id, self_authorised=approval.self_authorised,
                    behind=self.back.behind, records_back=len(self.back.records),
                    officers_back=tuple(officer.id for officer in self.back.officers),
                )
            )  # fmt: skip


def clear_interrupted(place: Path) -> None:
    """Clears away what an interrupted restore to this vault's place left, unless one is under way."""
    scratch = VaultFolder(scratch_of(place))
    try:
        if not scratch.path.is_dir() or scratch.path.is_symlink():
            return
        scratch.claim("tidying").release()
    except (DomainError, OSError):
        return
    shutil.rmtree(scratch.path, ignore_errors=True)


def _occupied(place: Path) -> bool:
    """Whether a vault is there. Raises vault.folder_not_empty for anything else but an empty folder."""
    if not os.path.lexists(place):
        return False
    if VaultFolder(place).database.is_file():
        return True
    if not place.is_dir() or any(place.iterdir()):
        raise DomainError("vault.folder_not_empty", folder=str(place))
    return False


def _slots_of(vault: VaultFolder) -> tuple[Slot, ...]:
    """The keyslots of a vault; none when they cannot be read."""
    try:
        return KeyslotFile(vault.path).read().slots
    except DomainError:
        return ()


def _check_same_vault(place: Path, vault: str) -> None:
    """Its own backup alone replaces a vault: officers of another one have no say over it.

    Keyslots that cannot be read are no reason to refuse a backup. Raises DomainError("restore.other_vault").
    """
    if any(slot.vault != vault for slot in _slots_of(VaultFolder(place))):
        raise DomainError("restore.other_vault", folder=str(place))


def _check_apart(place: Path, backups: Path) -> None:
    """Neither may lie in the other. Raises DomainError("restore.inside_backup")."""
    one, other = place.resolve(), backups.resolve()
    if (one.is_relative_to(other) and one.parent != other) or other.is_relative_to(one):
        raise DomainError("restore.inside_backup", folder=str(place))


def _empty(scratch: Path) -> None:
    """Clears what an earlier attempt left, but for the lock that is held."""
    with vault_disk():
        for left in scratch.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            elif left.name != "vault.lock":
                left.unlink()


def _put_in_place(scratch: Path, place: Path, claim: Claim, stamp: str, *, occupied: bool) -> Path | None:
    aside = aside_of(place, stamp) if occupied else None
    held = VaultFolder(place).claim("restore") if occupied else None
    try:
        if os.name == "nt":
            # Windows moves no folder in which a file is open.
            claim.release()
            if held is not None:
                held.release()
        with vault_disk():
            take_place(scratch, place, aside)
    finally:
        if held is not None:
            held.release()
    return aside

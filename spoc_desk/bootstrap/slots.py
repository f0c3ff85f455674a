"""Keyslots with this workstation's password store: made, tried, and tidied after a key was renewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from spoc_desk.domain.attempts import FailedUnlock
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Clock
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Enrolment, KdfCost, Slot, make_slot, new_device_secret, open_slot
from spoc_desk.storage.recovery import settle_recovery
from spoc_desk.storage.rekeying import clear_next, drop_copies
from spoc_desk.storage.vault_folder import VaultFolder
from spoc_desk.system.keyring import KeyringSecrets, account_for, open_keyring
from spoc_desk.system.workstation import Workstation


def slot_here(
    enrolment: Enrolment,
    dek: bytes,
    passphrase: str,
    workstation: Workstation,
    cost: KdfCost,
    *,
    passphrase_only: bool,
) -> Slot:
    """A slot for this workstation, or of six words alone. Raises DomainError."""
    if passphrase_only:
        return make_slot(enrolment, dek, passphrase, None, cost)
    keyring = open_keyring()
    secret = _device_secret(keyring, account_for(enrolment.vault, enrolment.officer))
    bound = replace(enrolment, device=workstation.id, backend=keyring.name)
    return make_slot(bound, dek, passphrase, secret, cost)


def _device_secret(keyring: KeyringSecrets, account: str) -> bytes:
    """The secret kept here, or a new one.

    One that is there stays: were it replaced before the new slot is on the disk, a crash in between
    would leave an officer whose slot nothing opens.
    """
    try:
        kept = keyring.get(account)
    except DomainError as refused:
        if refused.code != "keyring.damaged":
            raise
        kept = None
    if kept is None:
        kept = new_device_secret()
        keyring.set(account, kept)
    return kept


def device_secret(slot: Slot) -> bytes | None:
    """What this workstation's password store holds for the slot, if it takes that at all."""
    if slot.passphrase_only:
        return None
    return open_keyring(slot.backend).get(account_for(slot.vault, slot.officer))


def opening(
    slots: Sequence[Slot],
    passphrase: str,
    fits: Callable[[bytes], bool],
    failed: FailedUnlocks,
    clock: Clock,
    workstation: Workstation,
) -> tuple[Slot, bytes]:
    """The first of an officer's slots that opens to the key the database is under, and that key.

    A wrong passphrase is remembered. Raises DomainError of the subject keys, keys.slot_old when the
    passphrase was right but the key is an earlier one.
    """
    refusals: list[DomainError] = []
    for slot in slots:
        try:
            dek = open_slot(slot, passphrase, device_secret(slot))
        except DomainError as refused:
            refusals.append(refused)
            continue
        if fits(dek):
            return slot, dek
        refusals.insert(0, DomainError("keys.slot_old"))
    if any(refusal.code == "keys.wrong_passphrase" for refusal in refusals):
        failed.add(FailedUnlock(slots[0].officer, workstation.name, clock.now()))
    raise refusals[0]


def tidy(folder: Path, epoch: int) -> None:
    """After a key was renewed, or was not, keeps only what belongs to the key the database is under."""
    slots = KeyslotFile(folder)
    reading = slots.read()
    kept = tuple(slot for slot in reading.slots if slot.epoch == epoch)
    settle_recovery(folder, epoch)
    database = VaultFolder(folder).database
    clear_next(database)
    if kept != reading.slots:
        if any(slot.epoch < epoch for slot in reading.slots):
            drop_copies(database)
        # Last: that there are two keys' slots is what tells the next unlocking to tidy again.
        slots.write(kept)

"""The keyslots of an open vault, as verbs may ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Clock
from spoc_desk.storage.failed_unlocks import FailedUnlock, FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Slot, choose_slot, open_slot
from spoc_desk.system.keyring import account_for, open_keyring
from spoc_desk.system.workstation import Workstation


class SlotKeys:
    """Reads the keyslot file anew each time. fits: whether a key is the one the vault is open with."""

    def __init__(
        self, folder: Path, fits: Callable[[bytes], bool], clock: Clock, workstation: Workstation
    ) -> None:
        self._folder, self._fits, self._clock, self._workstation = folder, fits, clock, workstation

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation."""
        return frozenset(slot.officer for slot in KeyslotFile(self._folder).read().slots)

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of that officer, whose own slot this passphrase opened. Raises DomainError."""
        failed = FailedUnlocks(self._folder)
        failed.check_pause(self._clock.now())
        slot = choose_slot(KeyslotFile(self._folder).read().slots, officer, self._workstation.id)
        if not self._fits(tried(slot, passphrase, failed, self._clock, self._workstation)):
            raise DomainError("keys.slot_damaged")
        return slot.officer


def tried(
    slot: Slot, passphrase: str, failed: FailedUnlocks, clock: Clock, workstation: Workstation
) -> bytes:
    """The key in a slot; a wrong passphrase is remembered. Raises DomainError of the subject keys."""
    try:
        return open_slot(slot, passphrase, device_secret(slot))
    except DomainError as refused:
        if refused.code == "keys.wrong_passphrase":
            failed.add(FailedUnlock(slot.officer, workstation.name, clock.now()))
        raise


def device_secret(slot: Slot) -> bytes | None:
    """What this workstation's password store holds for the slot, if it takes that at all."""
    if slot.passphrase_only:
        return None
    return open_keyring(slot.backend).get(account_for(slot.vault, slot.officer))

"""The keyslots of an open vault, as verbs may ask for them."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from spoc_desk.domain.attempts import FailedUnlock
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.written_names import folded
from spoc_desk.services.key_ports import KeyPlace
from spoc_desk.services.ports import Clock
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import (
    Enrolment,
    KdfCost,
    Slot,
    choose_slot,
    make_slot,
    new_device_secret,
    open_slot,
)
from spoc_desk.system.keyring import account_for, open_keyring
from spoc_desk.system.workstation import Workstation


class SlotKeys:
    """Reads the keyslot file anew each time. key: answers the key the vault is open with."""

    def __init__(
        self, folder: Path, key: Callable[[], bytes], clock: Clock, workstation: Workstation
    ) -> None:
        self._folder, self._key, self._clock, self._workstation = folder, key, clock, workstation

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation."""
        return frozenset(slot.officer for slot in KeyslotFile(self._folder).read().slots)

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of that officer, whose own slot this passphrase opened. Raises DomainError."""
        failed = FailedUnlocks(self._folder)
        failed.check_pause(self._clock.now())
        slot = choose_slot(KeyslotFile(self._folder).read().slots, officer, self._workstation.id)
        opened = tried(slot, passphrase, failed, self._clock, self._workstation)
        if not hmac.compare_digest(self._key(), opened):
            raise DomainError("keys.slot_damaged")
        return slot.officer

    def places(self) -> tuple[KeyPlace, ...]:
        """Every slot of this vault and where it opens it."""
        return tuple(
            KeyPlace(
                slot.officer, slot.device == self._workstation.id, slot.backend,
                datetime.fromisoformat(slot.created_at),
            )
            for slot in KeyslotFile(self._folder).read().slots
        )  # fmt: skip

    def enrol(self, officer: Officer, passphrase: str, *, passphrase_only: bool) -> None:
        """A slot for that officer at this workstation, or with six words alone for any. Raises DomainError.

        It costs a guesser what the dearest slot of this vault costs.
        """
        slots = KeyslotFile(self._folder).read().slots
        pattern = max(slots, key=lambda slot: (slot.kdf.memory_kib, slot.kdf.iterations))
        enrolment = Enrolment(officer.uid, officer.name, pattern.vault, pattern.epoch, self._clock.now())
        if passphrase_only:
            made = make_slot(enrolment, self._key(), passphrase, None, pattern.kdf)
        else:
            made = bound_slot(enrolment, self._key(), passphrase, self._workstation, pattern.kdf)
        here = {self._workstation.id, ""}
        kept = (slot for slot in slots if not _replaced(slot, made, here))
        KeyslotFile(self._folder).write((*kept, made))

    def rename(self, officer: Officer) -> None:
        """Has the officer's slots say their present name. The name is not part of what is wrapped."""
        slots = KeyslotFile(self._folder).read().slots
        KeyslotFile(self._folder).write(
            tuple(
                replace(slot, officer_name=officer.name) if slot.officer == officer.uid else slot
                for slot in slots
            )
        )


def _replaced(slot: Slot, made: Slot, here: Collection[str]) -> bool:
    """Whether a new slot takes this one's place; here: the devices of slots that open the vault here.

    A slot of the same name for somebody else was left by an enrolment that never landed, for the verb
    refuses the name of a colleague.
    """
    if slot.officer != made.officer:
        return folded(slot.officer_name) == folded(made.officer_name)
    return slot.device in here


def bound_slot(
    enrolment: Enrolment, dek: bytes, passphrase: str, workstation: Workstation, cost: KdfCost
) -> Slot:
    """A slot that also needs a secret of this workstation, kept in its password store."""
    keyring = open_keyring()
    secret = new_device_secret()
    bound = replace(enrolment, device=workstation.id, backend=keyring.name)
    slot = make_slot(bound, dek, passphrase, secret, cost)
    keyring.set(account_for(enrolment.vault, enrolment.officer), secret)
    return slot


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

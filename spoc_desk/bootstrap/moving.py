"""An officer comes to another workstation: transfer words open the vault once and make a keyslot here."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.slots import opening, slot_here, tidy
from spoc_desk.bootstrap.vaults import Unlocked, check_place, opened
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.passphrases import check_drawn, check_typed
from spoc_desk.domain.reasons import reason
from spoc_desk.services import sittings
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import TRANSFER_ALONE, Enrolment, Slot
from spoc_desk.storage.recovery_proof import key_opens
from spoc_desk.storage.vault_folder import Claim, VaultFolder
from spoc_desk.system.words import read_words
from spoc_desk.system.workstation import Workstation


def move_in(
    folder: Path,
    officer: str,
    words: str,
    passphrase: str,
    parts: Parts,
    workstation: Workstation,
    *,
    passphrase_only: bool = False,
) -> Unlocked:
    """Opens a vault with an officer's transfer words, and puts a slot of theirs in the words' place.

    Both happen in one writing of the keyslot file, so that the words never open twice. Raises
    DomainError: keys.no_transfer, keys.transfer_expired, keys.transfer_needs_store,
    keys.transfer_wrong, and as unlocking.
    """
    place, claim = _claimed(folder, officer, workstation)
    try:
        slots = KeyslotFile(folder)
        held = slots.read().slots
        used, dek = _tried(place, held, officer, words, parts, workstation)
        if passphrase_only and used.kind != TRANSFER_ALONE:
            raise DomainError("keys.transfer_needs_store")
        check_typed(passphrase, (used.officer_name,))
        enrolment = Enrolment(used.officer, used.officer_name, used.vault, used.epoch, parts.clock.now())
        slot = slot_here(
            enrolment, dek, passphrase, workstation, parts.guess_cost, passphrase_only=passphrase_only
        )
        slots.write((*(each for each in held if not _replaced(each, slot)), slot))
        tidy(folder, slot.epoch)
        unlocked = opened(dek, slot.officer, place, claim, parts, workstation, (reason("sittings.moved_in"),))
        sittings.moved_in(unlocked.desk, passphrase_only=passphrase_only)
        return unlocked
    except BaseException:
        claim.release()
        raise


def check_words(folder: Path, officer: str, words: str, parts: Parts, workstation: Workstation) -> None:
    """Tries an officer's transfer words without using them up; wrong ones count as a failed unlock.

    Raises DomainError: of the subject keys, keys.transfer_wrong among others.
    """
    place, claim = _claimed(folder, officer, workstation)
    try:
        _tried(place, KeyslotFile(folder).read().slots, officer, words, parts, workstation)
    finally:
        claim.release()


def _claimed(folder: Path, officer: str, workstation: Workstation) -> tuple[VaultFolder, Claim]:
    place = check_place(folder)
    place.check_is_vault()
    place.check_writable()
    return place, place.claim(f"{officer} on {workstation.name}")


def _tried(
    place: VaultFolder,
    held: tuple[Slot, ...],
    officer: str,
    words: str,
    parts: Parts,
    workstation: Workstation,
) -> tuple[Slot, bytes]:
    """The slot that the words open, and the vault's key."""
    issued = _issued(held, officer)
    check_drawn(words, read_words(parts.resources))
    failed = FailedUnlocks(place.path)
    failed.check_pause(parts.clock.now())
    fits = partial(key_opens, place.database)
    try:
        used, dek = opening(issued, words, fits, failed, parts.clock, workstation)
    except DomainError as refused:
        if refused.code != "keys.wrong_passphrase":
            raise
        raise DomainError("keys.transfer_wrong") from refused
    if parts.clock.now().date() > date.fromisoformat(used.expires):
        raise DomainError("keys.transfer_expired", day=long_day(date.fromisoformat(used.expires)))
    return used, dek


def _issued(held: tuple[Slot, ...], officer: str) -> tuple[Slot, ...]:
    wanted = " ".join(officer.split()).casefold()
    found = [slot for slot in held if slot.transfer and slot.officer_name.casefold() == wanted]
    if not found:
        raise DomainError("keys.no_transfer", officer=officer)
    return tuple(sorted(found, key=lambda slot: slot.epoch, reverse=True))


def _replaced(each: Slot, slot: Slot) -> bool:
    """Whether a slot goes when the new one comes: the words used, and what the officer had here."""
    return each.officer == slot.officer and (each.transfer or each.device == slot.device)

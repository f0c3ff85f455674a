"""Opens a vault with its printed recovery key, and makes one officer's keyslot here anew."""

from __future__ import annotations

from pathlib import Path

from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.slots import slot_here, tidy
from spoc_desk.bootstrap.vaults import Unlocked, check_place, opened
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.officers import Officer, in_service
from spoc_desk.domain.passphrases import check_typed
from spoc_desk.domain.reasons import reason
from spoc_desk.services import sittings
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Enrolment, Slot
from spoc_desk.storage.recovery import open_recovery
from spoc_desk.storage.store import Store
from spoc_desk.storage.vault_folder import VaultFolder
from spoc_desk.system.workstation import Workstation


def recover(
    folder: Path,
    recovery_key: str,
    officer: str,
    passphrase: str,
    parts: Parts,
    workstation: Workstation,
    *,
    passphrase_only: bool = False,
) -> Unlocked:
    """Opens a vault with its printed recovery key and makes that officer's slot for this workstation anew.

    Slots of other workstations stay. Where this computer has no password store, six words alone
    must be chosen openly: passphrase_only.
    """
    place = check_place(folder)
    place.check_is_vault()
    place.check_writable()
    claim = place.claim(f"{officer} on {workstation.name}")
    try:
        found = open_recovery(folder, recovery_key)
        slots = KeyslotFile(folder)
        held = _slots_left(slots)
        enrolled = _enrolled(place, found.dek, officer, parts)
        check_typed(passphrase, (enrolled.name,))
        enrolment = Enrolment(enrolled.uid, enrolled.name, found.vault, found.epoch, parts.clock.now())
        here = {workstation.id, ""}
        old = [each for each in held if each.officer == enrolled.uid and each.device in here]
        alone = passphrase_only or any(each.passphrase_only and not each.transfer for each in old)
        slot = slot_here(
            enrolment, found.dek, passphrase, workstation, parts.guess_cost, passphrase_only=alone
        )
        slots.write((*(each for each in held if each not in old), slot))
        tidy(folder, found.epoch)
        told = (reason("sittings.recovered"),)
        unlocked = opened(found.dek, slot.officer, place, claim, parts, workstation, told)
        sittings.recovered(unlocked.desk, len(old))
        return unlocked
    except BaseException:
        claim.release()
        raise


def _slots_left(slots: KeyslotFile) -> tuple[Slot, ...]:
    """The slots that can still be read; none when both copies are gone, which recovery is for."""
    try:
        return slots.read().slots
    except DomainError as refused:
        if refused.code in {"keys.slots_damaged", "keys.slots_missing"}:
            return ()
        raise


def _enrolled(place: VaultFolder, dek: bytes, officer: str, parts: Parts) -> Officer:
    store = Store(place.database, dek, parts.clock)
    try:
        # An earlier version of the program may have left it, whose records cannot be read as they are.
        store.upgrade(parts.migrations)
        with store.queries.snapshot() as reader:
            for each in in_service(reader.find(Officer)):
                if same_name(each.name, officer):
                    return each
    finally:
        store.close()
    raise DomainError("keys.no_slot", officer=officer)

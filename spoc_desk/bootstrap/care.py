"""What an officer may ask of an open vault itself: how its key is kept, whether the recovery sheet fits."""

from __future__ import annotations

from spoc_desk.domain.anchors import Rollback
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.passphrases import six_words
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.services import anchors, sittings
from spoc_desk.services.machine import Keeping
from spoc_desk.services.ports import Changes, Desk
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery_proof import try_recovery
from spoc_desk.storage.store import VAULT_UID
from spoc_desk.storage.vault_folder import VaultFolder
from spoc_desk.system.keyring import open_keyring
from spoc_desk.system.resources import resource_folder
from spoc_desk.system.words import read_words


def keeping_of(desk: Desk) -> Keeping:
    """How the key of this desk's officer is kept, as the keyslot file tells it."""
    slots = KeyslotFile(desk.folder).read().slots
    mine = [slot for slot in slots if slot.officer == desk.officer.uid and not slot.transfer]
    alone = all(slot.passphrase_only for slot in mine)
    store = next((slot.backend for slot in mine if not slot.passphrase_only), "")
    return Keeping(desk.folder, alone, store)


def store_here() -> str:
    """The password store of this computer that can keep half of a key, or empty when there is none."""
    try:
        return open_keyring().name
    except DomainError:
        return ""


def fresh_words() -> str:
    """A fresh passphrase of six generated words."""
    return six_words(read_words(resource_folder()))


def prove_recovery(desk: Desk, typed: str) -> Changes:
    """Tries the printed key on the vault and writes down that it fits. Raises DomainError."""
    with desk.queries.snapshot() as reader:
        vault = reader.setting(VAULT_UID)
    try_recovery(desk.folder, VaultFolder(desk.folder).database, vault, typed)
    return sittings.recovery_proved(desk)


def clock_notices(desk: Desk) -> tuple[Reason, ...]:
    """Before anything is written: whether this workstation's clock fits the vault's last entry."""
    told = desk.queries.recent_changes(1)
    return sittings.clock_notices(told[0]["at"], desk) if told else ()


def note_trail(lost: Rollback | None, desk: Desk) -> tuple[Reason, ...]:
    """An alarm is written down; without one, the trail's last entry is remembered here."""
    if lost is not None:
        anchors.note_rollback(lost, desk)
        return (reason("sittings.rolled_back"),)
    return () if anchors.remember_head(desk) else (reason("sittings.head_not_kept"),)

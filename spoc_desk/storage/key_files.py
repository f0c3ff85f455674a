"""Checks the files beside the database that let somebody in: both keyslot copies, and the recovery file."""

from __future__ import annotations

import io
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.age_format import PAYLOAD_NONCE, TAG, AgeDamaged, read_header
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery import RECOVERY_DIGEST, RECOVERY_FILE, digest_line

_LARGEST = 1024 * 1024


def key_file_faults(folder: Path) -> tuple[tuple[str, str], ...]:
    """The name of each file that is damaged or missing, and the code of what is wrong with it.

    Without the printed key, recovery.age is held to its format and to the digest written with it.
    """
    return (*_keyslot_faults(folder), *_recovery_faults(folder / RECOVERY_FILE))


def _keyslot_faults(folder: Path) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((name, "verify.keyslots_damaged") for name in KeyslotFile(folder).read().damaged)
    except DomainError:
        return (("keyslots.json", "verify.keyslots_lost"),)


def _recovery_faults(path: Path) -> tuple[tuple[str, str], ...]:
    try:
        with path.open("rb") as file:
            whole = file.read(_LARGEST)
        rest = io.BytesIO(whole)
        header = read_header(rest)
    except FileNotFoundError:
        return ((path.name, "verify.recovery_missing"),)
    except (OSError, AgeDamaged):
        return ((path.name, "verify.recovery_damaged"),)
    sealed = [stanza for stanza in header.stanzas if stanza.arguments[0] == b"X25519"]
    sound = len(sealed) == 1 and len(whole) - rest.tell() > PAYLOAD_NONCE + TAG
    return () if sound and _digest_fits(path, whole) else ((path.name, "verify.recovery_damaged"),)


def _digest_fits(path: Path, whole: bytes) -> bool:
    """Vaults made by an earlier version have no digest of it."""
    try:
        told = path.with_name(RECOVERY_DIGEST).read_bytes()
    except FileNotFoundError:
        return True
    return told == digest_line(whole)

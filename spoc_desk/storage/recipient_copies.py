"""Copies that only their recipients can open: encrypted to their own age keys."""

from collections.abc import Sequence
from typing import BinaryIO

import pyrage

from spoc_desk.domain.errors import DomainError

_SHOWN = 20


def recipients_of(keys: Sequence[str]) -> list[object]:
    """The recipients behind age1… keys, each once. Raises packs.no_key, packs.not_a_key."""
    typed = [key.strip() for key in keys if key.strip()]
    if not typed:
        raise DomainError("packs.no_key")
    return [_recipient(key) for key in dict.fromkeys(typed)]


def encrypt_for(source: BinaryIO, target: BinaryIO, keys: Sequence[str]) -> None:
    """Write source to target as one age file that any of the keys' owners can open.

    Neither the officer nor the vault can open it. Raises packs.no_key, packs.not_a_key.
    """
    pyrage.encrypt_io(source, target, recipients_of(keys))


def _recipient(key: str) -> object:
    try:
        return pyrage.x25519.Recipient.from_str(key.lower() if key.isupper() else key)
    except pyrage.RecipientError as wrong:
        shown = key if len(key) <= _SHOWN else f"{key[:_SHOWN]}…"
        raise DomainError("packs.not_a_key", key=shown) from wrong

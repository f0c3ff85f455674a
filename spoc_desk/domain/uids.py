"""Identifiers for records that may leave the vault: UUID version 7 (RFC 9562), ordered by time."""

import secrets
import uuid
from datetime import datetime


def new_uid(now: datetime) -> str:
    """A fresh UUIDv7 of this moment (aware)."""
    milliseconds = int(now.timestamp() * 1000)
    bits = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return str(uuid.UUID(int=bits | 0b10 << 62 | secrets.randbits(62)))

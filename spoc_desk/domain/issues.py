"""Packs that were made: sealed, never edited, with a log of every copy that left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """One evidence pack as it was issued. size in bytes; the bytes lie sealed beside the exhibits."""

    id: int
    uid: str
    casefile_id: int
    reference: str
    title: str
    recipient: str
    served: bool
    issued_at: datetime
    issued_by: str
    pages: int
    size: int
    sha256: str
    file_name: str
    file_identity: str
    exhibits: tuple[str, ...]
    faults: tuple[str, ...]
    anchor_sequence: int
    anchor_head: str


@dataclass(frozen=True, slots=True)
class PackCopy:
    """One copy of a pack that was printed or saved, written down before it left."""

    id: int
    pack_id: int
    at: datetime
    officer: str
    how: str
    recipient: str
    copies: int
    printer: str = ""
    page_range: str = ""

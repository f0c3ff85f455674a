"""Late pages: an issued pack that a later one holds exactly as it was, and adds to at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """One exhibit of the earlier pack and its pages there, from 1; 0 when it was only listed."""

    reference: str
    description: str
    section: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class EarlierPack:
    """An issued pack that is added to. size in bytes, sha256 of its sealed file in hexadecimal."""

    reference: str
    issued_at: datetime
    pages: int
    size: int
    sha256: str
    items: tuple[EarlierItem, ...]

"""Audit anchors: an entry's number and hash, as printed or as remembered outside the vault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError

SHORTEST_HEAD = 16
_WORDS = re.compile(r"\b(spoc|desk|audit|anchor|entry|head|number|hash)\b", re.IGNORECASE)
_TYPED = re.compile(r"(\d{1,18}) ([0-9a-f]{16,64})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the trail stood. head: the entry's hash in hexadecimal, whole or its first sixteen or more."""

    sequence: int
    head: str

    def is_met_by(self, stands: str | None) -> bool:
        """Whether the entry of that number has this hash."""
        return stands is not None and stands.startswith(self.head)


def read_anchor(typed: str) -> Anchor:
    """An anchor as somebody typed, pasted or scanned it from paper.

    "1042:9f2c…", "1,042 9f2c 41d0 …" and the words of the QR code all do.
    Raises DomainError("audit.anchor_unreadable").
    """
    number, *head = re.split(r"[\s:;]+", _WORDS.sub(" ", typed.lower()).strip(" \t\r\n:;,.")) or [""]
    joined = "".join(part.strip(",.-…") for part in head)
    found = _TYPED.fullmatch(f"{number.replace(',', '')} {joined}")
    if found is None or int(found[1]) == 0:
        raise DomainError("audit.anchor_unreadable", least=SHORTEST_HEAD)
    return Anchor(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class SeenHead:
    """The last entry that this workstation saw in a vault. at: when it saw it, UTC."""

    sequence: int
    head: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rollback:
    """The vault does not hold what this workstation saw in it: an older copy, or another trail.

    ends_at: the vault's last entry when it was opened.
    """

    seen: SeenHead
    ends_at: int

    @property
    def shorter(self) -> bool:
        """Whether the trail ends before the entry that was seen; otherwise it is another one."""
        return self.ends_at < self.seen.sequence


class Explanation(StrEnum):
    """Why a vault does not hold what was seen in it, as the officer who acknowledges it says."""

    RESTORED = "restored"
    REPORTED = "reported"

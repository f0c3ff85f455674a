"""Exhibits: a sealed file with a reference nobody else has, and every hand it passed through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import full_stamp

_REFERENCE = re.compile(r"([A-Z][A-Z0-9]{0,5})/([0-9]{1,5})")


class ExhibitState(StrEnum):
    """How far a file is into the vault."""

    PENDING = "pending"
    SEALED = "sealed"
    MISSING = "missing"
    ALTERED = "altered"


class Disclosure(StrEnum):
    """Whether an exhibit is part of the prosecution case, or unused material, or sensitive unused material.

    One answer feeds the list of exhibits and both schedules, so that nothing is in two of them or in none.
    """

    USED = ""  # empty: exhibits recorded before this was asked keep their digest on the audit trail
    UNUSED = "unused"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit. size in bytes, sha256 of the original in hexadecimal, times in UTC.

    disclosure_reason: why it is unused, or why it is sensitive, for the schedule. opening_password:
    opens the file when it is an encrypted PDF; never shown, never on the audit trail.
    """

    id: int
    uid: str
    casefile_id: int
    reference: str
    description: str
    filename: str
    media_type: str
    file_name: str
    file_identity: str
    state: ExhibitState
    size: int
    sha256: str
    found_by: str
    found_at: datetime
    found_local: str
    found_where: str
    recorded_at: datetime
    source: str = ""
    seal_number: str = ""
    storage: str = ""
    verified_at: datetime | None = None
    disclosure: Disclosure = Disclosure.USED
    disclosure_reason: str = ""
    opening_password: str = field(default="", repr=False)

    @property
    def found_known(self) -> bool:
        """Whether anybody said when it was found; until then its moment of sealing stands there."""
        return self.found_at != self.recorded_at

    @property
    def obtained(self) -> str:
        """When it was found, or, where nobody said so, when it was sealed."""
        return self.found_local if self.found_known else f"sealed {full_stamp(self.recorded_at)}"


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of an exhibit: from whom, to whom, why and when. Never edited, never removed."""

    id: int
    exhibit_id: int
    moved_at: datetime
    moved_local: str
    from_holder: str
    to_holder: str
    purpose: str
    seals: str
    officer: str
    recorded_at: datetime


def producer_of(name: str) -> str:
    """The producer's initials for a reference: the first letters of the names, without rank."""
    ranks = {
        "DET",
        "SUPT",
        "SUPERINTENDENT",
        "DCI",
        "DI",
        "DS",
        "DC",
        "PC",
        "PS",
        "INSP",
        "INSPECTOR",
        "SGT",
        "CH",
    }
    words = [word for word in re.findall(r"[A-Za-z]+", name.upper()) if word not in ranks]
    return "".join(word[0] for word in words)[:6] or "X"


def next_reference(producer: str, taken: tuple[str, ...]) -> str:
    """The producer's next free reference in a casefile, such as AM/3; numbers are never used again."""
    numbers = [
        int(match[2]) for ref in taken if (match := _REFERENCE.fullmatch(ref)) and match[1] == producer
    ]
    return f"{producer}/{max(numbers, default=0) + 1}"


def checked_reference(reference: str, taken: tuple[str, ...]) -> str:
    """A well-formed reference that is free in this casefile.

    Raises DomainError("exhibits.reference_malformed" or "exhibits.reference_taken").
    """
    clean = re.sub(r"\s", "", reference).upper()
    match = _REFERENCE.fullmatch(clean)
    if not match:
        raise DomainError("exhibits.reference_malformed", reference=reference[:40])
    if clean in taken:
        raise DomainError("exhibits.reference_taken", reference=clean, next=next_reference(match[1], taken))
    return clean


def check_order(earlier: tuple[Movement, ...], moved_at: datetime) -> None:
    """Raises DomainError("exhibits.movement_out_of_order") when a movement precedes the last one."""
    if earlier and moved_at < earlier[-1].moved_at:
        raise DomainError("exhibits.movement_out_of_order", last=earlier[-1].moved_local)

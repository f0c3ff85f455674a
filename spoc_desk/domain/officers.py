"""The officers who may open a vault, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an officer is in this vault."""

    SPOC = "spoc"
    DEPUTY = "deputy"
    CASE_OFFICER = "case_officer"
    ADMINISTRATOR = "administrator"


ROLE_TITLES = {
    Role.SPOC: "Candidate SPOC",
    Role.DEPUTY: "Deputy SPOC",
    Role.CASE_OFFICER: "Case officer",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who may hold a keyslot of this vault. left_at: when their access was revoked."""

    id: int
    uid: str
    name: str
    initials: str
    role: Role
    created_at: datetime
    left_at: datetime | None = None

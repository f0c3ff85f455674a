"""The officers who may open a vault, what each role is, and which changes of colleagues are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import folded


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
    """Someone who may hold a keyslot of this vault; kept on record for ever, as the trail names them.

    left_at: when their access was revoked. opened_at: when they last unlocked the vault.
    """

    id: int
    uid: str
    name: str
    initials: str
    role: Role
    created_at: datetime
    left_at: datetime | None = None
    opened_at: datetime | None = None


def in_service(officers: Iterable[Officer]) -> tuple[Officer, ...]:
    """Those who have not left."""
    return tuple(officer for officer in officers if officer.left_at is None)


def check_name_free(name: str, officers: Iterable[Officer]) -> None:
    """Refuses the name of somebody in service: officers are told apart by their names when unlocking.

    Raises DomainError("officers.name_taken").
    """
    for other in in_service(officers):
        if folded(other.name) == folded(name):
            raise DomainError("officers.name_taken", officer=other.name)


def check_in_service(officer: Officer) -> None:
    """Raises DomainError("officers.left") for one whose access was revoked."""
    if officer.left_at is not None:
        raise DomainError("officers.left", officer=officer.name)


def check_spoc_stays(officer: Officer, officers: Iterable[Officer]) -> None:
    """Refuses to take away a vault's only SPOC, by another role or by revoking them.

    Raises DomainError("officers.last_spoc").
    """
    others = [each for each in in_service(officers) if each.role is Role.SPOC and each.uid != officer.uid]
    if officer.role is Role.SPOC and not others:
        raise DomainError("officers.last_spoc", officer=officer.name)


def check_role_change(officer: Officer, role: Role, by: Officer, officers: Iterable[Officer]) -> None:
    """Refuses what nobody may change. by: who asks.

    Raises DomainError: officers.left, officers.own_role, officers.same_role, officers.last_spoc.
    """
    check_in_service(officer)
    if officer.uid == by.uid:
        raise DomainError("officers.own_role")
    if officer.role is role:
        raise DomainError("officers.same_role", officer=officer.name, role=ROLE_TITLES[role])
    check_spoc_stays(officer, officers)

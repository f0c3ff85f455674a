"""What takes two officers, and when one who has nobody to ask may do it alone, labelled self-authorised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from spoc_desk.domain.change import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.permissions import may


class Deed(StrEnum):
    """What a second officer stands by for."""

    ERASE = "erase"
    EXPORT = "export"  # a whole trail, or many records at once
    RESTORE = "restore"
    OFFICERS = "officers"
    RELEASE = "release"
    RETURN = "return"


class Policy(StrEnum):
    """A force's rule for one deed."""

    LONE = "lone"  # two officers; alone only while nobody else here may stand by
    TWO = "two"  # two officers, always


NEEDS = {
    Deed.ERASE: Permission.ERASE,
    Deed.EXPORT: Permission.AUDIT,
    Deed.RESTORE: Permission.RESTORE,
    Deed.OFFICERS: Permission.OFFICERS,
    Deed.RELEASE: Permission.AUTHORISE,
    Deed.RETURN: Permission.AUTHORISE,
}
# No policy lets one officer destroy records.
ALWAYS_TWO = frozenset({Deed.ERASE})


@dataclass(frozen=True, slots=True)
class SecondOfficer:
    """Who stands by, as they typed it in the same dialog."""

    name: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who stood by. officer_id: 0 and name: empty when the officer acted alone."""

    officer_id: int
    name: str
    self_authorised: bool


ALONE = Approval(0, "", self_authorised=True)


def policy_of(deed: Deed, stored: str) -> Policy:
    """The rule for a deed, from the vault's setting; two officers when it makes no sense."""
    if deed in ALWAYS_TWO:
        return Policy.TWO
    return Policy(stored) if stored in set(Policy) else Policy.LONE if not stored else Policy.TWO


def could_stand_by(deed: Deed, officer: Officer, others: Iterable[Officer]) -> tuple[Officer, ...]:
    """Those of the others who may stand by for this officer's deed."""
    return tuple(other for other in others if other.uid != officer.uid and may(other.role, NEEDS[deed]))


def check_alone(deed: Deed, policy: Policy, others: Iterable[Officer]) -> Approval:
    """The approval of an officer who acts alone. others: who could stand by.

    Raises DomainError("dual.second_needed") where the rule, or a colleague's being there, forbids it.
    """
    if policy is Policy.TWO or any(others):
        raise DomainError("dual.second_needed", deed=str(deed))
    return ALONE


def check_second(deed: Deed, officer: Officer, second: Officer) -> Approval:
    """The approval of a second officer who opened their own slot.

    Raises DomainError: dual.same_officer, dual.role_cannot.
    """
    if second.uid == officer.uid:
        raise DomainError("dual.same_officer", officer=second.name)
    if not may(second.role, NEEDS[deed]):
        raise DomainError("dual.role_cannot", officer=second.name, role=str(second.role))
    return Approval(second.id, second.name, self_authorised=False)

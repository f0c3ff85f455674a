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
# Were these two always, nobody could enrol the second officer once the last colleague has left.
NEVER_ALWAYS_TWO = frozenset({Deed.OFFICERS})
CHOSEN = tuple(deed for deed in Deed if deed not in ALWAYS_TWO | NEVER_ALWAYS_TWO)
"""The deeds whose rule a force may choose."""


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

    @property
    def second(self) -> int | None:
        """The second officer's id, as an ApprovedChange carries it."""
        return self.officer_id or None


ALONE = Approval(0, "", self_authorised=True)


@dataclass(frozen=True, slots=True)
class StandingBy:
    """Who could stand by for a deed, and the force's rule for it."""

    deed: Deed
    policy: Policy
    officers: tuple[Officer, ...]

    @property
    def alone(self) -> bool:
        """Whether the officer at the desk may act alone, labelled self-authorised."""
        return self.policy is Policy.LONE and not self.officers

    def check_alone(self) -> Approval:
        """The approval of an officer who acts alone.

        Raises DomainError: dual.second_needed while a colleague could stand by; dual.nobody_there where the
        rule says two and there is none.
        """
        if self.officers:
            raise DomainError("dual.second_needed", deed=str(self.deed))
        if self.policy is Policy.TWO:
            raise DomainError("dual.nobody_there", deed=str(self.deed))
        return ALONE


def policy_of(deed: Deed, stored: str) -> Policy:
    """The rule for a deed, from the vault's setting; two officers when it makes no sense."""
    if deed in ALWAYS_TWO:
        return Policy.TWO
    if deed in NEVER_ALWAYS_TWO:
        return Policy.LONE
    return Policy(stored) if stored in set(Policy) else Policy.LONE if not stored else Policy.TWO


def could_stand_by(deed: Deed, officer: Officer, others: Iterable[Officer]) -> tuple[Officer, ...]:
    """Those of the others who may stand by for this officer's deed."""
    return tuple(other for other in others if other.uid != officer.uid and may(other.role, NEEDS[deed]))


def check_second(deed: Deed, officer: Officer, second: Officer) -> Approval:
    """The approval of a second officer who opened their own slot.

    Raises DomainError: dual.has_left, dual.same_officer, dual.role_cannot.
    """
    if second.left_at:
        raise DomainError("dual.has_left", officer=second.name)
    if second.uid == officer.uid:
        raise DomainError("dual.same_officer", officer=second.name)
    if not may(second.role, NEEDS[deed]):
        raise DomainError("dual.role_cannot", officer=second.name, role=str(second.role))
    return Approval(second.id, second.name, self_authorised=False)

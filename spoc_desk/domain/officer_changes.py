"""Changes to who may open a vault and what their role is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import ApprovedChange, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerEnrolled(ApprovedChange):
    """A colleague got a keyslot of their own."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    enrolled: int
    role: str
    passphrase_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(ApprovedChange):
    """A colleague's role was changed."""

    needs: ClassVar[Permission | None] = Permission.OFFICERS
    colleague: int
    before: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRenamed(ApprovedChange):
    """An officer's rank or name changed. What they did before keeps the name it was done under."""

    needs: ClassVar[Permission | None] = Permission.OFFICERS
    colleague: int

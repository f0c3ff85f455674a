"""Changes to who may open a vault and what their role is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerEnrolled(Change):
    """A colleague got a keyslot of their own. second: the officer who stood by, or 0."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    enrolled: int
    role: str
    passphrase_only: bool
    second: int
    self_authorised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Change):
    """A colleague's role was changed. second: the officer who stood by, or 0."""

    needs: ClassVar[Permission | None] = Permission.OFFICERS
    colleague: int
    before: str
    role: str
    second: int
    self_authorised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRenamed(Change):
    """An officer's rank or name changed. What they did before keeps the name it was done under."""

    needs: ClassVar[Permission | None] = Permission.OFFICERS
    colleague: int
    second: int
    self_authorised: bool

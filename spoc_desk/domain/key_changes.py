"""Changes to who can open a vault, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import ApprovedChange, Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseChanged(Change):
    """An officer changed their own passphrase."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyslotReplaced(ApprovedChange):
    """An officer whose passphrase or workstation was lost was enrolled again."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    enrolled: int
    passphrase_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferIssued(ApprovedChange):
    """One-use words were made, with which an officer comes to another workstation."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    enrolled: int
    passphrase_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferUsed(Change):
    """An officer came to this workstation with their words, which are dead now."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = None
    passphrase_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRevoked(ApprovedChange):
    """An officer's access ended, as the vault went under a new key."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    enrolled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRekeyed(ApprovedChange):
    """The vault was put under a new key."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryRenewed(ApprovedChange):
    """A new recovery sheet, or new shares, took the place of what was printed before."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.OFFICERS
    shares: bool
    proved: bool

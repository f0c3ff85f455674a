"""Changes to what goes out: referrals, packs and returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import ApprovedChange, Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStarted(Change):
    """A CPS referral was opened for a casefile."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    referral: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered(Change):
    """An item of the CPS checklist was answered."""

    referral: int
    item: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSent(Change):
    """A referral went to the CPS."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    referral: int
    pack_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDecided(Change):
    """The CPS decision was recorded, or the victim was told of it."""

    referral: int
    decision: str
    victim_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsKept(Change):
    """Finished pages of exhibits were kept for later packs, or kept ones were dropped."""

    needs: ClassVar[Permission | None] = None
    kept: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackBuilt(Change):
    """An evidence pack was made and sealed."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    pack: int
    sha256: str
    exhibits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReleased(ApprovedChange):
    """A pack was released: from now on its copies may leave the vault."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.AUTHORISE
    pack: int
    manifest_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackExported(Change):
    """A copy of a pack left the vault as a file."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    pack: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPrinted(Change):
    """A copy of a pack is about to be printed."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    pack: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCopySent(Change):
    """A copy was handed to its printer, or was not. number: as printed on it."""

    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    pack: int
    number: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCopyChecked(Change):
    """An officer looked at a printed copy's sheets: all came out, or so many were spoiled."""

    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    pack: int
    number: int
    state: str
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFrozen(Change):
    """A day's return was frozen."""

    filed: int
    payload_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAuthorised(ApprovedChange):
    """A frozen return was authorised."""

    needs: ClassVar[Permission | None] = Permission.AUTHORISE
    filed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnExported(Change):
    """A return left the vault for the NPCC."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    filed: int
    payload_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPrinted(Change):
    """A return is about to be printed."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.DISCLOSE
    filed: int
    copies: int

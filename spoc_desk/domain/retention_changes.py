"""Changes to how long records are kept, and their destruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEntered(Change):
    """The force's period for a retention group was entered."""

    needs: ClassVar[Permission | None] = Permission.POLICY
    code: str
    period: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChanged(Change):
    """A casefile's retention group, or a fact for CPIA's rule, was entered."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReviewed(Change):
    """Somebody decided whether a casefile or a contact is kept."""

    needs: ClassVar[Permission | None] = Permission.AUTHORISE
    review: int
    decision: str
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Change):
    """A legal hold keeps a casefile or a contact from being destroyed."""

    hold: int
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Change):
    """A legal hold was lifted."""

    needs: ClassVar[Permission | None] = Permission.AUTHORISE
    hold: int
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDoubted(Change):
    """The vault was opened so long after its last entry that the date needs an officer's word."""

    needs: ClassVar[Permission | None] = None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockConfirmed(Change):
    """An officer confirmed that this computer's date is right."""

    needs: ClassVar[Permission | None] = Permission.AUTHORISE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsDestroyed(Change):
    """A casefile or a contact was destroyed with everything under it, by two officers."""

    verb: ClassVar[Verb] = Verb.ERASURE
    needs: ClassVar[Permission | None] = Permission.ERASE
    kind: str
    record: int
    disposal: int
    second_officer: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionCertified(Change):
    """A certificate of destruction was made."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.READ
    disposal: int

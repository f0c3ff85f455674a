"""Retention groups and CPIA's rule as dated data with their sources. No period of a group is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spoc_desk.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class RetentionGroup:
    """One group of the review, retention and disposal guidance, and what it covers."""

    code: str
    title: str
    covers: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class CpiaRule:
    """How long material of a criminal investigation is retained, in words and as the one number in it."""

    title: str
    rule: str
    months_after_conviction: int
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """An edition of the groups and the rule."""

    version: str
    as_at: date
    groups: tuple[RetentionGroup, ...]
    cpia: CpiaRule

    def group(self, code: str) -> RetentionGroup:
        """The group of this code. Raises DomainError("retention.group_unknown")."""
        for group in self.groups:
            if group.code == code:
                return group
        raise DomainError("retention.group_unknown", code=code, codes=", ".join(g.code for g in self.groups))

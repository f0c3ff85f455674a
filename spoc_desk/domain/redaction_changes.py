"""What was done to redactions, as changes: ids, codes and digests, never the words that were redacted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.change import Change, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionsDrawn(Change):
    """Places of an exhibit's pages are to be redacted from now on. count: how many were added."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    exhibit: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionChanged(Change):
    """The reason for a redaction was changed."""

    exhibit: int
    redaction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionWithdrawn(Change):
    """A redaction no longer stands; it is kept."""

    exhibit: int
    redaction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionsConfirmed(Change):
    """The pages changed, and the redactions were looked at again and hold for the pages as they are."""

    exhibit: int
    part_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionsChecked(Change):
    """A second person checked the redactions that stand. set_sha256: of which ones."""

    verb: ClassVar[Verb] = Verb.VERIFY
    exhibit: int
    check: int
    set_sha256: str

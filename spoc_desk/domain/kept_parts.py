"""Finished pages of an exhibit, kept sealed so that the next pack need not make them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PartTold:
    """What is known of an exhibit's pages: their key, how many, and how they were put on paper.

    key: of which original they are, made how, by which version. notes: what the reader must know.
    """

    key: str
    pages: int
    how: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One exhibit's pages, sealed beside the originals. size in bytes; program: the version that made it."""

    id: int
    key: str
    exhibit_id: int
    file_name: str
    file_identity: str
    size: int
    sha256: str
    pages: int
    how: str
    notes: tuple[str, ...]
    made_at: datetime
    program: str

    @property
    def told(self) -> PartTold:
        """What is known of the pages."""
        return PartTold(self.key, self.pages, self.how, self.notes)

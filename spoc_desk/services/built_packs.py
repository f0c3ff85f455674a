"""What the verbs are told of a pack that was printed, as Protocols."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class Placed(Protocol):
    """Where one exhibit, or what is in one volume of it, is printed, in pages from 1."""

    @property
    def reference(self) -> str:
        """Which exhibit."""

    @property
    def first(self) -> int:
        """Its first page."""

    @property
    def last(self) -> int:
        """Its last page."""

    @property
    def volume(self) -> int:
        """In which volume, from 1."""


class Volume(Protocol):
    """One finished file of a pack."""

    @property
    def path(self) -> Path:
        """Where it lies until the build's private folder is taken away."""

    @property
    def number(self) -> int:
        """Which volume, from 1."""

    @property
    def pages(self) -> int:
        """How many pages."""

    @property
    def size(self) -> int:
        """Bytes."""


class Built(Protocol):
    """What became of a pack: its pages, and each exhibit that could not be printed, with the fault."""

    @property
    def volumes(self) -> Sequence[Volume]:
        """Its files, mostly one."""

    @property
    def pages(self) -> int:
        """How many pages, of all volumes."""

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """Reference and fault of each exhibit that has a slip sheet instead of its pages."""

    @property
    def spans(self) -> Sequence[Placed]:
        """The pages of each printed exhibit."""

    @property
    def renditions(self) -> tuple[tuple[str, str], ...]:
        """Reference and how it was put on paper."""

    @property
    def redacted(self) -> tuple[tuple[str, int, str], ...]:
        """Reference, number of redactions and SHA-256 of the redacted pages."""

    @property
    def proof(self) -> str:
        """What was searched for whatever was redacted, in words; empty when nothing was."""

    @property
    def unread(self) -> tuple[tuple[int, int], ...]:
        """Volume and page of each page where words redacted everywhere could not be looked for."""

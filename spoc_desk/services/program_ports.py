"""Other programs of this computer that a pack may use, as Protocols; system supplies them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Cancelled = Callable[[], bool]


class OfficeConverter(Protocol):
    """The office program of this computer, run on one document at a time, within limits and offline."""

    @property
    def version(self) -> str:
        """Its name and version, as it is to be printed."""

    def convert(self, source: Path, ending: str, stopped: Cancelled) -> Path:
        """A PDF beside `source`, of a document of that kind ("docx"). Raises DomainError."""


class MachineReader(Protocol):
    """The OCR program of this computer, run on pictures of our own making, within limits and offline."""

    @property
    def version(self) -> str:
        """Its name, version and languages, as they are to be printed."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What it can read; nothing without the data for English."""

    def read(self, drawn: Path, pages: int, stopped: Cancelled) -> Path:
        """A PDF beside `drawn`, a PDF of so many pictures, which has their words too. Raises DomainError."""

"""A sealed file as the rest of the program knows it: where it lies, what opens it, what it must be."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EvidenceKey:
    """A file's random name on disk and the age identity that opens it. Kept in the database only."""

    name: str
    identity: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed: the size of the original in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

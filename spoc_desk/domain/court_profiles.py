"""What courts ask of an electronic bundle, as dated data that says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spoc_desk.domain.errors import DomainError

EVIDENTIAL = "evidential"


class LatePages(StrEnum):
    """Where material that comes late goes."""

    AT_END = "at_end"
    SUPPLEMENT = "supplement"


class Landscape(StrEnum):
    """How a page that is wider than high is to lie."""

    AS_READ = "as_read"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How large one file may be, in millions of bytes, to go by that way."""

    channel: str
    megabytes: int


@dataclass(frozen=True, slots=True)
class CourtProfile:
    """One court's rules. dpi_at_most: 0 for pictures as they are; not_followed: what the program does not do.

    Numbering needs no field: every court numbers from 1 on the first page, and so does every pack.
    """

    key: str
    title: str
    about: str
    dpi_at_most: int
    size_limits: tuple[SizeLimit, ...]
    late_pages: LatePages
    landscape: Landscape
    not_followed: str
    source: str
    verified: bool

    @property
    def standing(self) -> str:
        """The source as it is to be shown: nobody should take an unverified rule for a checked one."""
        return self.source if self.verified else f"Not verified. {self.source}"

    def too_large(self, size: int) -> tuple[SizeLimit, ...]:
        """The ways by which a file of so many bytes cannot go."""
        return tuple(limit for limit in self.size_limits if size > limit.megabytes * 1_000_000)


@dataclass(frozen=True, slots=True)
class CourtProfiles:
    """All profiles of one edition, which is named by its day."""

    version: str
    title: str
    profiles: tuple[CourtProfile, ...]

    def profile(self, key: str) -> CourtProfile:
        """The profile with this key, or the evidential copy when there is none.

        Raises DomainError("packs.no_profile").
        """
        for profile in self.profiles:
            if profile.key == (key or EVIDENTIAL):
                return profile
        known = ", ".join(profile.key for profile in self.profiles)
        raise DomainError("packs.no_profile", profile=key, known=known)

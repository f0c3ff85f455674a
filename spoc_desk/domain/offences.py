"""The law-pack as one frozen value: offences, outcomes and lists, each dated, sourced and marked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_rules import TimeRule
from spoc_desk.domain.reasons import Reason, reason


class Mode(StrEnum):
    """How an offence may be tried. FOLLOWS: as its main offence."""

    SUMMARY = "summary"
    EITHER_WAY = "either_way"
    INDICTABLE = "indictable"
    FOLLOWS = "follows"


class ChargeRoute(StrEnum):
    """Who may charge, before any exclusion: Director's Guidance on Charging, sixth edition.

    CPS: must be referred. POLICE: police may charge whatever the plea. POLICE_IF_GUILTY: police
    only on an anticipated guilty plea suitable for the magistrates. CPS_ADVISED: seek early advice,
    this program's default rather than a rule. FOLLOWS: as its main offence.
    """

    CPS = "cps"
    POLICE = "police"
    POLICE_IF_GUILTY = "police_if_guilty"
    CPS_ADVISED = "cps_advised"
    FOLLOWS = "follows"


class ScheduleNine(StrEnum):
    """Whether Elections Act 2022 Schedule 9 lists it. NOT_SEEN: absent from the copy that was read."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not_seen"
    FOLLOWS = "follows"


class Consent(StrEnum):
    """Whose consent a prosecution needs."""

    NONE = "none"
    ATTORNEY_GENERAL = "attorney_general"
    DPP = "dpp"
    DPP_UNLESS_ICO = "dpp_unless_ico"
    DPP_IF_SUMMARY = "dpp_if_summary"


@dataclass(frozen=True, slots=True)
class PointToProve:
    """One thing the prosecution must prove. The key never changes once a pack has shipped it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """What to gather for a kind of offence."""

    key: str
    label: str
    gather: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence that can be suspected. row: its row of the reference table, 1 to 39.

    in_force_from, in_force_to: None where the sources give no date. exclusions: parts of the
    charging guidance that always take it to the CPS. verified: every particular was read in a
    source and confirmed; otherwise verification says what was not.
    """

    code: str
    row: int
    title: str
    provision: str
    act: str
    section: str
    extent: str
    in_force_from: date | None
    in_force_to: date | None
    mode: Mode
    maximum: str
    time_rule: TimeRule
    points_to_prove: tuple[PointToProve, ...]
    evidence_sets: tuple[EvidenceSet, ...]
    charge_route: ChargeRoute
    charge_note: str
    exclusions: tuple[str, ...]
    schedule_9: ScheduleNine
    consent: Consent
    notes: tuple[str, ...]
    source: str
    verified: bool
    verification: str
    enabled: bool
    disabled_reason: str

    def in_force(self, on: date) -> bool:
        """Whether it was in force on this day, as far as the sources say."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)

    def cautions(self) -> tuple[Reason, ...]:
        """What must be said beside it wherever it is shown: why it is off, or what is not verified."""
        if not self.enabled:
            return (reason("lawpack.offence_disabled", title=self.title, why=self.disabled_reason),)
        if not self.verified:
            told = {"title": self.title, "verification": self.verification}
            return (reason("lawpack.offence_unverified", **told),)
        return ()

    def point(self, key: str) -> PointToProve:
        """The point to prove with this key. Raises DomainError("lawpack.unknown_point")."""
        for point in self.points_to_prove:
            if point.key == key:
                return point
        raise DomainError("lawpack.unknown_point", offence=self.title, key=key)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One Home Office outcome type, or "not_assigned"."""

    code: str
    title: str
    wording: str
    source: str
    verified: bool
    verification: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a closed list: a category, a strand or a platform."""

    key: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A part of the charging guidance that takes the whole case to the CPS.

    fact: the charge fact that brings it in ("" for none). of_offence: only for offences that
    name it; with a fact, only when both hold.
    """

    key: str
    text: str
    fact: str
    of_offence: bool
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class LawPack:
    """One dated edition of the law. version: its date; sha256: of its files, in hexadecimal.

    statement: what its makers say of its reach; shown wherever the pack is named.
    signed_off_by: empty until a force's legal services has signed it off.
    """

    version: str
    title: str
    as_at: date
    extent: str
    signed_off_by: str
    signed_off_on: date | None
    statement: str
    offences: tuple[Offence, ...]
    outcomes: tuple[Outcome, ...]
    categories: tuple[Term, ...]
    hate_strands: tuple[Term, ...]
    platforms: tuple[Term, ...]
    exclusions: tuple[Exclusion, ...]
    rules: tuple[TimeRule, ...]
    evidence_sets: tuple[EvidenceSet, ...]
    sha256: str

    def offence(self, code: str) -> Offence:
        """The offence with this code. Raises DomainError("lawpack.unknown_offence")."""
        for offence in self.offences:
            if offence.code == code:
                return offence
        raise DomainError("lawpack.unknown_offence", code=code, version=self.version)

    def cautions(self) -> tuple[Reason, ...]:
        """What must be said wherever the edition is named, until legal services has signed it off."""
        return () if self.signed_off_by else (reason("lawpack.not_signed_off", version=self.version),)

    def pick(self, code: str, on: date) -> Offence:
        """The offence with this code, if it may be suspected of something done on this day.

        Raises DomainError: lawpack.unknown_offence, lawpack.offence_disabled, lawpack.not_in_force.
        """
        offence = self.offence(code)
        if not offence.enabled:
            raise DomainError("lawpack.offence_disabled", title=offence.title, why=offence.disabled_reason)
        if not offence.in_force(on):
            raise DomainError("lawpack.not_in_force", title=offence.title, on=on.isoformat())
        return offence

    def selectable(self, on: date) -> tuple[Offence, ...]:
        """The offences that may be suspected of something done on this day, in the pack's order."""
        return tuple(offence for offence in self.offences if offence.enabled and offence.in_force(on))

    def search(self, text: str) -> tuple[Offence, ...]:
        """Offences, disabled ones too, that hold every one of these words, titles first."""
        words = _plain(text).split()
        found = [
            (not all(word in _plain(offence.title) for word in words), number, offence)
            for number, offence in enumerate(self.offences)
            if all(word in _searched(offence) for word in words)
        ]
        return tuple(offence for _, _, offence in sorted(found, key=lambda hit: hit[:2]))

    def outcome(self, code: str) -> Outcome:
        """The outcome with this code. Raises DomainError("lawpack.unknown_outcome")."""
        for outcome in self.outcomes:
            if outcome.code == code:
                return outcome
        raise DomainError("lawpack.unknown_outcome", code=code)

    def category(self, key: str) -> Term:
        """The category with this key. Raises DomainError("lawpack.unknown_category")."""
        for category in self.categories:
            if category.key == key:
                return category
        raise DomainError("lawpack.unknown_category", key=key)

    def hate_strand(self, key: str) -> Term:
        """The hate strand with this key. Raises DomainError("lawpack.unknown_strand")."""
        for strand in self.hate_strands:
            if strand.key == key:
                return strand
        raise DomainError(
            "lawpack.unknown_strand", key=key, known=", ".join(each.key for each in self.hate_strands)
        )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in folded)


def _searched(offence: Offence) -> str:
    points = " ".join(point.text for point in offence.points_to_prove)
    return _plain(f"{offence.title} {offence.provision} {offence.code} {points}")

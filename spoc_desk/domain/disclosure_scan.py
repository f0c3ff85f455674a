"""Reads free text for anything that could identify somebody, and holds it back until a person has decided.

It finds too much rather than too little, and it cannot find a name nobody has
told it: a human reads every sentence as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spoc_desk.domain.disclosure_names import (
    SPOKEN_PARTIES,
    Phrase,
    PhraseBook,
    find_phrases,
    party_phrases,
    person_phrases,
    phrase_book,
    place_phrases,
)
from spoc_desk.domain.disclosure_patterns import PATTERNS
from spoc_desk.domain.disclosure_references import ReferenceBook, find_references, reference_book
from spoc_desk.domain.disclosure_text import Skeleton, reduced, skeleton
from spoc_desk.domain.errors import DomainError

REASON_AT_LEAST = 8

KIND_WORDS = {
    "name": "a name",
    "surname": "a surname",
    "forename": "a forename",
    "titled_name": "a name",
    "party": "a party",
    "place": "a place",
    "handle": "an account name",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "url": "a web address",
    "postcode": "a postcode",
    "address": "an address",
    "date_of_birth": "a date of birth",
    "crime_reference": "a crime or log reference",
    "vehicle_registration": "a vehicle registration",
    "national_insurance": "a National Insurance number",
    "ip_address": "an internet address",
}

PLACE_WORDS = {
    "notable": "the summary of a notable incident",
    "risk_assessment.narrative": "the risk narrative",
    "data_quality": "a data quality note",
    "explanation": "an explanation",
    "correction_reason": "the reason for the correction",
}


@dataclass(frozen=True)
class KnownIdentifiers:
    """What this vault knows that must not be said. handles: account names, with or without their @.

    Without slots, so that what the scan makes of 100,000 references is made once for all texts.
    """

    names: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    crime_refs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    @cached_property
    def book(self) -> PhraseBook:
        """Names, parties and places, by their first word."""
        return phrase_book(_phrases(self))

    @cached_property
    def references(self) -> ReferenceBook:
        """Crime references, by how they begin."""
        return reference_book(self.crime_refs)

    @cached_property
    def accounts(self) -> ReferenceBook:
        """Account names, by how they begin."""
        return reference_book(handle.lstrip("@") for handle in self.handles)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something in a text that may identify somebody. start and end: character positions in that text."""

    start: int
    end: int
    kind: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An officer's word that a finding in one text identifies nobody, with the reason."""

    where: str
    finding: Finding
    reason: str


def scan_free_text(text: str, known: KnownIdentifiers) -> tuple[Finding, ...]:
    """What in a text may identify somebody, in reading order; of two that overlap, the longer."""
    reduced_text = skeleton(text)
    spans = [*_pattern_spans(reduced_text), *find_phrases(reduced_text, known.book)]
    spans += (("crime_reference", *span) for span in find_references(reduced_text, known.references))
    spans += (("handle", *span) for span in find_references(reduced_text, known.accounts))
    found = set()
    for kind, start, end in spans:
        first, last = reduced_text.span(start, end)
        found.add(Finding(first, last, kind, text[first:last]))
    return tuple(sorted(_outermost(found)))


def unconfirmed(
    texts: Mapping[str, str], known: KnownIdentifiers, confirmations: Iterable[Confirmation] = ()
) -> tuple[tuple[str, Finding], ...]:
    """Findings nobody has answered for, each with the name of its text.

    A confirmation holds for that very finding in that very place; when the
    text moves or changes, it must be given again.
    """
    answered = {(given.where, given.finding) for given in confirmations if _reasoned(given)}
    return tuple(
        (where, finding)
        for where, text in texts.items()
        for finding in scan_free_text(text, known)
        if (where, finding) not in answered
    )


def refuse_identifying(
    texts: Mapping[str, str], known: KnownIdentifiers, confirmations: Iterable[Confirmation] = ()
) -> None:
    """Raises DomainError "returns.reason_missing", or "returns.identifies_someone" for the first left."""
    confirmations = tuple(confirmations)
    for given in confirmations:
        if not _reasoned(given):
            raise DomainError("returns.reason_missing", excerpt=given.finding.excerpt)
    left = unconfirmed(texts, known, confirmations)
    if left:
        where, finding = left[0]
        what = KIND_WORDS[finding.kind]
        place = PLACE_WORDS.get(where.split(":", 1)[0], where)
        raise DomainError(
            "returns.identifies_someone",
            where=where,
            place=place,
            what=what,
            excerpt=finding.excerpt,
            count=len(left),
        )


def _reasoned(given: Confirmation) -> bool:
    return len(given.reason.strip()) >= REASON_AT_LEAST


def _pattern_spans(text: Skeleton) -> Iterator[tuple[str, int, int]]:
    for pattern in PATTERNS:
        for start, end in pattern.spans(text):
            yield pattern.kind, start, end


def _phrases(known: KnownIdentifiers) -> Iterator[Phrase]:
    for name in known.names:
        yield from person_phrases(name)
    for party in known.parties:
        yield from party_phrases(party)
    for spoken in SPOKEN_PARTIES:
        yield Phrase("party", tuple(reduced(spoken).split()), capital=True)
    for place in known.places:
        yield from place_phrases(place)


def _outermost(found: Iterable[Finding]) -> list[Finding]:
    """The longer of two in one place; of two alike, the kind told first in KIND_WORDS."""
    kept: list[Finding] = []
    order = list(KIND_WORDS)
    for finding in sorted(found, key=lambda one: (one.start - one.end, order.index(one.kind), one)):
        if not any(other.start <= finding.start and finding.end <= other.end for other in kept):
            kept.append(finding)
    return kept

"""From a reference somebody types to the record it names, and to the audit entries about that record."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.change import Permission
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.referrals import Referral
from spoc_desk.services.ports import Desk
from spoc_desk.services.trail_query import TrailQuery

# The field of a change that says which record it was, and the list where that is found.
RECORD_FIELDS = (
    ("person", "contacts"),
    ("incident", "incidents"),
    ("exhibit", "exhibits"),
    ("referral", "referrals"),
    ("pack", "packs"),
    ("filed", "returns"),
    ("casefile", "casefiles"),
)
_KINDS: dict[str, tuple[type[Any], str]] = {
    "CN": (Person, "contacts"),
    "IN": (Incident, "incidents"),
    "CF": (Casefile, "casefiles"),
    "RF": (Referral, "referrals"),
    "PK": (IssuedPack, "packs"),
    "RT": (FiledReturn, "returns"),
}
_REFERENCE = re.compile(r"(CN|IN|CF|RF|PK|RT)/\S+", re.IGNORECASE)
# What a consultation calls a record of each list.
_READ_AS = {
    "contacts": ("person", "home_address"),
    "incidents": ("incident",),
    "casefiles": ("casefile",),
    "exhibits": ("exhibit",),
    "referrals": ("referral",),
    "packs": ("pack",),
    "returns": ("return",),
}


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record by the list it is in, its id and its reference."""

    kind: str
    id: int
    reference: str


def looks_like_reference(words: str) -> bool:
    """Whether these words are a reference rather than what was done."""
    return _REFERENCE.fullmatch(words.strip()) is not None


def named_record(reference: str, desk: Desk) -> NamedRecord:
    """The record; an exhibit as CF/2027/0001:AM/1. Raises DomainError("records.reference_unknown")."""
    typed = reference.strip().upper()
    whole, _, exhibit = typed.partition(":")
    known = _KINDS.get(whole[:2])
    if known is not None and looks_like_reference(whole):
        with desk.queries.snapshot(Permission.AUDIT) as reader:
            found: tuple[Any, ...] = reader.find(known[0], reference=whole)
            if found and not exhibit:
                return NamedRecord(known[1], found[0].id, whole)
            if found and known[0] is Casefile:
                held = reader.find(Exhibit, casefile_id=found[0].id, reference=exhibit)
                if held:
                    return NamedRecord("exhibits", held[0].id, typed)
    raise DomainError("records.reference_unknown", reference=reference[:40])


def fields_of(record: NamedRecord, query: TrailQuery) -> TrailQuery:
    """The same question about this record alone."""
    named = tuple((field, record.id) for field, kind in RECORD_FIELDS if kind == record.kind)
    read = tuple((kind, record.id) for kind in _READ_AS[record.kind])
    if record.kind == "casefiles":
        return replace(query, casefiles=(record.id,), read=read)
    return replace(query, fields=named, read=read)

"""What is likely to need redacting: people's particulars, and what looks like a number or address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spoc_desk.domain.packs import PackPerson
from spoc_desk.domain.served_copies import births, homes
from spoc_desk.domain.word_matching import found_in

HOME, REACH, BIRTH, NUMBER = "ADDR", "TEL", "DOB", "ID"
_DAY = r"\d{1,2}[ /.\-](?:\d{1,2}|[A-Za-z]{3,9})[ /.\-]\d{2,4}"
_POSTCODE = r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
_STREETS = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Cl|Drive|Dr|Court|Ct|Crescent|Cres|Gardens|Gdns|Grove|Mews"
    "|Place|Terrace|Way|Walk|Row|Square|Sq|Hill|View|Rise|Park|Green|House|Heol|Ffordd"
)
_NAMES = r"(?:[A-Z][\w'\u2019\-]*\s+){1,3}"
_PHONE = "looks like a telephone or e-mail"
_LOOKS = (
    (REACH, _PHONE, re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    (REACH, _PHONE, re.compile(r"(?<![\w+])\(?(?:\+44|0044|0)[\s.()\-]*[1-9](?:[\s.()\-]*\d){8,9}(?!\w)")),
    (
        HOME,
        "looks like an address",
        re.compile(
            rf"\b\d{{1,4}}[A-Za-z]?,?\s+{_NAMES}(?:{_STREETS})\b"
            rf"(?:(?:,?\s+[A-Z][\w'\u2019\-]*){{0,5}}?,?\s+{_POSTCODE}\b)?"
        ),
    ),
    (HOME, "looks like a postcode", re.compile(rf"\b{_POSTCODE}\b")),
    (
        NUMBER,
        "looks like a National Insurance number",
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    ),
    (
        BIRTH,
        "told as a date of birth",
        re.compile(rf"(?:born|dob|d\.o\.b\.?|date of birth)[\s:,on]{{0,8}}({_DAY})", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word or number that may need redacting, on how many pages it stands, and why it is suggested."""

    term: str
    code: str
    why: str
    pages: tuple[int, ...] = ()


def of_people(people: Iterable[PackPerson]) -> tuple[Suggestion, ...]:
    """What the vault knows of the people in the case."""
    found: dict[str, Suggestion] = {}
    for person in people:
        told = [
            *((home, HOME, "address") for home in sorted(homes(person.address))),
            *((phone, REACH, "telephone") for phone in person.phones),
            *((mail, REACH, "e-mail") for mail in person.emails),
            *((day, BIRTH, "date of birth") for day in sorted(births(person.date_of_birth))),
        ]
        for term, code, what in told:
            if sum(letter.isalnum() for letter in term) >= 5:
                found.setdefault(term, Suggestion(term, code, f"{what} of {person.name}"))
    return tuple(found.values())


def that_look_private(text: str) -> tuple[Suggestion, ...]:
    """Telephones, e-mails, addresses, National Insurance numbers and told dates of birth in a text."""
    found: dict[str, Suggestion] = {}
    for code, why, pattern in _LOOKS:
        for match in pattern.finditer(text):
            term = _whole(" ".join((match[1] if match.lastindex else match[0]).split()))
            found.setdefault(term, Suggestion(term, code, why))
    return tuple(found.values())


def not_yet(found: Iterable[Suggestion], terms: Iterable[str]) -> tuple[Suggestion, ...]:
    """The suggestions without those that a word already redacted covers. terms: these words."""
    have = tuple(terms)
    return tuple(each for each in found if not any(_covers(term, each.term) for term in have))


def _covers(term: str, suggested: str) -> bool:
    return any(_bare(suggested[start:end]) == _bare(suggested) for start, end in found_in(term, suggested))


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _whole(term: str) -> str:
    """The term without a bracket that has no other."""
    return term if term.count("(") == term.count(")") else term.replace("(", "").replace(")", "")

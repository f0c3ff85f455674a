"""What is likely to need redacting: people's particulars, and what looks like a number or address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spoc_desk.domain.packs import PackPerson
from spoc_desk.domain.served_copies import births, homes

HOME, REACH, BIRTH, NUMBER = "ADDR", "TEL", "DOB", "ID"
_DAY = r"\d{1,2}[ /.\-](?:\d{1,2}|[A-Za-z]{3,9})[ /.\-]\d{2,4}"
_LOOKS = (
    (REACH, re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    (REACH, re.compile(r"(?<![\w+])(?:\+44|0044|0)[\s.()\-]*[1-9](?:[\s.()\-]*\d){8,9}(?!\w)")),
    (HOME, re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b")),
    (NUMBER, re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")),
    (BIRTH, re.compile(rf"(?:born|dob|d\.o\.b\.?|date of birth)[\s:,on]{{0,8}}({_DAY})", re.IGNORECASE)),
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
    """Telephones, e-mails, postcodes, National Insurance numbers and told dates of birth in a text."""
    whys = {REACH: "looks like a telephone or e-mail", HOME: "looks like a postcode"}
    whys |= {NUMBER: "looks like a National Insurance number", BIRTH: "told as a date of birth"}
    found: dict[str, Suggestion] = {}
    for code, pattern in _LOOKS:
        for match in pattern.finditer(text):
            term = " ".join((match[1] if match.lastindex else match[0]).split())
            found.setdefault(term, Suggestion(term, code, whys[code]))
    return tuple(found.values())

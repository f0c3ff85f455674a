"""What a served copy may not say: addresses, telephones, e-mails and dates of birth of people in the case."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, product

from spoc_desk.domain.packs import PackContent, PackExhibit, PackOffence, PackPerson, PackSchedule
from spoc_desk.domain.word_matching import dialled, replaced

REMOVED = "[removed from served copy]"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_SHORT_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2}")
_LETTERS_AT_LEAST = 6
_SPELLINGS_AT_MOST = 64
_SEPTEMBER = 9
_STREET_WORDS = (
    *(("Road", "Rd"), ("Street", "St", "Saint"), ("Saint", "St"), ("Avenue", "Ave", "Av"), ("Lane", "Ln")),
    *(("Drive", "Dr"), ("Close", "Cl"), ("Court", "Ct"), ("Crescent", "Cres", "Cr"), ("Place", "Pl")),
    *(("Terrace", "Terr", "Ter"), ("Gardens", "Gdns"), ("Square", "Sq"), ("Grove", "Gr"), ("Park", "Pk")),
    *(("Apartment", "Apt"), ("House", "Hse"), ("Mount", "Mt"), ("Buildings", "Bldgs")),
)
_STREETS = {word.casefold(): words for words in reversed(_STREET_WORDS) for word in words}
_LONG_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def for_recipient(content: PackContent, tied: Iterable[PackPerson] = ()) -> PackContent:
    """The content as its recipient may see it.

    In a served copy no person has an address, telephone, e-mail or date of
    birth (MG11: the back of a statement stays with police and CPS), and
    wherever one of those stands in other words of the pack it is replaced.
    tied: people who are not in the pack, of whom the same holds.
    """
    if not content.served:
        return content
    secrets = secrets_of((*content.people, *tied))
    bare = tuple(
        replace(
            person, note=without(person.note, secrets), address="", phones=(), emails=(), date_of_birth=""
        )
        for person in content.people
    )
    return replace(
        content,
        people=bare,
        title=without(content.title, secrets),
        purpose=without(content.purpose, secrets),
        handling=without(content.handling, secrets),
        chronology=tuple(replace(each, text=without(each.text, secrets)) for each in content.chronology),
        statements=tuple(
            replace(each, witness=without(each.witness, secrets), note=without(each.note, secrets))
            for each in content.statements
        ),
        offences=tuple(_offence_without(each, secrets) for each in content.offences),
        exhibits=tuple(_exhibit_without(each, secrets) for each in content.exhibits),
        sections=tuple(replace(each, title=without(each.title, secrets)) for each in content.sections),
        schedules=tuple(_schedule_without(each, secrets) for each in content.schedules),
        change_note=without(content.change_note, secrets),
    )


def as_served(exhibit: PackExhibit, people: Iterable[PackPerson]) -> PackExhibit:
    """The exhibit as a served copy describes it, in a case that concerns these people."""
    return _exhibit_without(exhibit, secrets_of(people))


def places_told(content: PackContent, people: Iterable[PackPerson]) -> tuple[str, ...]:
    """Where in the pack's words an address, telephone, e-mail or date of birth of these people stands."""
    secrets = secrets_of(people)
    words = [
        ("The title", content.title),
        ("The purpose", content.purpose),
        ("The handling note", content.handling),
        ("The note on what changed", content.change_note),
        *(("The title of a section", each.title) for each in content.sections),
        # What exhibits say is told where they are listed.
        *((f"The chronology at {each.when}", each.text) for each in content.chronology if not each.exhibits),
        *((f"The note on {each.name}", each.note) for each in content.people),
    ]
    found = [place for place, text in words if without(text, secrets) != text]
    found += [
        f"Exhibit {each.reference}" for each in content.exhibits if _exhibit_without(each, secrets) != each
    ]
    return tuple(dict.fromkeys(found))


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret replaced, however its spaces, hyphens and capitals are written."""
    return replaced(text, (secret for secret in secrets if _tells(secret)), REMOVED)


def _tells(secret: str) -> bool:
    """Whether it is long enough to mean only one person: not "Flat 2"."""
    plain = unicodedata.normalize("NFKC", secret)
    if "@" in plain or _POSTCODE.fullmatch(plain) or _SHORT_DAY.fullmatch(plain):
        return True
    return sum(character.isalnum() for character in plain) >= _LETTERS_AT_LEAST


def secrets_of(people: Iterable[PackPerson]) -> tuple[str, ...]:
    """Every way in which these people's addresses, telephones, e-mails and births are written."""
    found: set[str] = set()
    for person in people:
        found.update((*person.phones, *person.emails, *births(person.date_of_birth)))
        found.update(form for home in homes(person.address) for form in _spellings(home))
        found.update(form for phone in person.phones for form in dialled(phone))
    return tuple(sorted(found - {""}, key=lambda secret: (-len(secret), secret)))


def homes(address: str) -> set[str]:
    """What tells a home: the whole address, its first line, each line with a number, the postcode.

    Not the town: half the casefile happened there.
    """
    plain = unicodedata.normalize("NFKC", address)
    lines = [line.strip() for line in re.split(r"[\n,]", plain) if line.strip()]
    told = {" ".join(lines), *lines[:1], *(line for line in lines if any(map(str.isdigit, line)))}
    return told | set(_POSTCODE.findall(plain))


def _spellings(home: str) -> set[str]:
    """The same line of an address with its street written in full and shortened: Road, Rd."""
    words = [_STREETS.get(word.strip(".").casefold(), (word,)) for word in home.split()]
    return {" ".join(told) for told in islice(product(*words), _SPELLINGS_AT_MOST)} | {home}


def births(day: str) -> set[str]:
    """A date of birth as people write it: 3 May 1970, 3rd May, May 3, 03/05/1970, 3/5/70, 1970-05-03."""
    match = _LONG_DAY.fullmatch(day.strip())
    if not match or match[2] not in _MONTHS:
        return {day}
    number, month, year = int(match[1]), _MONTHS.index(match[2]) + 1, match[3]
    days = (str(number), f"{number:02}", f"{number}{_ordinal(number)}")
    names = {match[2], match[2][:3], "Sept" if month == _SEPTEMBER else match[2]}
    told = {f"{each} {name} {year}" for each in (*days, f"{days[2]} of") for name in names}
    told |= {f"{name} {each} {year}" for each in days for name in names}
    told |= {f"{each}/{m}/{y}" for each in days[:2] for m in (month, f"{month:02}") for y in (year, year[2:])}
    return {day, f"{year}-{month:02}-{number:02}", *told}


def _ordinal(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(number, "th")


def _offence_without(offence: PackOffence, secrets: Sequence[str]) -> PackOffence:
    points = tuple(
        replace(point, text=without(point.text, secrets), note=without(point.note, secrets))
        for point in offence.points
    )
    return replace(offence, points=points)


def _schedule_without(schedule: PackSchedule, secrets: Sequence[str]) -> PackSchedule:
    rows = tuple(tuple(without(cell, secrets) for cell in row) for row in schedule.rows)
    return replace(schedule, note=without(schedule.note, secrets), rows=rows)


def _exhibit_without(exhibit: PackExhibit, secrets: Sequence[str]) -> PackExhibit:
    moves = tuple(
        replace(
            move,
            from_holder=without(move.from_holder, secrets),
            to_holder=without(move.to_holder, secrets),
            purpose=without(move.purpose, secrets),
        )
        for move in exhibit.continuity
    )
    return replace(
        exhibit,
        description=without(exhibit.description, secrets),
        producer=without(exhibit.producer, secrets),
        filename=without(exhibit.filename, secrets),
        source=without(exhibit.source, secrets),
        acquired_where=without(exhibit.acquired_where, secrets),
        withheld_reason=without(exhibit.withheld_reason, secrets),
        continuity=moves,
    )

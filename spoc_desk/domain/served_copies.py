"""What a served copy may not say: addresses, telephones, e-mails and dates of birth of people in the case."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import islice, product

from spoc_desk.domain.packs import PackContent, PackExhibit, PackPerson
from spoc_desk.domain.rewording import KEPT, reworded
from spoc_desk.domain.word_matching import dialled, replaced

REMOVED = "[removed from served copy]"
_NAMES = {
    "handling": "The handling note",
    "change_note": "The note on what changed",
    "urn": "The URN",
    "oic": "The officer in the case",
    "authorisation": "The name of who authorised it",
}
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
    tied: everybody whom the case concerns, printed or not, of whom the same holds.
    """
    if not content.served:
        return content
    secrets = secrets_of((*content.people, *tied))
    bare = tuple(_bare(person) for person in content.people)
    return reworded(replace(content, people=bare), cache(lambda text: without(text, secrets)))


def as_served(exhibit: PackExhibit, people: Iterable[PackPerson]) -> PackExhibit:
    """The exhibit as a served copy describes it, in a case that concerns these people."""
    secrets = secrets_of(people)
    return reworded(exhibit, lambda text: without(text, secrets))


def places_told(content: PackContent, people: Iterable[PackPerson]) -> tuple[str, ...]:
    """Where in the pack's words an address, telephone, e-mail or date of birth of these people stands."""
    secrets = secrets_of(people)
    clean = cache(lambda text: without(text, secrets))
    found = [place for place, told in _places(content) if reworded(told, clean) != told]
    return tuple(dict.fromkeys(found))


def _places(content: PackContent) -> Iterator[tuple[str, object]]:
    """Everything that the pack says, each under the name of where it stands."""
    for field in fields(content):
        told = getattr(content, field.name)
        if isinstance(told, str) and field.name not in KEPT:
            yield _NAMES.get(field.name, f"The {field.name.replace('_', ' ')}"), told
    yield from (("The title of a section", each.title) for each in content.sections)
    # What exhibits say is told where they are listed.
    yield from ((f"The chronology at {e.when}", e) for e in content.chronology if not e.exhibits)
    yield from ((f"The note on {each.name}", _bare(each)) for each in content.people)
    yield from ((f"Statement {each.kind}", each) for each in content.statements)
    yield from ((f"The points to prove of {each.title}", each) for each in content.offences)
    yield from ((each.title, each) for each in content.schedules)
    yield from ((f"Exhibit {each.reference}", each) for each in content.exhibits)


def _bare(person: PackPerson) -> PackPerson:
    return replace(person, address="", phones=(), emails=(), date_of_birth="")


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

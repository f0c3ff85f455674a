"""Contacts from an address book file: vCard 3.0 and 4.0 (RFC 2426, RFC 6350), and Outlook's 2.1.

One bad card never stops the next. Home addresses, birthdays, notes and pictures are not taken over.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spoc_desk.domain.contact_rows import ImportRow, RejectedRow
from spoc_desk.domain.contacts import ContactRole, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import checked_name, visible
from spoc_desk.exchange.contact_cells import Notices, each_row, handle, reaches, role, words

CARD_FILE_LIMIT = 1024 * 1024
VERSIONS = ("2.1", "3.0", "4.0")
_NAME = re.compile(r"(?:[\w-]+\.)?([\w-]+)", re.ASCII)
_ESCAPE = re.compile(r"\\([\\;,:nN])")
_BETWEEN = re.compile(r"(?<!\\);")
_PAGES = {"URL": "Website", "X-SOCIALPROFILE": "Page", "SOCIALPROFILE": "Page"}


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: its name in capitals, its parameters as written, its value not yet unescaped."""

    name: str
    parameters: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of one card. number: from 1. fault: why it cannot be read, or an empty string."""

    number: int
    lines: tuple[str, ...]
    fault: str = ""


def read_cards(text: str) -> tuple[ImportRow | RejectedRow, ...]:
    """A row per card. Raises DomainError("imports.card_none") for a text without one."""
    cards = tuple(_cards(unfolded(text)))
    if not cards:
        raise DomainError("imports.card_none")
    return each_row(cards, _contact, lambda card: (card.number, _shown_name(card)))


def unfolded(text: str) -> list[str]:
    """The logical lines: continuation lines and the soft breaks of quoted-printable joined up."""
    lines: list[list[str]] = []
    soft = False
    for line in re.split(r"\r\n|\n|\r", text):
        if lines and (soft or line[:1] in (" ", "\t")):
            lines[-1].append(line if soft else line[1:])
        else:
            lines.append([line])
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in lines[-1][0][:200].upper()
        if soft:
            lines[-1][-1] = lines[-1][-1].removesuffix("=")
    return ["".join(parts) for parts in lines]


def parsed(line: str) -> Property:
    """One content line apart. Raises DomainError("imports.card_line")."""
    named = _NAME.match(line)
    colon = _colon(line)
    if named is None or colon < 0 or line[named.end()] not in ":;":
        raise DomainError("imports.card_line", line=visible(line[:40]))
    return Property(named[1].upper(), line[named.end() : colon], line[colon + 1 :])


def _colon(line: str) -> int:
    """Where the value begins: the first colon outside quotation marks."""
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return place
    return -1


def _cards(lines: list[str]) -> Iterator[Card]:
    number, fault = 0, ""
    held: list[str] | None = None
    for line in lines:
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if held is None:
                number, held, fault = number + 1, [], ""
            else:
                fault = "imports.card_nested"
        elif held is not None and mark == "END:VCARD":
            yield Card(number, tuple(held), fault)
            held = None
        elif held is not None and line.strip():
            held.append(line)
    if held is not None:
        yield Card(number, tuple(held), fault or "imports.card_unfinished")


def _shown_name(card: Card) -> str:
    return next((line[3:83] for line in card.lines if line.upper().startswith("FN:")), "")


def _contact(card: Card) -> ImportRow:
    if card.fault:
        raise DomainError(card.fault)
    held: dict[str, list[Property]] = {}
    for line in card.lines:
        read = parsed(line)
        held.setdefault(read.name, []).append(read)
    version = next((entry.value.strip() for entry in held.get("VERSION", ())), "")
    if version not in VERSIONS:
        raise DomainError("imports.card_version", version=visible(version)[:20], known=", ".join(VERSIONS))
    notices = Notices()
    if "ADR" in held or "LABEL" in held:
        notices.add("imports.address_left_out")
    values = {name: [_text(entry) for entry in entries] for name, entries in held.items()}
    body = _parts(held, "ORG")
    phones = [text.removeprefix("tel:").partition(";ext=")[0] for text in values.get("TEL", ())]
    return ImportRow(
        number=card.number,
        name=checked_name(_name(held, values)),
        roles=_roles(values),
        organisation=words(", ".join(part for part in body if part.strip()), "ORG"),
        phones=reaches(ReachKind.PHONE, "\n".join(phones), notices),
        emails=reaches(ReachKind.EMAIL, "\n".join(values.get("EMAIL", ())), notices),
        handles=_handles(values, notices),
        notices=tuple(notices.told),
    )


def _name(held: dict[str, list[Property]], values: dict[str, list[str]]) -> str:
    """The name as displayed, else made of its parts: prefix, first names, surname."""
    shown = next((text for text in values.get("FN", ()) if text.strip()), "")
    if shown:
        return shown
    parts = [*_parts(held, "N"), "", "", "", ""]
    return " ".join((parts[3], parts[1], parts[2], parts[0]))


def _roles(values: dict[str, list[str]]) -> tuple[ContactRole, ...]:
    """The roles that ROLE or TITLE name in our words; a job title in other words says nothing to casework."""
    found: list[ContactRole] = []
    for text in (*values.get("ROLE", ()), *values.get("TITLE", ())):
        try:
            named = role(text)
        except DomainError:
            continue
        if named:
            found.append(named)
    return tuple(dict.fromkeys(found))


def _handles(values: dict[str, list[str]], notices: Notices) -> tuple[str, ...]:
    found = [
        one
        for name, label in _PAGES.items()
        for text in values.get(name, ())
        for one in handle(label, text, notices)
    ]
    return tuple(dict.fromkeys(found))


def _parts(held: dict[str, list[Property]], name: str) -> list[str]:
    """The first such value apart at its semicolons, each part with its escapes undone."""
    if name not in held:
        return []
    return [_unescaped(part) for part in _BETWEEN.split(_plain(held[name][0]))]


def _text(entry: Property) -> str:
    """The whole value with its escapes undone."""
    return _unescaped(_plain(entry))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _plain(entry: Property) -> str:
    """The value as written, quoted-printable undone."""
    if "QUOTED-PRINTABLE" in entry.parameters.upper():
        raw = quopri.decodestring(entry.value.encode("utf-8"))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")
    return entry.value

"""The people we protect: who they are, how they may safely be reached, what we advised them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import hidden

TEXT_LIMIT = 20_000


class ContactRole(StrEnum):
    """What somebody is to an election."""

    CANDIDATE = "candidate"
    AGENT = "agent"
    SUB_AGENT = "sub_agent"
    CAMPAIGNER = "campaigner"
    ELECTED_REP = "elected_rep"
    STAFF = "staff"
    FAMILY = "family"
    ELECTORAL_STAFF = "electoral_staff"


ROLE_LABELS = {
    ContactRole.CANDIDATE: "Candidate",
    ContactRole.AGENT: "Election agent",
    ContactRole.SUB_AGENT: "Sub-agent",
    ContactRole.CAMPAIGNER: "Campaigner",
    ContactRole.ELECTED_REP: "Elected representative",
    ContactRole.STAFF: "Staff",
    ContactRole.FAMILY: "Family",
    ContactRole.ELECTORAL_STAFF: "Electoral staff",
}


class ReachKind(StrEnum):
    """A way of reaching somebody."""

    PHONE = "phone"
    EMAIL = "email"


class Channel(StrEnum):
    """How somebody spoke to us."""

    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in_person"
    ONLINE = "online"
    LETTER = "letter"
    OTHER = "other"


CHANNEL_LABELS = {
    Channel.PHONE: "Phone",
    Channel.EMAIL: "E-mail",
    Channel.IN_PERSON: "In person",
    Channel.ONLINE: "Online",
    Channel.LETTER: "Letter",
    Channel.OTHER: "Other",
}


SEX_LABELS = {"female": "Female", "male": "Male", "other": "Other", "not_stated": "Not stated"}


@dataclass(frozen=True, slots=True)
class Person:
    """A protected contact. The home address is not here: it has a table of its own."""

    id: int
    uid: str
    reference: str
    name: str
    created_at: datetime
    known_as: str = ""
    pronouns: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    organisation: str = ""
    campaign_base: str = ""
    handles: tuple[str, ...] = ()
    code_word: str = ""
    accessibility: str = ""
    prior_threat: bool = False
    address_withheld: bool = False
    own_agent: bool = False
    democracy_club_id: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PersonRole:
    """A role a person holds, with its dates."""

    id: int
    person_id: int
    role: ContactRole
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A phone or an e-mail, and whether it is safe to use."""

    id: int
    person_id: int
    kind: ReachKind
    value: str
    label: str = ""
    safe_to_leave_message: bool = False
    do_not_use: bool = False
    preferred_window: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class HomeAddress:
    """Where somebody lives: read only through a verb that writes the audit trail."""

    id: int
    person_id: int
    address: str
    postcode: str
    public_source: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What was asked and what we advised, word for word. Never edited, never removed."""

    id: int
    person_id: int
    given_at: datetime
    given_local: str
    channel: Channel
    officer: str
    asked: str
    advice: str
    rationale: str = ""
    follow_up_on: date | None = None
    recorded_at: datetime | None = None


_EMAIL = re.compile(r"[^\s@<>⟦⟧]+@[^\s@<>.⟦⟧]+(\.[^\s@<>.⟦⟧]+)+")


def checked_reach(kind: ReachKind, value: str) -> str:
    """A usable phone number or e-mail address. Raises DomainError with the one that is wrong."""
    clean = value.strip()
    if kind is ReachKind.EMAIL:
        if not _EMAIL.fullmatch(clean) or len(clean) > 254 or any(map(hidden, clean)):
            raise DomainError("contacts.email_wrong", value=clean[:80])
        return clean
    digits = re.sub(r"[^0-9]", "", clean)
    if not 6 <= len(digits) <= 15 or re.search(r"[^0-9\s()+.\-ext]", clean):
        raise DomainError("contacts.phone_wrong", value=clean[:80])
    return clean


def address_warning(person: Person, address: HomeAddress | None) -> str:
    """The code of the trap this person's address is in, or an empty string.

    A candidate may keep the home address off the ballot paper, yet one who is
    their own agent without an office address has it published on the notice of
    election agents.
    """
    if person.own_agent and person.address_withheld:
        return "contacts.own_agent_address"
    if address and address.public_source and person.address_withheld:
        return "contacts.address_already_public"
    return ""

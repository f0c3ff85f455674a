"""The contacts a vault already has, found by what a file gives: id, name, ballot paper, phone or e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.contact_arrivals import Arrival, reach_key
from spoc_desk.domain.contacts import ContactPoint, ContactRole, Person, PersonRole
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import alike_key, folded

NEAR = 0.85


@dataclass(slots=True)
class KnownContact:
    """One contact of the vault with what an import compares."""

    person: Person
    roles: list[PersonRole] = field(default_factory=list)
    reaches: list[ContactPoint] = field(default_factory=list)
    candidacies: list[Candidacy] = field(default_factory=list)

    def held_roles(self) -> frozenset[ContactRole]:
        """The roles they hold now."""
        return frozenset(role.role for role in self.roles if role.to_on is None)

    def reach_keys(self) -> frozenset[str]:
        """Their phones and e-mails, as two spellings of one compare equal."""
        return frozenset(reach_key(reach.value) for reach in self.reaches)

    def ballots(self) -> frozenset[str]:
        """The ballot papers they stand on."""
        return frozenset(candidacy.ballot_paper_id for candidacy in self.candidacies)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody a new contact may be a second record of: in the vault, or at another line of the file."""

    name: str
    person_id: int | None = None
    reference: str = ""
    line: int | None = None


class ContactBook:
    """Every contact of one vault at one moment."""

    def __init__(
        self,
        people: Iterable[Person],
        roles: Iterable[PersonRole] = (),
        reaches: Iterable[ContactPoint] = (),
        candidacies: Iterable[Candidacy] = (),
    ) -> None:
        self._known = {person.id: KnownContact(person) for person in people}
        for role in roles:
            self._known[role.person_id].roles.append(role)
        for reach in reaches:
            self._known[reach.person_id].reaches.append(reach)
        self._ids: dict[str, list[KnownContact]] = defaultdict(list)
        self._names: dict[str, list[KnownContact]] = defaultdict(list)
        self._alike: dict[str, list[KnownContact]] = defaultdict(list)
        self._ballots: dict[str, list[KnownContact]] = defaultdict(list)
        for candidacy in candidacies:
            contact = self._known[candidacy.person_id]
            contact.candidacies.append(candidacy)
            self._ballots[candidacy.ballot_paper_id].append(contact)
        for contact in self._known.values():
            self._names[folded(contact.person.name)].append(contact)
            self._alike[alike_key(contact.person.name)].append(contact)
            if contact.person.democracy_club_id:
                self._ids[contact.person.democracy_club_id].append(contact)

    def name_of(self, person_id: int | None) -> str:
        """A contact's name, or an empty string for nobody."""
        return self._known[person_id].person.name if person_id else ""

    def on_ballot(self, ballot_paper_id: str) -> tuple[KnownContact, ...]:
        """Those who stand on one ballot paper."""
        return tuple(self._ballots.get(ballot_paper_id, ()))

    def match(self, arrival: Arrival) -> KnownContact | None:
        """The contact this is: by Democracy Club id, else by exact name and a shared ballot paper or reach.

        A row with none of these is the contact of that exact name to whom it adds nothing. Somebody
        with another Democracy Club id is never meant. Raises DomainError("imports.several_match").
        """
        found = self._ids.get(arrival.democracy_club_id, []) if arrival.democracy_club_id else []
        if not found:
            found = self._named(arrival)
        if len(found) > 1:
            references = ", ".join(contact.person.reference for contact in found)
            raise DomainError("imports.several_match", name=arrival.name, references=references)
        return found[0] if found else None

    def _named(self, arrival: Arrival) -> list[KnownContact]:
        named = [
            contact
            for contact in self._names.get(folded(arrival.name), ())
            if not (arrival.democracy_club_id and contact.person.democracy_club_id)
        ]
        ballots, reaches = arrival.ballots(), arrival.reach_keys()
        sharing = [contact for contact in named if ballots & contact.ballots()]
        if not sharing:
            sharing = [contact for contact in named if reaches & contact.reach_keys()]
        if sharing or ballots or reaches:
            return sharing
        return [contact for contact in named if _adds_nothing(arrival, contact)]

    def lookalikes(self, arrival: Arrival) -> tuple[Lookalike, ...]:
        """Contacts that a new one may be a second record of."""
        key = alike_key(arrival.name)
        near = {contact.person.id: contact for contact in self._alike.get(key, ())}
        for ballot in arrival.ballots():
            for contact in self._ballots.get(ballot, ()):
                if _near(key, alike_key(contact.person.name)):
                    near[contact.person.id] = contact
        people = (contact.person for contact in near.values())
        return tuple(Lookalike(person.name, person.id, person.reference) for person in people)


def _adds_nothing(arrival: Arrival, contact: KnownContact) -> bool:
    same_body = arrival.organisation.casefold() in ("", contact.person.organisation.casefold())
    return same_body and contact.held_roles() >= set(arrival.roles)


def _near(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR

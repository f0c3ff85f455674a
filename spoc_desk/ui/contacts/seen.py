"""What the contacts page reads of one contact at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasePerson
from spoc_desk.domain.contacts import Advice, ContactRole, Person
from spoc_desk.services.contacts import PersonView, consult_person

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """One contact, with the agents, candidates and casefiles they are tied to."""

    view: PersonView
    agents: dict[int, Person]
    acts_for: tuple[tuple[Person, Candidacy], ...]
    cases: tuple[tuple[CasePerson, Casefile], ...]

    @property
    def person(self) -> Person:
        """The contact."""
        return self.view.person

    def held_roles(self) -> tuple[ContactRole, ...]:
        """The roles they hold now."""
        return tuple(role.role for role in self.view.roles if role.to_on is None)

    def open_follow_up(self) -> Advice | None:
        """The last advice, where it promises a follow-up; a later entry settles an earlier promise."""
        last = self.view.advice[0] if self.view.advice else None
        return last if last is not None and last.follow_up_on is not None else None


def read_contact(desk: Desk, *, person_id: int) -> ContactSeen:
    """One contact, whole but for the home address; the reading is on the audit trail."""
    view = consult_person(person_id, desk)
    with desk.queries.snapshot() as reader:
        standing = reader.find(Candidacy, agent_id=person_id)
        wanted = {one.agent_id for one in view.candidacies if one.agent_id} | {
            one.person_id for one in standing
        }
        people = {person.id: person for person in reader.find(Person, id=tuple(sorted(wanted)))}
        parts = reader.find(CasePerson, person_id=person_id)
        held = tuple(dict.fromkeys(part.casefile_id for part in parts))
        cases = {case.id: case for case in reader.find(Casefile, id=held)}
    return ContactSeen(
        view,
        people,
        tuple((people[one.person_id], one) for one in standing),
        tuple((part, cases[part.casefile_id]) for part in parts),
    )

"""What an import would do to a vault, worked out in full before anything is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from spoc_desk.domain.candidacies import Candidacy, Standing, election_type, regime_of
from spoc_desk.domain.contact_arrivals import Arrival, agents_by_name, arrivals, reach_key
from spoc_desk.domain.contact_book import ContactBook, KnownContact, Lookalike
from spoc_desk.domain.contact_differences import Difference, may_follow, person_after, person_differences
from spoc_desk.domain.contact_rows import ContactFile, FileForm, ImportRow, RejectedRow, RowCandidacy
from spoc_desk.domain.contacts import ContactRole, Person, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.written_names import alike_key, folded

_TOLD = ("election_id", "poll_on", "area_name", "area_gss", "party_name", "party_id", "description")


@dataclass(frozen=True, slots=True)
class PlannedCandidacy:
    """A candidacy to store, with id 0 when it is new. agent: the place of the arrival who is the agent."""

    candidacy: Candidacy
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody the vault does not have. lookalikes: whom they may be a second record of."""

    arrival: Arrival
    candidacies: tuple[PlannedCandidacy, ...]
    lookalikes: tuple[Lookalike, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedContact:
    """Somebody the vault has, to whom the file adds. person: as they will be stored."""

    arrival: Arrival
    person: Person
    roles: tuple[ContactRole, ...]
    reaches: tuple[tuple[ReachKind, str], ...]
    candidacies: tuple[PlannedCandidacy, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class UnchangedContact:
    """Somebody of whom the file says nothing new."""

    arrival: Arrival
    person: Person


@dataclass(frozen=True, slots=True)
class AbsentCandidate:
    """Somebody the vault has on a ballot paper that the file covers without them: perhaps withdrawn."""

    person_id: int
    reference: str
    name: str
    ballot_paper_id: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do. rejected is in the order of the file."""

    form: FileForm
    file_sha256: str
    new: tuple[NewContact, ...]
    changed: tuple[ChangedContact, ...]
    unchanged: tuple[UnchangedContact, ...]
    rejected: tuple[RejectedRow, ...]
    absent: tuple[AbsentCandidate, ...]
    notices: tuple[Reason, ...]

    def doubtful(self) -> tuple[NewContact, ...]:
        """New contacts who may be a second record of somebody."""
        return tuple(contact for contact in self.new if contact.lookalikes)

    def row_notices(self) -> tuple[tuple[int, str, Reason], ...]:
        """Line, name and notice of everything an officer should look at in rows that are taken over."""
        every: list[NewContact | ChangedContact | UnchangedContact]
        every = [*self.new, *self.changed, *self.unchanged]
        told = (
            (contact.arrival.numbers[0], contact.arrival.name, notice)
            for contact in every
            for notice in contact.arrival.notices
        )
        return tuple(sorted(told, key=lambda entry: entry[0]))

    def counts(self) -> dict[str, int]:
        """How many contacts are new, changed and unchanged, and how many rows are rejected."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "rejected": len(self.rejected),
        }


def plan_import(file: ContactFile, book: ContactBook) -> ImportPlan:
    """What importing this file would do to this vault. Blanks in the file never empty a field."""
    people, refused = arrivals(row for row in file.rows if isinstance(row, ImportRow))
    rejected = [row for row in file.rows if isinstance(row, RejectedRow)] + list(refused)
    matches: dict[int, KnownContact] = {}
    taken: set[int] = set()
    standing: list[Arrival] = []
    for arrival in people:
        try:
            known = book.match(arrival)
            _check_once(arrival, known, taken)
        except DomainError as fault:
            why = reason(fault.code, **fault.values)
            rejected += (RejectedRow(number, arrival.name, why) for number in arrival.numbers)
            continue
        standing.append(arrival)
        if known:
            matches[arrival.place] = known
            taken.add(known.person.id)
    taken_over = {arrival.place for arrival in standing}
    agents = {
        name: agent if agent and agent.place in taken_over else None
        for name, agent in agents_by_name(people).items()
    }
    sorting = _Sorting(book, matches, agents)
    new, changed, unchanged = sorting.sorted(standing)
    return ImportPlan(
        form=file.form,
        file_sha256=file.sha256,
        new=_with_namesakes(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        rejected=tuple(sorted(rejected, key=lambda row: row.number)),
        absent=_absent(standing, matches, book),
        notices=file.notices,
    )


def _check_once(arrival: Arrival, known: KnownContact | None, taken: AbstractSet[int]) -> None:
    if known and known.person.id in taken:
        raise DomainError("imports.matched_twice", name=arrival.name, reference=known.person.reference)


@dataclass(frozen=True, slots=True)
class _Sorting:
    """Sorts arrivals into new, changed and unchanged, once all of them are matched."""

    book: ContactBook
    matches: Mapping[int, KnownContact]
    agents: Mapping[str, Arrival | None]

    def sorted(
        self, people: Sequence[Arrival]
    ) -> tuple[list[NewContact], list[ChangedContact], list[UnchangedContact]]:
        new: list[NewContact] = []
        changed: list[ChangedContact] = []
        unchanged: list[UnchangedContact] = []
        for arrival in map(self._agents_named, people):
            known = self.matches.get(arrival.place)
            if known is None:
                candidacies = tuple(self._fresh(entry, 0) for entry in arrival.candidacies)
                new.append(NewContact(arrival, candidacies, self.book.lookalikes(arrival)))
                continue
            planned = self._changes(arrival, known)
            if planned.differences:
                changed.append(planned)
            else:
                unchanged.append(UnchangedContact(arrival, known.person))
        return new, changed, unchanged

    def _agents_named(self, arrival: Arrival) -> Arrival:
        lost = [entry.agent for entry in arrival.candidacies if entry.agent and self._agent(entry) is None]
        doubts = tuple(reason("imports.agent_ambiguous", name=name) for name in dict.fromkeys(lost))
        return replace(arrival, notices=arrival.notices + doubts) if doubts else arrival

    def _agent(self, entry: RowCandidacy) -> Arrival | None:
        return self.agents.get(folded(entry.agent)) if entry.agent else None

    def _fresh(self, entry: RowCandidacy, person_id: int) -> PlannedCandidacy:
        kind, agent = election_type(entry.ballot_paper_id), self._agent(entry)
        candidacy = Candidacy(
            0, person_id, entry.election_id, entry.ballot_paper_id, entry.poll_on, kind, entry.area_name,
            entry.area_gss, entry.party_name, entry.party_id, entry.description,
            standing=entry.standing or Standing.NOMINATED, regime=regime_of(kind),
        )  # fmt: skip
        return PlannedCandidacy(candidacy, agent.place if agent else None)

    def _changes(self, arrival: Arrival, known: KnownContact) -> ChangedContact:
        person = person_after(arrival, known.person)
        roles = tuple(role for role in arrival.roles if role not in known.held_roles())
        held = known.reach_keys()
        offered = [(ReachKind.PHONE, phone) for phone in arrival.phones]
        offered += [(ReachKind.EMAIL, email) for email in arrival.emails]
        reaches = tuple((kind, value) for kind, value in offered if reach_key(value) not in held)
        differences = [*person_differences(known.person, person)]
        differences += (Difference("role", "", role.value) for role in roles)
        differences += (Difference(kind.value, "", value) for kind, value in reaches)
        planned: list[PlannedCandidacy] = []
        for entry in arrival.candidacies:
            stored, told = self._candidacy(entry, known)
            if told:
                planned.append(stored)
                differences += told
        return ChangedContact(arrival, person, roles, reaches, tuple(planned), tuple(differences))

    def _candidacy(
        self, entry: RowCandidacy, known: KnownContact
    ) -> tuple[PlannedCandidacy, tuple[Difference, ...]]:
        held = next((one for one in known.candidacies if one.ballot_paper_id == entry.ballot_paper_id), None)
        if held is None:
            added = Difference("candidacy", "", entry.ballot_paper_id)
            return self._fresh(entry, known.person.id), (added,)
        told = {name: getattr(entry, name) for name in _TOLD if getattr(entry, name)}
        if entry.standing and may_follow(held.standing, entry.standing):
            told["standing"] = entry.standing
        after = replace(held, **told)
        differences = [
            Difference(name, str(getattr(held, name)), str(value))
            for name, value in told.items()
            if getattr(held, name) != value
        ]
        agent = self._agent(entry)
        if agent and not self._is(agent, held.agent_id):
            differences.append(Difference("agent", self.book.name_of(held.agent_id), agent.name))
        return PlannedCandidacy(after, agent.place if agent else None), tuple(differences)

    def _is(self, agent: Arrival, person_id: int | None) -> bool:
        known = self.matches.get(agent.place)
        return known is not None and known.person.id == person_id


def _with_namesakes(new: Sequence[NewContact]) -> tuple[NewContact, ...]:
    """The new contacts, each told of those in the same file whose names look alike."""
    alike: dict[str, list[Arrival]] = defaultdict(list)
    for contact in new:
        alike[alike_key(contact.arrival.name)].append(contact.arrival)
    return tuple(
        replace(contact, lookalikes=contact.lookalikes + others)
        if (others := _others(contact.arrival, alike[alike_key(contact.arrival.name)]))
        else contact
        for contact in new
    )


def _others(arrival: Arrival, alike: Sequence[Arrival]) -> tuple[Lookalike, ...]:
    return tuple(
        Lookalike(other.name, line=other.numbers[0]) for other in alike if other.place != arrival.place
    )


def _absent(
    people: Sequence[Arrival], matches: Mapping[int, KnownContact], book: ContactBook
) -> tuple[AbsentCandidate, ...]:
    """Candidates still standing in the vault whom the file leaves off a ballot paper it covers."""
    covered = dict.fromkeys(
        ballot.ballot_paper_id for person in people for ballot in person.candidacies if ballot.ballot_paper_id
    )
    present = {
        (ballot, matches[person.place].person.id)
        for person in people
        if person.place in matches
        for ballot in person.ballots()
    }
    return tuple(
        AbsentCandidate(contact.person.id, contact.person.reference, contact.person.name, ballot)
        for ballot in covered
        for contact in book.on_ballot(ballot)
        if (ballot, contact.person.id) not in present and _stands(contact, ballot)
    )


def _stands(contact: KnownContact, ballot: str) -> bool:
    return any(
        held.ballot_paper_id == ballot and held.standing is Standing.NOMINATED for held in contact.candidacies
    )

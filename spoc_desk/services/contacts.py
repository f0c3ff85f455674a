"""Contacts: people recorded and changed, how to reach them, where they live, what they were advised."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.changes import (
    AdviceLogged,
    EngagementRecorded,
    PersonAdded,
    PersonChanged,
    RecordConsulted,
)
from spoc_desk.domain.contacts import (
    TEXT_LIMIT,
    Advice,
    Channel,
    ContactPoint,
    ContactRole,
    HomeAddress,
    Person,
    PersonRole,
    ReachKind,
    checked_reach,
)
from spoc_desk.domain.engagement import Briefing, BriefingState, Measure
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.moments import day_of, full_stamp
from spoc_desk.domain.reports import Report
from spoc_desk.domain.uids import new_uid
from spoc_desk.domain.written_names import checked_name
from spoc_desk.services.ports import Changes, Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class AddPerson:
    """A new contact, with the roles and the ways of reaching them known at the time."""

    name: str
    roles: tuple[ContactRole, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str = ""
    address_withheld: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class LogAdvice:
    """What somebody asked and what we advised, word for word."""

    person_id: int
    asked: str
    advice: str
    channel: Channel = Channel.PHONE
    rationale: str = ""
    given_at: datetime | None = None
    follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One contact, whole, except the home address."""

    person: Person
    roles: tuple[PersonRole, ...]
    reaches: tuple[ContactPoint, ...]
    candidacies: tuple[Candidacy, ...]
    advice: tuple[Advice, ...]
    briefings: tuple[Briefing, ...]
    measures: tuple[Measure, ...]
    incidents: tuple[Incident, ...]
    reports: tuple[Report, ...]
    has_address: bool


def add_person(command: AddPerson, desk: Desk) -> Changes:
    """Records a contact. Raises DomainError for a missing name or an unusable phone or e-mail."""
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        person = work.add(
            Person(
                id=0,
                uid=new_uid(now),
                reference=work.next_reference("CN", now.year),
                name=checked_name(command.name),
                created_at=now,
                organisation=command.organisation.strip(),
                address_withheld=command.address_withheld,
                notes=command.notes,
            )
        )
        for role in dict.fromkeys(command.roles):
            work.add(PersonRole(0, person.id, role, from_on=day_of(now)))
        for kind, values in ((ReachKind.PHONE, command.phones), (ReachKind.EMAIL, command.emails)):
            for value in values:
                work.add(ContactPoint(0, person.id, kind, checked_reach(kind, value)))
        change = PersonAdded(person=person.id)
        work.record(change)
    return (change,)


def change_person(person: Person, desk: Desk) -> Changes:
    """Stores a contact's new particulars, never its reference. Raises DomainError for an unusable name."""
    with desk.unit_of_work() as work:
        before = work.get(Person, person.id)
        after = replace(
            person,
            name=checked_name(person.name),
            uid=before.uid,
            reference=before.reference,
            created_at=before.created_at,
        )
        altered = tuple(f.name for f in fields(Person) if getattr(before, f.name) != getattr(after, f.name))
        if not altered:
            return ()
        work.change(after)
        return _person_changed(work, person.id, altered)


def set_reach(reach: ContactPoint, desk: Desk) -> Changes:
    """Adds a phone or e-mail (id 0), or stores its new flags. Raises DomainError when it is unusable."""
    reach = replace(reach, value=checked_reach(reach.kind, reach.value))
    with desk.unit_of_work() as work:
        work.get(Person, reach.person_id)
        if not reach.id:
            work.add(reach)
        elif (before := work.get(ContactPoint, reach.id)) == reach:
            return ()
        else:
            work.change(replace(reach, person_id=before.person_id))
        return _person_changed(work, reach.person_id, (str(reach.kind),))


def set_roles(person_id: int, roles: tuple[ContactRole, ...], desk: Desk) -> Changes:
    """Gives a contact exactly these roles, from today for new ones; roles that end keep their dates."""
    today = day_of(desk.clock.now())
    with desk.unit_of_work() as work:
        work.get(Person, person_id)
        held = {role.role: role for role in work.find(PersonRole, person_id=person_id, to_on=None)}
        if set(held) == set(roles):
            return ()
        for role, entry in held.items():
            if role not in roles:
                work.change(replace(entry, to_on=today))
        for wanted in dict.fromkeys(roles):
            if wanted not in held:
                work.add(PersonRole(0, person_id, wanted, from_on=today))
        return _person_changed(work, person_id, ("roles",))


def set_home_address(address: HomeAddress, desk: Desk) -> Changes:
    """Stores where somebody lives, in its own table. Raises DomainError without an address."""
    if not address.address.strip():
        raise DomainError("contacts.address_missing")
    with desk.unit_of_work() as work:
        work.get(Person, address.person_id)
        held = work.find(HomeAddress, person_id=address.person_id)
        if held:
            work.change(replace(address, id=held[0].id))
        else:
            work.add(replace(address, id=0))
        return _person_changed(work, address.person_id, ("home_address",))


def read_home_address(person_id: int, desk: Desk) -> HomeAddress | None:
    """Where somebody lives; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        work.get(Person, person_id)
        work.record(RecordConsulted(kind="home_address", record=person_id))
        held = work.find(HomeAddress, person_id=person_id)
    return held[0] if held else None


def log_advice(command: LogAdvice, desk: Desk) -> Changes:
    """Adds to the advice log, which nothing edits. Raises DomainError: advice missing or too long."""
    if not command.advice.strip():
        raise DomainError("contacts.advice_missing")
    if max(len(command.advice), len(command.asked), len(command.rationale)) > TEXT_LIMIT:
        raise DomainError("contacts.text_long", limit=TEXT_LIMIT)
    now = desk.clock.now()
    given = command.given_at or now
    if given > now:
        raise DomainError("contacts.advice_in_future")
    with desk.unit_of_work() as work:
        work.get(Person, command.person_id)
        advice = work.add(
            Advice(
                0,
                command.person_id,
                given,
                full_stamp(given),
                command.channel,
                desk.officer.name,
                command.asked,
                command.advice,
                command.rationale,
                command.follow_up_on,
                now,
            )
        )
        change = AdviceLogged(person=command.person_id, advice=advice.id)
        work.record(change)
    return (change,)


def record_briefing(briefing: Briefing, desk: Desk) -> Changes:
    """Notes a briefing offered, given or declined. Raises DomainError without its title."""
    if not briefing.title.strip():
        raise DomainError("contacts.briefing_title_missing")
    with desk.unit_of_work() as work:
        work.get(Person, briefing.person_id)
        work.add(replace(briefing, id=0))
        change = EngagementRecorded(person=briefing.person_id, kind=f"briefing_{briefing.state}")
        work.record(change)
    return (change,)


def offer_briefing(person_id: int, title: str, state: BriefingState, method: str, desk: Desk) -> Changes:
    """Notes, now, what came of offering a briefing."""
    now = desk.clock.now()
    return record_briefing(Briefing(0, person_id, title, state, now, desk.officer.name, method), desk)


def record_measure(measure: Measure, desk: Desk) -> Changes:
    """Notes a protective measure. Raises DomainError without its kind."""
    if not measure.kind.strip():
        raise DomainError("contacts.measure_missing")
    with desk.unit_of_work() as work:
        work.get(Person, measure.person_id)
        if measure.id:
            work.change(replace(measure, person_id=work.get(Measure, measure.id).person_id))
        else:
            work.add(measure)
        change = EngagementRecorded(person=measure.person_id, kind="measure")
        work.record(change)
    return (change,)


def consult_person(person_id: int, desk: Desk) -> PersonView:
    """One contact, whole; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        work.record(RecordConsulted(kind="person", record=person_id))
        return PersonView(
            person=work.get(Person, person_id),
            roles=work.find(PersonRole, person_id=person_id),
            reaches=work.find(ContactPoint, person_id=person_id),
            candidacies=work.find(Candidacy, person_id=person_id),
            advice=work.find(Advice, person_id=person_id)[::-1],
            briefings=work.find(Briefing, person_id=person_id),
            measures=work.find(Measure, person_id=person_id),
            incidents=work.find(Incident, contact_id=person_id)[::-1],
            reports=work.find(Report, person_id=person_id),
            has_address=bool(work.find(HomeAddress, person_id=person_id)),
        )


def _person_changed(work: UnitOfWork, person_id: int, altered: tuple[str, ...]) -> Changes:
    change = PersonChanged(person=person_id, fields=altered)
    work.record(change)
    return (change,)

"""Turns a casefile into everything its evidence pack says, frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from spoc_desk.domain.casefiles import CASE_ROLE_LABELS, CasePerson
from spoc_desk.domain.contacts import ContactPoint, HomeAddress, Person, ReachKind
from spoc_desk.domain.exhibits import Disclosure, Exhibit, ExhibitState
from spoc_desk.domain.limit_doubts import limit_in_words
from spoc_desk.domain.moments import LONDON, full_stamp, long_day
from spoc_desk.domain.pack_templates import Audience
from spoc_desk.domain.packs import (
    AuditAnchor,
    PackContent,
    PackEvent,
    PackExhibit,
    PackMovement,
    PackOffence,
    PackPerson,
    PackPoint,
    PackSection,
    PackStatement,
)
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.domain.releases import second_person
from spoc_desk.domain.reports import Report
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_choice import Chosen, chosen, sections
from spoc_desk.services.ports import Reader
from spoc_desk.services.schedules import schedules_of

PAPERS = ("chronology", "people", "statements", "offences")


@dataclass(frozen=True, slots=True)
class PackTerms:
    """What an officer chooses about a pack.

    references: which exhibits and statements, in this order; empty for every used exhibit.
    sections: the same under titles of their own, in that order. papers: the case papers to print
    ("chronology", "people", "statements", "offences"). schedules: "unused", "sensitive". template,
    audience and profile are codes of resources/packs. supersedes, continues: the reference of an
    earlier pack. volume_size: bytes that no file of the pack may go beyond; 0 when that is
    all the same.
    """

    recipient: str
    purpose: str
    served: bool = True
    references: tuple[str, ...] = ()
    title: str = ""
    handling: str = ""
    with_addresses: bool = False
    sections: tuple[PackSection, ...] = ()
    papers: tuple[str, ...] = PAPERS
    schedules: tuple[str, ...] = ()
    template: str = ""
    audience: str = ""
    profile: str = "evidential"
    machine_text: bool = False
    redacted: bool = True
    supersedes: str = ""
    continues: str = ""
    change_note: str = ""
    authorised_by: str = ""
    volume_size: int = 0

    @property
    def wanted(self) -> tuple[str, ...]:
        """The exhibits asked for, in the order they are to be printed; empty for all."""
        return tuple(ref for section in self.sections for ref in section.references) or self.references


@dataclass(frozen=True, slots=True)
class PackIssue:
    """The pack's own marks: its reference, when it was issued and the audit anchor it carries."""

    reference: str
    at: datetime
    anchor: AuditAnchor
    force: str
    demonstration: bool
    officer: str = ""


def authorisation_told(second: str, officer: str) -> str:
    """Who authorised a pack, as its cover says: a second person, or its maker alone."""
    if second_person(second, officer):
        return second.strip()
    return f"{officer}, self-authorised" if officer else ""


def chosen_exhibits(case: CasefileView, references: tuple[str, ...]) -> tuple[Exhibit, ...]:
    """The exhibits asked for as the pack names them, in order; every used one when none is asked for."""
    return tuple(each.described for each in chosen(case, references))


def pack_content(
    case: CasefileView,
    referred: tuple[ReferredOffence, ...],
    terms: PackTerms,
    issue: PackIssue,
    reader: Reader,
) -> PackContent:
    """Everything the pack says, before anything is removed for its recipient."""
    items = chosen(case, terms.wanted)
    exhibits = tuple(each.described for each in items)
    printed = {exhibit.id: exhibit.reference for exhibit in exhibits}
    file = case.casefile
    return PackContent(
        force=issue.force,
        casefile_reference=file.reference,
        title=terms.title or file.title,
        pack_reference=issue.reference,
        issued_at=issue.at,
        recipient=terms.recipient,
        purpose=terms.purpose,
        served=terms.served,
        anchor=issue.anchor,
        exhibits=tuple(listed(each, case) for each in items),
        crime_reference="; ".join(i.crime_reference for i in case.incidents if i.crime_reference),
        urn=file.urn,
        oic=file.officer_in_case,
        handling=terms.handling,
        sections=sections(terms.sections, items),
        schedules=schedules_of(
            case,
            terms.schedules,
            served=terms.served,
            drafting=not terms.served or terms.audience == Audience.PROSECUTION,
        ),
        profile=terms.profile,
        machine_text=terms.machine_text,
        supersedes=terms.supersedes,
        continues=terms.continues,
        change_note=terms.change_note,
        volume_size=terms.volume_size,
        authorisation=authorisation_told(terms.authorised_by, issue.officer),
        offences=tuple(_offence(each, case, printed) for each in referred if "offences" in terms.papers),
        chronology=chronology(case, exhibits) if "chronology" in terms.papers else (),
        people=tuple(_person(person, reader) for person in case.people if "people" in terms.papers),
        statements=tuple(
            PackStatement(
                witness=statement.witness,
                kind=f"{statement.reference} · {statement.kind}",
                made_on=long_day(statement.signed_on) if statement.signed_on else "unsigned",
                exhibits=_printed((statement.exhibit_id,), printed),
            )
            for statement in case.statements
            if "statements" in terms.papers
        ),
        demonstration=issue.demonstration,
    )


def without_addresses(content: PackContent) -> PackContent:
    """The content of an internal pack that was not asked to carry home addresses."""
    return replace(content, people=tuple(replace(person, address="") for person in content.people))


def _printed(ids: tuple[int | None, ...], printed: dict[int, str]) -> tuple[str, ...]:
    return tuple(printed[key] for key in ids if key in printed)


def listed(item: Chosen, case: CasefileView) -> PackExhibit:
    """What a pack prints as it lists it, before anything is removed for its recipient."""
    return replace(listed_exhibit(item.described, case), statement=item.statement is not None)


def listed_exhibit(exhibit: Exhibit, case: CasefileView) -> PackExhibit:
    """An exhibit of the case as a pack lists it, before anything is removed for its recipient."""
    moves = tuple(
        PackMovement(m.moved_local, m.from_holder, m.to_holder, m.purpose, m.seals, m.officer)
        for m in case.movements
        if m.exhibit_id == exhibit.id
    )
    return PackExhibit(
        reference=exhibit.reference,
        description=exhibit.description,
        producer=exhibit.found_by,
        filename=exhibit.filename,
        media_type=exhibit.media_type,
        size=exhibit.size,
        sha256=exhibit.sha256,
        source=exhibit.source,
        acquired_by=exhibit.found_by,
        acquired_at=exhibit.found_local if exhibit.found_known else "",
        acquired_where=exhibit.found_where,
        seal_number=exhibit.seal_number,
        continuity=moves,
        opening_password=exhibit.opening_password,
        sealed_at="" if exhibit.found_known else full_stamp(exhibit.recorded_at),
    )


def _offence(referred: ReferredOffence, case: CasefileView, printed: dict[int, str]) -> PackOffence:
    statements = {statement.id: statement.reference for statement in case.statements}
    points = []
    for point in referred.offence.points_to_prove:
        links = [link for link in referred.proofs if link.point == point.key]
        told = [statements[link.statement_id] for link in links if link.statement_id in statements]
        points.append(
            PackPoint(
                text=point.text,
                exhibits=_printed(tuple(link.exhibit_id for link in links), printed),
                note=", ".join(f"Statement {reference}" for reference in told),
                left_out=_left_out({link.exhibit_id for link in links} - set(printed), case),
            )
        )
    limit = limit_in_words(referred.suspected, referred.limit, referred.offence.time_rule)
    return PackOffence(referred.offence.title, referred.offence.provision, limit, tuple(points))


def _left_out(ids: set[int | None], case: CasefileView) -> tuple[str, ...]:
    """Proofs that are not printed; unused and sensitive material is not named, as nobody may know of it."""
    absent = tuple(exhibit for exhibit in case.exhibits if exhibit.id in ids)
    named = tuple(
        f"{each.reference}, not in this pack" for each in absent if each.disclosure is Disclosure.USED
    )
    return (*named, "Not in this pack") if len(named) < len(absent) else named


def tied_people(case: CasefileView, reader: Reader) -> tuple[PackPerson, ...]:
    """Contacts whom the case concerns: in it, met with in its incidents, or who reported one.

    Nothing of them is printed. A served copy is cleared of where they live and how they are
    reached, also when nobody entered them as people of the case.
    """
    found = [person.person_id for person in case.people]
    for incident in case.incidents:
        found.append(incident.contact_id)
        found += [report.person_id for report in reader.find(Report, incident_id=incident.id)]
    contacts = dict.fromkeys(person_id for person_id in found if person_id is not None)
    return tuple(_contact(reader.get(Person, person_id), reader) for person_id in contacts)


def case_people(case: CasefileView, reader: Reader) -> tuple[PackPerson, ...]:
    """Everybody whom the case concerns, named in it or tied to it, with all that is known of them."""
    return (*(_person(person, reader) for person in case.people), *tied_people(case, reader))


def _contact(contact: Person, reader: Reader) -> PackPerson:
    reached = reader.find(ContactPoint, person_id=contact.id)
    homes = reader.find(HomeAddress, person_id=contact.id)
    return PackPerson(
        name=contact.name,
        role="",
        address="\n".join(filter(None, (homes[0].address, homes[0].postcode))) if homes else "",
        phones=tuple(reach.value for reach in reached if reach.kind is ReachKind.PHONE),
        emails=tuple(reach.value for reach in reached if reach.kind is ReachKind.EMAIL),
        date_of_birth=long_day(contact.date_of_birth) if contact.date_of_birth else "",
    )


def _person(person: CasePerson, reader: Reader) -> PackPerson:
    known = PackPerson("", "")
    if person.person_id is not None:
        known = _contact(reader.get(Person, person.person_id), reader)
    phones = (person.phone, *known.phones) if person.phone else known.phones
    return replace(
        known,
        name=person.name,
        role=CASE_ROLE_LABELS[person.role],
        note="; ".join(filter(None, (person.special_measures, person.notes))),
        phones=tuple(dict.fromkeys(phones)),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)


def chronology(case: CasefileView, exhibits: tuple[Exhibit, ...]) -> tuple[PackEvent, ...]:
    """What happened in a case, in order, with these exhibits."""
    found: list[tuple[datetime, PackEvent]] = []
    for incident in case.incidents:
        about = " (time estimated)" if incident.happened_estimated else ""
        until = f" until {incident.happened_to_local}" if incident.happened_to_local else ""
        happened = f"{incident.reference}: {incident.title}{until}{about}"
        found.append((incident.happened_from, PackEvent(incident.happened_local, happened)))
        told = f"{incident.reference} reported to police"
        found.append((incident.reported_at, PackEvent(incident.reported_local, told)))
        recorded = f"{incident.reference} recorded; crime reference {incident.crime_reference or 'none'}"
        found.append((incident.recorded_at, PackEvent(full_stamp(incident.recorded_at), recorded)))
    for exhibit in exhibits:
        missing = "" if exhibit.state is ExhibitState.SEALED else f" ({exhibit.state})"
        by = f"{'' if exhibit.found_known else 'sealed, '}produced by {exhibit.found_by}"
        told = f"Exhibit {exhibit.reference} {by}: {exhibit.description}{missing}"
        when = exhibit.found_local if exhibit.found_known else full_stamp(exhibit.recorded_at)
        found.append((exhibit.found_at, PackEvent(when, told, (exhibit.reference,))))
    for statement in case.statements:
        if statement.signed_on:
            told = f"{statement.kind} {statement.reference} signed by {statement.witness}"
            found.append((_noon(statement.signed_on), PackEvent(long_day(statement.signed_on), told)))
    for person in case.people:
        for moment, what in ((person.arrested_at, "arrested"), (person.interviewed_at, "interviewed")):
            if moment:
                found.append((moment, PackEvent(full_stamp(moment), f"{person.name} {what}")))
    return tuple(event for _, event in sorted(found, key=lambda pair: pair[0]))

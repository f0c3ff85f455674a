"""Casefiles: opened over incidents, with their people and statements, up to the outcome."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from spoc_desk.domain.casefiles import (
    Casefile,
    CasefileIncident,
    CasefileStatus,
    CasePerson,
    CaseRole,
    Statement,
    check_closure,
    check_open,
)
from spoc_desk.domain.changes import (
    CasefileChanged,
    CasefileOpened,
    CasePersonAdded,
    Change,
    IncidentChanged,
    IncidentLinked,
    RecordConsulted,
    StatementAdded,
)
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement
from spoc_desk.domain.incident_standing import standing
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack, PackState
from spoc_desk.domain.referrals import Referral
from spoc_desk.domain.suspected_offences import OffenceDate, ProofLink, SuspectedOffence
from spoc_desk.domain.uids import new_uid
from spoc_desk.domain.written_names import checked_name
from spoc_desk.services import pack_items
from spoc_desk.services.disclosure import check_used
from spoc_desk.services.ports import Changes, Desk, Reader, UnitOfWork
from spoc_desk.services.retention import note_reopened


@dataclass(frozen=True, slots=True)
class OpenCasefile:
    """A new investigation of these incidents."""

    title: str
    incident_ids: tuple[int, ...]
    officer_in_case: str = ""
    supervisor: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class AddCasePerson:
    """Somebody's part in one case."""

    casefile_id: int
    role: CaseRole
    name: str = ""
    person_id: int | None = None
    phone: str = ""
    special_measures: str = ""
    vps: str = ""
    identified_by: str = ""
    notes: str = ""
    arrested_at: datetime | None = None
    interviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddStatement:
    """A statement taken in one case; the signed paper may be an exhibit."""

    casefile_id: int
    witness: str
    kind: str = "MG11"
    signed_on: date | None = None
    address_absent: bool = False
    text: str = ""
    exhibit_id: int | None = None


@dataclass(frozen=True, slots=True)
class CasefileView:
    """One casefile with all that hangs on it, in recording order."""

    casefile: Casefile
    incidents: tuple[Incident, ...]
    people: tuple[CasePerson, ...]
    offences: tuple[SuspectedOffence, ...]
    offence_dates: tuple[OffenceDate, ...]
    proofs: tuple[ProofLink, ...]
    exhibits: tuple[Exhibit, ...]
    movements: tuple[Movement, ...]
    statements: tuple[Statement, ...]
    referrals: tuple[Referral, ...]
    packs: tuple[IssuedPack, ...]
    pack_states: tuple[PackState, ...]


def open_casefile(command: OpenCasefile, desk: Desk) -> Changes:
    """Opens an investigation. Raises DomainError without a title or without an incident."""
    if not command.title.strip():
        raise DomainError("casefiles.title_missing")
    if not command.incident_ids:
        raise DomainError("casefiles.incident_missing")
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        casefile = work.add(
            Casefile(
                0, new_uid(now), work.next_reference("CF", now.year), command.title.strip(), now,
                officer_in_case=command.officer_in_case or desk.officer.name, supervisor=command.supervisor,
                summary=command.summary,
            )
        )  # fmt: skip
        opened: list[Change] = [CasefileOpened(casefile=casefile.id)]
        work.record(opened[0])
        for incident_id in dict.fromkeys(command.incident_ids):
            opened += _link(work, casefile, incident_id, desk)
    return tuple(opened)


def link_incident(casefile_id: int, incident_id: int, desk: Desk) -> Changes:
    """Puts one more incident into a casefile. Raises DomainError when closed or already there."""
    with desk.unit_of_work() as work:
        casefile = work.get(Casefile, casefile_id)
        check_open(casefile)
        return tuple(_link(work, casefile, incident_id, desk))


def _link(work: UnitOfWork, casefile: Casefile, incident_id: int, desk: Desk) -> list[Change]:
    incident = work.get(Incident, incident_id)
    if work.find(CasefileIncident, casefile_id=casefile.id, incident_id=incident_id):
        raise DomainError("casefiles.incident_linked", reference=incident.reference)
    work.add(CasefileIncident(0, casefile.id, incident_id))
    linked = IncidentLinked(casefile=casefile.id, incident=incident_id)
    work.record(linked)
    return [linked, *_carry_status(work, casefile, incident_id, desk)]


def change_casefile(casefile: Casefile, desk: Desk) -> Changes:
    """Stores a casefile's new facts, status or outcome; its incidents follow its status.

    Its reference and its worked-out last day stay. Raises DomainError for an unknown outcome,
    a closure without one, or a closed casefile that is not being reopened.
    """
    with desk.unit_of_work() as work:
        return put_casefile(work, casefile, desk)


def set_status(casefile_id: int, status: CasefileStatus, outcome: str, desk: Desk) -> Changes:
    """Moves a casefile on, with its outcome when it has one."""
    with desk.unit_of_work() as work:
        casefile = work.get(Casefile, casefile_id)
        return put_casefile(work, replace(casefile, status=status, outcome=outcome or casefile.outcome), desk)


def put_casefile(work: UnitOfWork, casefile: Casefile, desk: Desk, *, follows: bool = False) -> Changes:
    """Stores a casefile's new facts within a verb's own transaction. Raises as change_casefile does.

    follows: the verb tells what it did by a change of its own.
    """
    before = work.get(Casefile, casefile.id)
    if not casefile.title.strip():
        raise DomainError("casefiles.title_missing")
    check_closure(casefile)
    casefile = _steady(before, casefile)
    if casefile.outcome != before.outcome:
        if casefile.outcome:
            desk.lawpack.outcome(casefile.outcome)
        casefile = replace(casefile, outcome_at=desk.clock.now() if casefile.outcome else None)
    altered = tuple(f.name for f in fields(Casefile) if getattr(before, f.name) != getattr(casefile, f.name))
    if not altered:
        return ()
    if "status" not in altered:
        check_open(before)
    work.change(casefile)
    if before.status is CasefileStatus.CLOSED:
        note_reopened(work, casefile.id, desk)
    made: list[Change] = [CasefileChanged(casefile=casefile.id, fields=altered, follows=follows)]
    work.record(made[0])
    if "status" in altered or "outcome" in altered:
        for link in work.find(CasefileIncident, casefile_id=casefile.id):
            made += _carry_status(work, casefile, link.incident_id, desk)
    return tuple(made)


def _steady(before: Casefile, casefile: Casefile) -> Casefile:
    """The new facts with what this verb may not change put back."""
    return replace(
        casefile,
        uid=before.uid,
        reference=before.reference,
        opened_at=before.opened_at,
        limit_on=before.limit_on,
    )


def _carry_status(work: UnitOfWork, casefile: Casefile, incident_id: int, desk: Desk) -> list[Change]:
    """An incident follows all casefiles it is in; told as following what happened to this one."""
    incident = work.get(Incident, incident_id)
    links = work.find(CasefileIncident, incident_id=incident_id)
    casefiles = [work.get(Casefile, link.casefile_id) for link in links]
    moved = standing(incident, casefiles, [outcome.code for outcome in desk.lawpack.outcomes])
    followed = ("status", "outcome", "outcome_at")
    altered = tuple(name for name in followed if getattr(incident, name) != getattr(moved, name))
    if not altered:
        return []
    work.change(moved)
    change = IncidentChanged(casefile=casefile.id, incident=incident_id, fields=altered, follows=True)
    work.record(change)
    return [change]


def add_case_person(command: AddCasePerson, desk: Desk) -> Changes:
    """Puts somebody into a casefile by role. Raises DomainError without a name, or when closed."""
    with desk.unit_of_work() as work:
        check_open(work.get(Casefile, command.casefile_id))
        name = work.get(Person, command.person_id).name if command.person_id else checked_name(command.name)
        given = {field.name: getattr(command, field.name) for field in fields(command)} | {"name": name}
        person = work.add(CasePerson(id=0, **given))
        change = CasePersonAdded(casefile=command.casefile_id, case_person=person.id)
        work.record(change)
    return (change,)


def change_case_person(person: CasePerson, desk: Desk) -> Changes:
    """Stores what is new about somebody's part in a case."""
    with desk.unit_of_work() as work:
        before = work.get(CasePerson, person.id)
        check_open(work.get(Casefile, before.casefile_id))
        after = replace(person, name=checked_name(person.name), casefile_id=before.casefile_id)
        if after == before:
            return ()
        work.change(after)
        change = CasefileChanged(casefile=before.casefile_id, fields=("people",))
        work.record(change)
    return (change,)


def add_statement(command: AddStatement, desk: Desk) -> Changes:
    """Records a statement with its own reference.

    Raises DomainError without a witness, for an exhibit of another casefile, or when closed.
    """
    with desk.unit_of_work() as work:
        check_open(work.get(Casefile, command.casefile_id))
        if command.exhibit_id is not None:
            exhibit = work.get(Exhibit, command.exhibit_id)
            if exhibit.casefile_id != command.casefile_id:
                raise DomainError("offences.exhibit_of_other_case", reference=exhibit.reference)
            check_used(exhibit)
        number = len(work.find(Statement, casefile_id=command.casefile_id)) + 1
        statement = work.add(
            Statement(
                0, command.casefile_id, f"ST/{number}", checked_name(command.witness), command.kind,
                command.signed_on, command.address_absent, command.text, command.exhibit_id,
            )
        )  # fmt: skip
        change = StatementAdded(casefile=command.casefile_id, statement=statement.id)
        work.record(change)
    return (change,)


def consult_casefile(casefile_id: int, desk: Desk) -> CasefileView:
    """One casefile, whole; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        work.record(RecordConsulted(kind="casefile", record=casefile_id, casefile=casefile_id))
        return view_casefile(casefile_id, work)


def view_casefile(casefile_id: int, reader: Reader) -> CasefileView:
    """One casefile, whole, for verbs that record their own reading of it."""
    of_case = {"casefile_id": casefile_id}
    offences = reader.find(SuspectedOffence, casefile_id=casefile_id, withdrawn="")
    exhibits = tuple(e for e in reader.find(Exhibit, **of_case) if e.state is not ExhibitState.PENDING)
    links = reader.find(CasefileIncident, **of_case)
    chosen = tuple(offence.id for offence in offences)
    packs = reader.find(IssuedPack, **of_case)
    return CasefileView(
        casefile=reader.get(Casefile, casefile_id),
        incidents=reader.find(Incident, id=tuple(link.incident_id for link in links)),
        people=reader.find(CasePerson, **of_case),
        offences=offences,
        offence_dates=reader.find(OffenceDate, offence_id=chosen),
        proofs=reader.find(ProofLink, offence_id=chosen),
        exhibits=exhibits,
        movements=reader.find(Movement, exhibit_id=tuple(exhibit.id for exhibit in exhibits)),
        statements=reader.find(Statement, **of_case),
        referrals=reader.find(Referral, **of_case),
        packs=packs,
        pack_states=tuple(pack_items.standing(pack, reader) for pack in packs),
    )

"""Incidents: recorded once, changed, closed with an outcome; and the reports that told us of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import Casefile, CasefileIncident
from spoc_desk.domain.changes import IncidentChanged, IncidentReported, RecordConsulted, ReportTaken
from spoc_desk.domain.contacts import TEXT_LIMIT, Channel, Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident, Mode, Risk, check_closure, checked
from spoc_desk.domain.moments import day_of, full_stamp
from spoc_desk.domain.reports import Report
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.ports import Changes, Desk, UnitOfWork

_LOCAL = {
    "happened_from": "happened_local",
    "happened_to": "happened_to_local",
    "reported_at": "reported_local",
}


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """A new incident. Moments are UTC; the local texts are as typed, or are made from them."""

    title: str
    crime_reference: str
    happened_from: datetime
    reported_at: datetime
    category: str
    channel: Mode
    description: str
    contact_id: int | None = None
    happened_to: datetime | None = None
    happened_local: str = ""
    reported_local: str = ""
    happened_estimated: bool = False
    log_number: str = ""
    not_crimed_reason: str = ""
    regime: Regime = Regime.OTHER
    regime_reason: str = ""
    location: str = ""
    platform: str = ""
    post_url: str = ""
    account: str = ""
    verbatim: str = ""
    hostility: str = ""
    hate_strands: tuple[str, ...] = ()
    offence_codes: tuple[str, ...] = ()
    risk: Risk = Risk.MEDIUM
    officer_in_case: str = ""
    notable: bool = False
    notable_summary: str = ""


@dataclass(frozen=True, slots=True)
class TakeReport:
    """Somebody telling us, perhaps of an incident already recorded."""

    text: str
    reporter: str
    channel: Channel
    received_at: datetime
    incident_id: int | None = None
    person_id: int | None = None
    received_local: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with all that hangs on it."""

    incident: Incident
    contact: Person | None
    reports: tuple[Report, ...]
    casefiles: tuple[Casefile, ...]


def report_incident(command: ReportIncident, desk: Desk) -> Changes:
    """Records an incident.

    Raises DomainError for whatever rule of recording it breaks, and for an offence that is
    disabled or was not in force on the day it happened, or began to happen.
    """
    now = desk.clock.now()
    given = {field.name: getattr(command, field.name) for field in fields(command)}
    given["happened_local"] = command.happened_local or full_stamp(command.happened_from)
    given["reported_local"] = command.reported_local or full_stamp(command.reported_at)
    given["happened_to_local"] = full_stamp(command.happened_to) if command.happened_to else ""
    with desk.unit_of_work() as work:
        made = Incident(id=0, uid=new_uid(now), reference="", recorded_at=now, **given)
        _check(made, made.offence_codes, work, desk)
        _check_strands(made.hate_strands, desk)
        incident = work.add(replace(made, reference=work.next_reference("IN", now.year)))
        change = IncidentReported(incident=incident.id)
        work.record(change)
    return (change,)


def change_incident(incident: Incident, desk: Desk) -> Changes:
    """Stores an incident's new facts, status or outcome.

    Raises DomainError for a broken rule, an offence that may not be chosen, an outcome the
    law-pack does not have, or a closure without an outcome.
    """
    with desk.unit_of_work() as work:
        before = work.get(Incident, incident.id)
        incident = _following(before, incident)
        _check(incident, _newly_said(before, incident), work, desk)
        _check_strands(set(incident.hate_strands) - set(before.hate_strands), desk)
        check_closure(incident)
        if incident.outcome != before.outcome:
            if incident.outcome:
                desk.lawpack.outcome(incident.outcome)
            incident = replace(incident, outcome_at=desk.clock.now() if incident.outcome else None)
        altered = tuple(
            f.name for f in fields(Incident) if getattr(before, f.name) != getattr(incident, f.name)
        )
        if not altered:
            return ()
        work.change(incident)
        linked = work.find(CasefileIncident, incident_id=incident.id)
        change = IncidentChanged(
            incident=incident.id, fields=altered, casefile=linked[0].casefile_id if linked else None
        )
        work.record(change)
    return (change,)


def _check(incident: Incident, codes: tuple[str, ...], work: UnitOfWork, desk: Desk) -> None:
    checked(incident)
    desk.lawpack.category(incident.category)
    for code in codes:
        desk.lawpack.pick(code, day_of(incident.happened_from))
    if incident.contact_id is not None:
        work.get(Person, incident.contact_id)


def _check_strands(strands: Iterable[str], desk: Desk) -> None:
    for strand in sorted(strands):
        desk.lawpack.hate_strand(strand)


def _newly_said(before: Incident, incident: Incident) -> tuple[str, ...]:
    """The offences to hold against the law: all of them on another day, else those not there before.

    What was recorded under an earlier edition stands, or the incident could be corrected no more.
    """
    if day_of(incident.happened_from) != day_of(before.happened_from):
        return incident.offence_codes
    return tuple(code for code in incident.offence_codes if code not in before.offence_codes)


def _following(before: Incident, incident: Incident) -> Incident:
    """The new facts with what never changes put back, and the local texts following the moments."""
    moved: dict[str, Any] = {
        text: full_stamp(moment) if moment else ""
        for name, text in _LOCAL.items()
        if (moment := getattr(incident, name)) != getattr(before, name)
        and getattr(incident, text) == getattr(before, text)
    }
    return replace(
        incident, uid=before.uid, reference=before.reference, recorded_at=before.recorded_at, **moved
    )


def take_report(command: TakeReport, desk: Desk) -> Changes:
    """Writes down what somebody told us. Raises DomainError: no text, no reporter, or in the future."""
    now = desk.clock.now()
    if not command.text.strip():
        raise DomainError("reports.text_missing")
    if not command.reporter.strip() and command.person_id is None:
        raise DomainError("reports.reporter_missing")
    if len(command.text) > TEXT_LIMIT:
        raise DomainError("reports.text_long", limit=TEXT_LIMIT)
    if command.received_at > now:
        raise DomainError("reports.in_future")
    with desk.unit_of_work() as work:
        if command.incident_id is not None:
            work.get(Incident, command.incident_id)
        reporter = command.reporter.strip()
        if command.person_id is not None:
            reporter = work.get(Person, command.person_id).name
        report = work.add(
            Report(
                0,
                work.next_reference("RP", now.year),
                command.incident_id,
                command.person_id,
                reporter,
                command.received_at,
                command.received_local or full_stamp(command.received_at),
                command.channel,
                command.text,
                desk.officer.name,
                now,
            )
        )
        change = ReportTaken(report=report.id, incident=command.incident_id)
        work.record(change)
    return (change,)


def consult_incident(incident_id: int, desk: Desk) -> IncidentView:
    """One incident, whole; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        incident = work.get(Incident, incident_id)
        links = work.find(CasefileIncident, incident_id=incident_id)
        case = links[0].casefile_id if links else None
        work.record(RecordConsulted(kind="incident", record=incident_id, casefile=case))
        return IncidentView(
            incident,
            work.get(Person, incident.contact_id) if incident.contact_id else None,
            work.find(Report, incident_id=incident_id),
            tuple(work.get(Casefile, link.casefile_id) for link in links),
        )

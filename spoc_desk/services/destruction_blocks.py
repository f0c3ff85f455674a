"""What stands against a destruction, each as one reason that says how to put it right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident, CasePerson
from spoc_desk.domain.contacts import Advice, Person
from spoc_desk.domain.engagement import Measure
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.referrals import Referral, ReferralState
from spoc_desk.domain.reports import Report
from spoc_desk.domain.retention import (
    CONTACTS,
    Cpia,
    CpiaState,
    LegalHold,
    RetentionPeriod,
    RetentionReview,
    decided,
    held,
    period_of,
)
from spoc_desk.services.ports import Desk, Reader
from spoc_desk.services.retention import CLOCK_DOUBT, Subject, retention_of
from spoc_desk.services.retention_reviews import check_may_decide


def casefile_blocks(casefile: Casefile, reader: Reader, desk: Desk) -> Iterator[Reason]:
    """What stands against destroying this casefile, the gravest first."""
    told = {"reference": casefile.reference}
    view = retention_of(casefile, reader, desk)
    if view.hold is not None:
        yield reason("retention.held", **told, by=view.hold.placed_by)
    for person, hold in _held_people(casefile, reader):
        yield reason("retention.person_held", **told, person=person.reference, by=hold.placed_by)
    if view.cpia.state is not CpiaState.OVER:
        yield _cpia(casefile.reference, view.cpia)
    early = _too_early(Subject(casefile_id=casefile.id), reader, desk)
    if early is not None:
        yield early
    elif view.decision is None:
        yield reason("retention.not_decided", **told)
    for referral in reader.find(Referral, casefile_id=casefile.id):
        if referral.state is not ReferralState.DECIDED:
            yield reason("retention.referral_undecided", referral=referral.reference)
    exhibits = reader.find(Exhibit, casefile_id=casefile.id)
    if any(exhibit.state is ExhibitState.PENDING for exhibit in exhibits):
        yield reason("retention.sealing", **told)
    moves = reader.find(Movement, exhibit_id=tuple(exhibit.id for exhibit in exhibits))
    for exhibit in exhibits:
        last = [move for move in moves if move.exhibit_id == exhibit.id][-1:]
        if last and exhibit.storage and not same_name(last[0].to_holder, exhibit.storage):
            yield reason("retention.checked_out", reference=exhibit.reference, holder=last[0].to_holder)


def _held_people(casefile: Casefile, reader: Reader) -> Iterator[tuple[Person, LegalHold]]:
    """Contacts under a legal hold of whom this casefile or its incidents tell."""
    incidents = tuple(link.incident_id for link in reader.find(CasefileIncident, casefile_id=casefile.id))
    named = {part.person_id for part in reader.find(CasePerson, casefile_id=casefile.id)}
    named |= {incident.contact_id for incident in reader.find(Incident, id=incidents)}
    named |= {report.person_id for report in reader.find(Report, incident_id=incidents)}
    for person in reader.find(Person, id=tuple(one for one in named if one is not None)):
        hold = held(reader.find(LegalHold, person_id=person.id))
        if hold is not None:
            yield person, hold


def contact_blocks(person: Person, reader: Reader, desk: Desk) -> Iterator[Reason]:
    """What stands against destroying this contact, the gravest first."""
    told, today = {"reference": person.reference}, day_of(desk.clock.now())
    hold = held(reader.find(LegalHold, person_id=person.id))
    if hold is not None:
        yield reason("retention.held", **told, by=hold.placed_by)
    yield from _needed(person, reader)
    if reader.setting(CLOCK_DOUBT):
        yield reason("retention.clock_doubtful")
    period = period_of(CONTACTS, reader.find(RetentionPeriod))
    until = _until(person, reader, period)
    if period is None:
        yield reason("retention.contact_period_missing")
    elif until is not None and until > today:
        yield reason("retention.poll_too_near", **told, on=until.isoformat())
    if any(measure.returned_on is None for measure in reader.find(Measure, person_id=person.id)):
        yield reason("retention.measure_open", **told)
    advice = reader.find(Advice, person_id=person.id)[-1:]
    if advice and advice[0].follow_up_on is not None and advice[0].follow_up_on >= today:
        yield reason("retention.follow_up_due", **told, on=advice[0].follow_up_on.isoformat())
    if decided(reader.find(RetentionReview, person_id=person.id)) is None:
        yield reason("retention.not_decided", **told)


def _needed(person: Person, reader: Reader) -> Iterator[Reason]:
    """Casework that names the contact keeps it."""
    told = {"reference": person.reference}
    incidents = reader.find(Incident, contact_id=person.id)
    if incidents:
        yield reason("retention.contact_needed", **told, by=incidents[0].reference)
    for report in reader.find(Report, person_id=person.id)[:1]:
        yield reason("retention.contact_needed", **told, by=report.reference)
    for part in reader.find(CasePerson, person_id=person.id)[:1]:
        yield reason("retention.contact_needed", **told, by=reader.get(Casefile, part.casefile_id).reference)


def _until(person: Person, reader: Reader, period: RetentionPeriod | None) -> date | None:
    """The day until which a contact is kept for their last poll; None without a poll or a period."""
    own = reader.find(Candidacy, person_id=person.id)
    polls = [each.poll_on for each in (*own, *reader.find(Candidacy, agent_id=person.id))]
    if not polls or period is None:
        return None
    return max(polls) + timedelta(days=period.after_poll_days)


def _too_early(subject: Subject, reader: Reader, desk: Desk) -> Reason | None:
    try:
        check_may_decide(subject, reader, desk)
    except DomainError as refused:
        return reason(refused.code, **refused.values)
    return None


def _cpia(reference: str, cpia: Cpia) -> Reason:
    if cpia.state is CpiaState.UNKNOWN:
        return reason("retention.cpia_unknown", reference=reference)
    if cpia.until is None:
        return reason("retention.cpia_runs", reference=reference)
    return reason("retention.cpia_until", reference=reference, on=cpia.until.isoformat())

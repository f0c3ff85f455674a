"""Returns to the NPCC: a day frozen from casework, authorised, corrected by superseding, exported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from spoc_desk.domain.changes import Change, RecordConsulted, ReturnAuthorised, ReturnExported, ReturnFrozen
from spoc_desk.domain.disclosure_scan import Confirmation, Finding, KnownIdentifiers
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.moments import day_bounds, short_day
from spoc_desk.domain.return_checks import ReturnFault, check_return, refuse_faults
from spoc_desk.domain.return_facts import (
    EventCounts,
    Explanation,
    IncidentFact,
    NotableDraft,
    ReturnFacts,
    ReturnIssue,
    RiskAssessment,
)
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.returns import Scanning, authorise, compile_return, correct, findings_in
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.ports import AuditHead, Changes, Desk, Reader

PSEUDONYM_KEY = "pseudonym_key"


@dataclass(frozen=True, slots=True)
class FreezeReturn:
    """A period to freeze, with what officers add by hand. last_day defaults to the first: one day."""

    first_day: date
    last_day: date | None = None
    cadence: str = "daily"
    events: EventCounts = field(default_factory=EventCounts)
    risk: RiskAssessment = field(default_factory=lambda: RiskAssessment("low", "steady"))
    notes: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    correction_reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftReturn:
    """What freezing would file, what must be put right first, and what to explain."""

    facts: ReturnFacts
    findings: tuple[tuple[str, Finding], ...]
    faults: tuple[ReturnFault, ...]
    supersedes: FiledReturn | None = None
    previous: ReturnSnapshot | None = field(default=None, repr=False)


def draft_return(command: FreezeReturn, desk: Desk) -> DraftReturn:
    """What a return of this period says now; nothing is stored.

    Raises DomainError for a period that has not begun.
    """
    last_day = command.last_day or command.first_day
    start, end = day_bounds(command.first_day)[0], day_bounds(last_day)[1]
    if start > desk.clock.now():
        raise DomainError("returns.period_in_future", day=short_day(command.first_day))
    figures = desk.queries.return_figures(start, end, last_day)
    with desk.queries.snapshot() as reader:
        facts = ReturnFacts(
            period_start=command.first_day, period_end=last_day, force_gss=reader.setting("force_gss"),
            force_name=reader.setting("force_name"), risk_assessment=command.risk, cadence=command.cadence,
            elections=figures.elections, incidents=figures.incidents, engagement=figures.engagement,
            events=command.events, progress=figures.progress, notable=_notable(reader, figures.incidents),
            data_quality=command.notes, explanations=command.explanations,
        )  # fmt: skip
        supersedes = current(reader, command.first_day, last_day)
        previous = _previous(reader, command.first_day)
    scanning = _scanning(desk, command)
    findings = findings_in(facts, scanning)
    faults: tuple[ReturnFault, ...] = ()
    if not findings:
        made = compile_return(facts, _issue(desk), _key(desk), scanning)
        faults = check_return(made, previous, command.explanations)
    return DraftReturn(facts, findings, faults, supersedes, previous)


def freeze_return(command: FreezeReturn, desk: Desk) -> Changes:
    """Freezes a period. A second return for the same period supersedes the first and needs a reason.

    Raises DomainError when a sentence may identify somebody, when figures do
    not agree and nobody explained it, or when a correction has no reason.
    """
    drafted = draft_return(command, desk)
    scanning = _scanning(desk, command)
    issue = _issue(desk)
    if drafted.supersedes:
        if not command.correction_reason.strip():
            raise DomainError("returns.correction_reason_missing")
        earlier = ReturnSnapshot(drafted.supersedes.snapshot)
        snapshot = correct(earlier, drafted.facts, issue, command.correction_reason, _key(desk), scanning)
    else:
        snapshot = compile_return(drafted.facts, issue, _key(desk), scanning)
    refuse_faults(check_return(snapshot, drafted.previous, command.explanations))
    return _file(snapshot, command, drafted, desk)


def _file(snapshot: ReturnSnapshot, command: FreezeReturn, drafted: DraftReturn, desk: Desk) -> Changes:
    head = desk.queries.audit_head()
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        if drafted.supersedes:
            work.change(replace(drafted.supersedes, state=FiledState.SUPERSEDED))
        filed = work.add(
            FiledReturn(
                0, snapshot.return_id, work.next_reference("RT", now.year), drafted.facts.period_start,
                drafted.facts.period_end, command.cadence, snapshot.nil, FiledState.FROZEN, snapshot.document,
                snapshot.payload_sha256, now, desk.officer.name, head.sequence, head.head,
                drafted.supersedes.id if drafted.supersedes else None, command.correction_reason.strip(),
            )
        )  # fmt: skip
        change: Change = ReturnFrozen(filed=filed.id, payload_sha256=filed.payload_sha256)
        work.record(change)
    return (change,)


def authorise_return(filed_id: int, desk: Desk) -> Changes:
    """Authorises a frozen return; one authorised by who froze it says so on the record and in print."""
    with desk.unit_of_work() as work:
        filed = work.get(FiledReturn, filed_id)
        if filed.state is not FiledState.FROZEN:
            raise DomainError("returns.already_authorised", return_id=filed.reference)
        alone = filed.frozen_by == desk.officer.name
        snapshot = authorise(ReturnSnapshot(filed.snapshot), str(desk.officer.role), alone)
        work.change(
            replace(
                filed, state=FiledState.AUTHORISED, snapshot=snapshot.document,
                payload_sha256=snapshot.payload_sha256, authorised_by=desk.officer.name,
                authorised_at=desk.clock.now(), self_authorised=alone,
            )
        )  # fmt: skip
        change = ReturnAuthorised(filed=filed.id, self_authorised=alone)
        work.record(change)
    return (change,)


def return_files(filed_id: int, desk: Desk) -> dict[str, bytes]:
    """The three files of a return by name, from one snapshot; that it left is written down first."""
    filed, snapshot = export_return(filed_id, desk)
    with desk.queries.snapshot() as reader:
        demonstration = reader.setting("demonstration") == "yes"
    head = AuditHead(filed.anchor_sequence, filed.anchor_head)
    return {
        "return.json": desk.return_formats.json(snapshot),
        "return.csv": desk.return_formats.csv(snapshot),
        "return.pdf": desk.documents.return_pdf(snapshot, head, demonstration=demonstration),
    }


def export_return(filed_id: int, desk: Desk) -> tuple[FiledReturn, ReturnSnapshot]:
    """The snapshot that every export is made from; that it left is written down first.

    Raises DomainError("returns.not_authorised") before it is authorised.
    """
    with desk.unit_of_work() as work:
        filed = work.get(FiledReturn, filed_id)
        if filed.state is FiledState.FROZEN:
            raise DomainError("returns.not_authorised", reference=filed.reference)
        state = FiledState.EXPORTED if filed.state is FiledState.AUTHORISED else filed.state
        filed = replace(filed, state=state, exported_at=desk.clock.now())
        work.change(filed)
        work.record(ReturnExported(filed=filed.id, payload_sha256=filed.payload_sha256))
    return filed, ReturnSnapshot(filed.snapshot)


def consult_return(filed_id: int, desk: Desk) -> FiledReturn:
    """One filed return; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        work.record(RecordConsulted(kind="return", record=filed_id))
        return work.get(FiledReturn, filed_id)


def current(reader: Reader, first_day: date, last_day: date) -> FiledReturn | None:
    """The return that stands for this period, if one was frozen."""
    held = reader.find(FiledReturn, period_start=first_day, period_end=last_day)
    standing = [filed for filed in held if filed.state is not FiledState.SUPERSEDED]
    return standing[-1] if standing else None


def _previous(reader: Reader, before: date) -> ReturnSnapshot | None:
    earlier = [
        filed for filed in reader.find(FiledReturn)
        if filed.period_end < before and filed.state is not FiledState.SUPERSEDED
    ]  # fmt: skip
    latest = max(earlier, key=lambda filed: filed.period_end, default=None)
    return ReturnSnapshot(latest.snapshot) if latest else None


def _notable(reader: Reader, incidents: tuple[IncidentFact, ...]) -> tuple[NotableDraft, ...]:
    wanted = {fact.uid for fact in incidents if fact.recorded_in_period}
    return tuple(
        NotableDraft(incident.uid, incident.category, incident.notable_summary, str(incident.risk))
        for incident in reader.find(Incident, notable=True)
        if incident.uid in wanted
    )


def _scanning(desk: Desk, command: FreezeReturn) -> Scanning:
    words = desk.queries.known_words()
    known = KnownIdentifiers(words.names, words.parties, words.crime_references, words.places, words.handles)
    return Scanning(known, command.confirmations)


def _issue(desk: Desk) -> ReturnIssue:
    now = desk.clock.now()
    return ReturnIssue(new_uid(now), str(desk.officer.role), now, desk.queries.audit_head().head)


def _key(desk: Desk) -> bytes:
    with desk.queries.snapshot() as reader:
        return bytes.fromhex(reader.setting(PSEUDONYM_KEY))

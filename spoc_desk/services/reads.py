"""Who read whose record: every reading, search, print and export of one record, or by one officer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spoc_desk.domain.casefiles import CasefileIncident, CasePerson
from spoc_desk.domain.changes import Change, Permission, ReadsConsulted, Verb
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.officers import Officer
from spoc_desk.services.ports import Changes, Desk, Reader
from spoc_desk.services.record_names import NamedRecord, fields_of, named_record
from spoc_desk.services.search import digests_of
from spoc_desk.services.trail import TrailLine, trail_lines
from spoc_desk.services.trail_query import TrailQuery, TrailRow

READING = (str(Verb.CONSULTATION), str(Verb.DISCLOSURE))
HEADER = ("When (UTC)", "Officer", "Workstation", "What", "Kind", "Record", "Entry", "Sitting")


@dataclass(frozen=True, slots=True)
class Reading:
    """One time that something was shown, printed or handed out. session: the sitting it was in."""

    line: TrailLine
    session: str
    what: str


@dataclass(frozen=True, slots=True)
class ReadsReport:
    """Who read what. subject: the record's reference or the officer's name; newest first."""

    subject: str
    readings: tuple[Reading, ...]
    changes: Changes


def who_read(reference: str, desk: Desk) -> ReadsReport:
    """Every time this record, or one through which it is seen, was read, searched for, printed or handed out.

    A contact is also seen through the incidents they reported and the casefiles they are in, an
    incident through its casefiles. Asking is written down before the answer is shown.
    Raises DomainError: records.reference_unknown, permissions.refused.
    """
    desk.check(Permission.AUDIT)
    record = named_record(reference, desk)
    query = _about(record, desk)
    asked = ReadsConsulted(kind=record.kind, record=record.id, casefile=_case_of(record))
    return _report(record.reference, query, asked, desk)


def reads_of(officer: str, desk: Desk) -> ReadsReport:
    """Every time this officer read, searched, printed or handed out anything.

    Raises DomainError: audit.officer_unknown, permissions.refused.
    """
    desk.check(Permission.AUDIT)
    with desk.queries.snapshot() as reader:
        found = [each for each in reader.find(Officer) if same_name(each.name, officer)]
    if not found:
        raise DomainError("audit.officer_unknown", officer=officer[:80])
    query = TrailQuery(READING, officer=found[0].uid)
    return _report(found[0].name, query, ReadsConsulted(kind="officers", record=found[0].id), desk)


def reads_csv(report: ReadsReport, desk: Desk) -> bytes:
    """The report for a spreadsheet; no cell of it can start a formula."""
    return desk.write_table(HEADER, [_cells(reading) for reading in report.readings])


def _report(subject: str, query: TrailQuery, asked: Change, desk: Desk) -> ReadsReport:
    until = desk.queries.audit_head().sequence + 1
    with desk.unit_of_work() as work:
        work.record(asked)
    rows = desk.queries.find_entries(query, until)
    return ReadsReport(subject, _readings(rows, desk), (asked,))


def _readings(rows: Sequence[TrailRow], desk: Desk) -> tuple[Reading, ...]:
    lines = trail_lines(rows, desk)
    payloads = [json.loads(row.payload) for row in rows]
    return tuple(
        Reading(line, payload["session"], _what(line, payload.get("kind", "")))
        for line, payload in zip(lines, payloads, strict=True)
    )


def _what(line: TrailLine, kind: str) -> str:
    """Record consulted, of an exhibit: Exhibit read."""
    if line.event == "RecordConsulted":
        return f"{kind.replace('_', ' ').capitalize()} read"
    if line.event == "RecordsSearched":
        return "Searched"
    return re.sub(r"(?<!^)(?=[A-Z])", " ", line.event).capitalize()


def _about(record: NamedRecord, desk: Desk) -> TrailQuery:
    query = fields_of(record, TrailQuery(READING))
    with desk.queries.snapshot() as reader:
        if record.kind == "contacts":
            return _of_person(record, query, reader, desk)
        if record.kind == "incidents":
            return replace(query, casefiles=_cases_of(reader, (record.id,)))
    return query


def _of_person(record: NamedRecord, query: TrailQuery, reader: Reader, desk: Desk) -> TrailQuery:
    person = reader.get(Person, record.id)
    incidents = tuple(each.id for each in reader.find(Incident, contact_id=record.id))
    cases = {each.casefile_id for each in reader.find(CasePerson, person_id=record.id)}
    cases |= set(_cases_of(reader, incidents))
    return replace(
        query,
        fields=(*query.fields, *(("incident", number) for number in incidents)),
        read=(*query.read, *(("incident", number) for number in incidents)),
        casefiles=tuple(sorted(cases)),
        words_hmacs=digests_of((person.name, person.known_as, person.reference), desk),
    )


def _cases_of(reader: Reader, incidents: tuple[int, ...]) -> tuple[int, ...]:
    if not incidents:
        return ()
    found = reader.find(CasefileIncident, incident_id=incidents)
    return tuple(sorted({each.casefile_id for each in found}))


def _case_of(record: NamedRecord) -> int | None:
    return record.id if record.kind == "casefiles" else None


def _cells(reading: Reading) -> tuple[str | int, ...]:
    line = reading.line
    return (
        line.at.isoformat(timespec="seconds"), line.officer, line.workstation, reading.what, line.verb,
        line.reference, line.number, reading.session,
    )  # fmt: skip

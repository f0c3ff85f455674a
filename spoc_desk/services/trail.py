"""The audit trail as an officer reads it: what was done, by whom, to which record, newest first."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from spoc_desk.domain.change import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_bounds
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.permissions import may
from spoc_desk.services.ports import Desk
from spoc_desk.services.record_names import RECORD_FIELDS, fields_of, looks_like_reference, named_record
from spoc_desk.services.trail_query import TrailQuery, TrailRow

# What a consultation names as the kind of record that was read, and the list where it is found.
READ = {
    "person": "contacts",
    "home_address": "contacts",
    "incident": "incidents",
    "casefile": "casefiles",
    "exhibit": "exhibits",
    "referral": "referrals",
    "pack": "packs",
    "return": "returns",
}


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What an officer asks for. words: a reference such as IN/2027/0001, or part of what was done.

    officer: a uid; since and until: days in the United Kingdom, both included.
    """

    verb: str = ""
    words: str = ""
    officer: str = ""
    session: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry. event: the name of the change; kind and record: the list and id it concerns, if any."""

    at: datetime
    event: str
    verb: str
    officer: str
    workstation: str
    kind: str = ""
    record: int = 0
    reference: str = ""
    number: int = 0

    @property
    def words(self) -> str:
        """The event as words: "Return frozen"."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", self.event).capitalize()


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some entries that fit, newest first, and whether there are older ones."""

    lines: tuple[TrailLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One entry whole. fields: what the change says beyond who and where; written: records it wrote."""

    line: TrailLine
    session: str
    fields: tuple[tuple[str, str], ...]
    written: int
    entry: TrailRow


def read_trail(asked: TrailFilter, limit: int, desk: Desk, before: int | None = None) -> TrailPage:
    """The newest entries that fit, or those before an entry. References are looked up now.

    Raises DomainError: records.reference_unknown, permissions.refused.
    """
    desk.check(Permission.AUDIT)
    found = desk.queries.find_entries(trail_query(asked, desk), before, limit + 1)
    return TrailPage(trail_lines(found[:limit], desk), len(found) > limit)


def count_trail(asked: TrailFilter, desk: Desk) -> int:
    """How many entries fit. Raises as read_trail does."""
    desk.check(Permission.AUDIT)
    return desk.queries.count_entries(trail_query(asked, desk))


def read_entry(number: int, desk: Desk) -> TrailEntry:
    """One entry whole. Raises DomainError: records.not_found, permissions.refused."""
    desk.check(Permission.AUDIT)
    found = desk.queries.find_entries(TrailQuery(), number + 1, 1)
    if not found or found[0].seq != number:
        raise DomainError("records.not_found", kind="audit entry", id=number)
    payload = json.loads(found[0].payload)
    (line,) = trail_lines(found, desk)
    told = {"event", "verb", "officer", "workstation", "session", "records"}
    fields = tuple((name, _shown(value)) for name, value in payload.items() if name not in told)
    return TrailEntry(line, payload["session"], fields, len(payload.get("records", {})), found[0])


def trail_officers(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Every officer whom entries may name, by uid and name."""
    with desk.queries.snapshot() as reader:
        return tuple((officer.uid, officer.name) for officer in reader.find(Officer))


def trail_query(asked: TrailFilter, desk: Desk) -> TrailQuery:
    """The question for the database. Raises DomainError("records.reference_unknown")."""
    words = asked.words.strip()
    query = TrailQuery(
        (asked.verb,) if asked.verb else (),
        officer=asked.officer,
        session=asked.session,
        since=_written(day_bounds(asked.since)[0]) if asked.since else "",
        until=_written(day_bounds(asked.until)[1]) if asked.until else "",
    )
    if looks_like_reference(words):
        return fields_of(named_record(words, desk), query)
    return replace(query, event="".join(words.split()))


def trail_lines(rows: Iterable[TrailRow], desk: Desk) -> tuple[TrailLine, ...]:
    """Entries as they are shown, with the names and references of today."""
    names = dict(trail_officers(desk))
    found = [(row, payload, *_record(payload)) for row in rows for payload in [json.loads(row.payload)]]
    references = _references([(kind, record) for _, _, kind, record in found], desk)
    return tuple(
        TrailLine(
            _moment(row.at), payload["event"], payload["verb"], names.get(payload["officer"], ""),
            payload["workstation"], kind, record, references.get((kind, record), ""), row.seq,
        )
        for row, payload, kind, record in found
    )  # fmt: skip


def _record(payload: Mapping[str, Any]) -> tuple[str, int]:
    if payload["event"] == "RecordConsulted":
        return READ.get(payload["kind"], ""), int(payload["record"])
    for field, kind in RECORD_FIELDS:
        if isinstance(payload.get(field), int):
            return kind, int(payload[field])
    return "", 0


def _references(records: list[tuple[str, int]], desk: Desk) -> dict[tuple[str, int], str]:
    if not may(desk.officer.role, Permission.READ):
        return {}  # whoever may not see casework reads what was done, not what the record is called
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, record in records:
        if kind and record:
            wanted[kind].add(record)
    return {
        (kind, row.id): row.reference
        for kind, ids in wanted.items()
        for row in desk.queries.rows(kind, tuple(sorted(ids)))
    }


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

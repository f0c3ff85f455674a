"""The audit trail as an officer reads it: what was done, by whom, to which record, newest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from spoc_desk.domain.changes import Permission, Verb
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.permissions import may
from spoc_desk.services.ports import Desk

# The field of a change that says which record it was, and the list where that is found.
_RECORDS = (
    ("person", "contacts"),
    ("incident", "incidents"),
    ("exhibit", "exhibits"),
    ("referral", "referrals"),
    ("pack", "packs"),
    ("filed", "returns"),
    ("casefile", "casefiles"),
)
# What a consultation names as the kind of record that was read.
_READ = {
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

    @property
    def words(self) -> str:
        """The event as words: "Return frozen"."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", self.event).capitalize()


def read_trail(verb: str, limit: int, desk: Desk) -> tuple[TrailLine, ...]:
    """The newest entries, of one verb of processing when one is given. References are looked up now."""
    verbs = (verb,) if verb else tuple(str(each) for each in Verb)
    payloads = desk.queries.recent_events(verbs, limit)
    with desk.queries.snapshot() as reader:
        officers = reader.find(Officer)
    names = {officer.uid: officer.name for officer in officers}
    found = [(payload, *_record(payload)) for payload in payloads]
    references = _references([(kind, record) for _, kind, record in found], desk)
    return tuple(
        TrailLine(
            _moment(payload["at"]), payload["event"], payload["verb"], names.get(payload["officer"], ""),
            payload["workstation"], kind, record, references.get((kind, record), ""),
        )
        for payload, kind, record in found
    )  # fmt: skip


def _record(payload: Mapping[str, Any]) -> tuple[str, int]:
    if payload["event"] == "RecordConsulted":
        return _READ.get(payload["kind"], ""), int(payload["record"])
    for field, kind in _RECORDS:
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


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

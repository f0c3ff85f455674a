"""What was done lately, out of the audit trail: what happened to which record, never whose name it bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from spoc_desk.domain.changes import Verb
from spoc_desk.domain.officers import Officer
from spoc_desk.services.ports import Desk

# A reading or an unlocking is no news; both stay on the audit trail itself.
TOLD = tuple(str(verb) for verb in Verb if verb not in (Verb.CONSULTATION, Verb.LOGIN, Verb.KEY))
READ, SHOWN, SITTINGS = 400, 12, 40
# Part of something that is told itself.
_STEPS = frozenset({"ExhibitStarted", "SettingChanged", "PackCopySent"})
# One for each exhibit whenever the vault is checked, which would push all else out.
_EACH_TIME = ("ExhibitVerified",)
_MADE_ANEW = frozenset(
    {"PersonAdded", "IncidentReported", "CasefileOpened", "ReferralStarted", "PackBuilt", "ReturnFrozen"}
)
_WORKED_OUT = ["limit_on"]  # a casefile's last day follows from its offences: no news of its own
_TAKEN_OVER = frozenset({"PersonAdded", "PersonChanged"})
# The field that says which record it was, and the list where that is found; the first that is there counts.
_RECORDS = (
    ("person", "contacts"),
    ("incident", "incidents"),
    ("referral", "referrals"),
    ("pack", "packs"),
    ("filed", "returns"),
    ("casefile", "casefiles"),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that was done, or the same thing done several times running.

    event: the name of the change. reference: of the record it opens, empty where there is none.
    fresh: done by somebody else since this officer last locked the vault. imported: contacts new and
    changed, of an import.
    """

    event: str
    at: datetime
    officer: str
    kind: str = ""
    record: int = 0
    reference: str = ""
    count: int = 1
    fresh: bool = False
    imported: tuple[int, int] = (0, 0)


def happenings(desk: Desk, shown: int = SHOWN) -> tuple[Happening, ...]:
    """The latest things done, newest first, those of one kind to one record running counted as one."""
    payloads = _newest(desk)
    with desk.queries.snapshot() as reader:
        names = {officer.uid: officer.name for officer in reader.find(Officer)}
    left = _last_left(desk)
    told: list[Happening] = []
    for payload in payloads:
        one = _happening(payload, names, left, desk.officer.uid)
        if told and _same(told[-1], one):
            told[-1] = replace(told[-1], count=told[-1].count + 1)
        elif len(told) == shown:
            break
        else:
            told.append(one)
    return _with_references(told, desk)


def _newest(desk: Desk) -> list[Mapping[str, Any]]:
    """The entries to tell of. The thousands that an import consists of are told by its last entry alone."""
    found = desk.queries.recent_events(TOLD, READ, _EACH_TIME)
    for place, payload in enumerate(found):
        if payload["event"] == "ContactsImported":
            older = desk.queries.recent_events(TOLD, READ, tuple(sorted(_TAKEN_OVER)) + _EACH_TIME)
            found = (*found[: place + 1], *(one for one in older if one["at"] < payload["at"]))
            break
    return [payload for payload in found if not _is_step(payload)]


def _is_step(payload: Mapping[str, Any]) -> bool:
    if payload["event"] in _STEPS or payload.get("follows"):
        return True
    return bool(payload["event"] == "CasefileChanged" and payload["fields"] == _WORKED_OUT)


def _happening(
    payload: Mapping[str, Any], names: Mapping[str, str], left: datetime | None, reader: str
) -> Happening:
    kind, record = next(
        ((kind, int(payload[field])) for field, kind in _RECORDS if payload.get(field)), ("", 0)
    )
    at = _moment(payload["at"])
    fresh = left is not None and at > left and payload["officer"] != reader
    officer = names.get(payload["officer"], "")
    if payload["event"] == "ContactsImported":
        kind = "contacts"
    imported = (payload.get("new", 0), payload.get("changed", 0))
    return Happening(payload["event"], at, officer, kind, record, fresh=fresh, imported=imported)


def _same(one: Happening, other: Happening) -> bool:
    same_record = (one.kind, one.record) == (other.kind, other.record)
    return (one.event, one.officer) == (other.event, other.officer) and (
        same_record or one.event in _MADE_ANEW
    )


def _last_left(desk: Desk) -> datetime | None:
    """When this officer last locked the vault, if that is not too long ago to be looked up."""
    for payload in desk.queries.recent_events((str(Verb.LOGIN),), SITTINGS):
        # A locking names its officer by id; every other entry names who acted by uid.
        if payload["event"] == "VaultLocked" and payload["officer"] == desk.officer.uid:
            return _moment(payload["at"])
    return None


def _with_references(told: Iterable[Happening], desk: Desk) -> tuple[Happening, ...]:
    told = tuple(told)
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in told:
        if one.record:
            wanted[one.kind].add(one.record)
    found = {
        (kind, row.id): row.reference
        for kind, ids in wanted.items()
        for row in desk.queries.rows(kind, tuple(sorted(ids)))
    }
    return tuple(replace(one, reference=found.get((one.kind, one.record), "")) for one in told)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

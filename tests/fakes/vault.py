"""A vault in memory that keeps the promises of the real one; a contract test holds the two together."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from spoc_desk.domain import audit
from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident, Statement
from spoc_desk.domain.changes import Change
from spoc_desk.domain.contacts import Advice, HomeAddress, Person
from spoc_desk.domain.copy_results import PackCopyResult
from spoc_desk.domain.disposals import Disposal, ErasedFile
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, Movement
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack, PackCopy, PackFile, PackFinding, PackItem, PackRelease
from spoc_desk.domain.officers import Role
from spoc_desk.domain.permissions import check_change
from spoc_desk.domain.redactions import RedactionCheck
from spoc_desk.domain.referrals import Answer, Referral
from spoc_desk.domain.retention import CasefileRetention, RetentionPeriod, RetentionReview
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.services.ports import AuditHead

ERASABLE = (
    Advice,
    Movement,
    RedactionCheck,
    RetentionReview,
    PackCopy,
    PackCopyResult,
    PackItem,
    PackFinding,
    PackFile,
    PackRelease,
)
APPEND_ONLY = (*ERASABLE, RetentionPeriod, Disposal, ErasedFile)
REFERS = {
    "person_id": Person,
    "contact_id": Person,
    "agent_id": Person,
    "incident_id": Incident,
    "casefile_id": Casefile,
    "exhibit_id": Exhibit,
    "statement_id": Statement,
    "offence_id": SuspectedOffence,
    "referral_id": Referral,
    "answer_id": Answer,
    "pack_id": IssuedPack,
    "copy_id": PackCopy,
    "disposal_id": Disposal,
}
UNIQUE: dict[type, tuple[str, ...]] = {
    Candidacy: ("person_id", "ballot_paper_id"),
    CasefileIncident: ("casefile_id", "incident_id"),
    Exhibit: ("casefile_id", "reference"),
    Statement: ("casefile_id", "reference"),
    HomeAddress: ("person_id",),
    PackRelease: ("pack_id",),
    PackFile: ("pack_id", "role", "volume"),
    CasefileRetention: ("casefile_id",),
}


class BrokenRule(Exception):
    """What the database would refuse: our own mistake, never the user's."""


class FakeReader:
    """Frozen records out of one moment of the vault."""

    def __init__(self, records: dict[type, dict[int, Any]], settings: dict[str, str]) -> None:
        self.records = records
        self.settings = settings

    def get(self, kind, record_id):
        try:
            return self.records[kind][record_id]
        except KeyError:
            raise DomainError("records.not_found", kind=_words(kind), id=record_id) from None

    def find(self, kind, **equal):
        known = {field.name for field in fields(kind)}
        if set(equal) - known:
            raise KeyError(set(equal) - known)
        held = self.records.get(kind, {})
        return tuple(held[key] for key in sorted(held) if _fits(held[key], equal))

    def setting(self, name):
        return self.settings.get(name, "")


class FakeWork(FakeReader):
    """The writing half."""

    def __init__(self, vault: "FakeVault") -> None:
        super().__init__(vault.records, vault.settings)
        self._vault = vault
        self.changed = self.recorded = False

    def add(self, record):
        held = self.records.setdefault(type(record), {})
        number = max(*held, self._vault.given.get(type(record), 0), 0) + 1
        stored = replace(record, id=number)
        self._check(stored)
        held[stored.id] = stored
        self.changed = True
        return stored

    def change(self, record):
        if isinstance(record, APPEND_ONLY):
            raise BrokenRule("append only")
        self.get(type(record), record.id)
        self._check(record)
        self.records[type(record)][record.id] = record
        self.changed = True

    def remove(self, record):
        if isinstance(record, APPEND_ONLY):
            raise BrokenRule("append only")
        self.get(type(record), record.id)
        del self.records[type(record)][record.id]
        self.changed = True

    def erase(self, records, drafts=()):
        for record in records:
            kind = type(record)
            if kind in APPEND_ONLY and kind not in ERASABLE:
                raise BrokenRule("append only")
            self.get(kind, record.id)
            self._vault.given[kind] = max(self._vault.given.get(kind, 0), *self.records[kind])
            del self.records[kind][record.id]
            for other, held in self.records.items():
                for name in (f.name for f in fields(other) if REFERS.get(f.name) is kind):
                    if any(getattr(each, name) == record.id for each in held.values()):
                        raise BrokenRule(f"{other.__name__} refers to it")
        self.changed = True

    def next_reference(self, series, year):
        name = f"{series}/{year}"
        self._vault.series[name] = self._vault.series.get(name, 0) + 1
        return f"{name}/{self._vault.series[name]:04d}"

    def set_setting(self, name, value):
        self.settings[name] = value
        self.changed = True

    def record(self, change: Change) -> None:
        check_change(self._vault.role, change)
        self._vault.append(change)
        self.recorded = True

    def _check(self, record) -> None:
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError("a stored moment needs a time zone")
            kind = REFERS.get(field.name)
            if kind and value is not None and value not in self.records.get(kind, {}):
                raise BrokenRule(f"no {kind.__name__} {value}")
        names = UNIQUE.get(type(record), ())
        same = {name: getattr(record, name) for name in names}
        if names and any(other.id != record.id for other in self.find(type(record), **same)):
            raise BrokenRule(f"{type(record).__name__} stands twice")


class FakeVault:
    """Records, settings, numbers and audit trail, all of which one failed transaction puts back."""

    def __init__(self, clock, officer: str = "officer-uid", role: Role = Role.SPOC) -> None:
        self._clock = clock
        self.role = role
        self._officer = officer
        self._open = False
        self.records: dict[type, dict[int, Any]] = {}
        self.settings: dict[str, str] = {}
        self.series: dict[str, int] = {}
        self.given: dict[type, int] = {}
        self.trail: list[tuple[audit.Entry, Change]] = []
        self.queries = FakeQueries(self)

    @contextmanager
    def work(self) -> Iterator[FakeWork]:
        if self._open:
            raise RuntimeError("a second transaction would wait for the first for ever")
        kept = (self.copied(), dict(self.settings), dict(self.series), list(self.trail))
        self._open = True
        try:
            work = FakeWork(self)
            yield work
            if work.changed and not work.recorded:
                raise RuntimeError("a verb changed the vault and recorded no change")
        except BaseException:
            self.records, self.settings, self.series, self.trail = kept
            raise
        finally:
            self._open = False

    def copied(self) -> dict[type, dict[int, Any]]:
        return {kind: dict(held) for kind, held in self.records.items()}

    def append(self, change: Change) -> None:
        told = audit.payload_of(change, officer=self._officer, workstation="DESK-1", session="s1")
        prev = bytes.fromhex(self.trail[-1][0].hash) if self.trail else audit.START
        at = self._clock.now().isoformat()
        entry = audit.link(len(self.trail) + 1, at, audit.canonical(told), bytes(16), prev)
        self.trail.append((entry, change))


class FakeQueries:
    """The reads that verbs make themselves; lists and search are storage's own and tested there."""

    def __init__(self, vault: FakeVault) -> None:
        self._vault = vault

    @contextmanager
    def snapshot(self, why=None) -> Iterator[FakeReader]:
        yield FakeReader(self._vault.copied(), dict(self._vault.settings))

    def audit_head(self) -> AuditHead:
        if not self._vault.trail:
            return AuditHead(0, audit.START.hex())
        last = self._vault.trail[-1][0]
        return AuditHead(last.seq, last.hash)

    def audit_entries(self, casefile=None):
        for entry, change in self._vault.trail:
            hidden = casefile is not None and change.casefile != casefile
            told = {field.name: getattr(entry, field.name) for field in fields(entry)}
            yield told | ({"payload": None, "salt": None} if hidden else {})

    def recent_changes(self, limit=12, casefile=None):
        wanted = [entry for entry, change in self._vault.trail if casefile in (None, change.casefile)]
        return tuple(json.loads(entry.payload) | {"at": entry.at} for entry in wanted[::-1][:limit])


def _words(kind: type) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).strip()


def _fits(record, equal) -> bool:
    for name, wanted in equal.items():
        value = getattr(record, name)
        if isinstance(wanted, tuple | list | frozenset):
            if value not in wanted:
                return False
        elif value != wanted:
            return False
    return True

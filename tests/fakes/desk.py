"""A desk to try verbs at: a clock that stands still, evidence in memory, and the law as it is shipped."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.exchange.contact_files import ContactFileReader
from spoc_desk.exchange.spreadsheet import write_rows
from spoc_desk.services.file_checks import LOOK_INTO
from spoc_desk.services.key_ports import KeyPlace, TransferWords
from spoc_desk.services.page_findings import LOOK
from spoc_desk.services.ports import Desk
from spoc_desk.system.lawpack import (
    load_checklist,
    load_court_profiles,
    load_lawpack,
    load_redaction_reasons,
    load_retention,
    load_templates,
    newest_lawpack,
)
from spoc_desk.system.resources import resource_folder
from tests.fakes.vault import FakeVault

START = datetime(2027, 4, 20, 8, 42, tzinfo=UTC)


class FakeClock:
    """Shows what it was set to."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **how_long: float) -> datetime:
        self.at += timedelta(**how_long)
        return self.at


class FakeEvidence:
    """Sealed files in memory. A test may alter or take away what it likes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._made = 0

    def new_item(self) -> EvidenceKey:
        self._made += 1
        return EvidenceKey(f"item-{self._made}", f"identity-{self._made}")

    def seal(self, source: Path, key: EvidenceKey, progress, cancelled) -> Sealed:
        if not source.is_file():
            raise DomainError("evidence.source_missing", name=source.name)
        with source.open("rb") as file:
            return self.seal_stream(file, key, progress, cancelled)

    def seal_stream(self, source, key: EvidenceKey, progress, cancelled) -> Sealed:
        if cancelled():
            raise DomainError("work.cancelled")
        self.files[key.name] = source.read()
        size = len(self.files[key.name])
        progress(size, size)
        return Sealed(size, hashlib.sha256(self.files[key.name]).hexdigest())

    def open(self, key: EvidenceKey) -> io.BytesIO:
        if key.name not in self.files:
            raise DomainError("evidence.missing", name=key.name)
        return io.BytesIO(self.files[key.name])

    def verify(self, key: EvidenceKey, expected: Sealed, progress, cancelled) -> None:
        if cancelled():
            raise DomainError("work.cancelled")
        content = self.open(key).read()
        progress(len(content), expected.size)
        if Sealed(len(content), hashlib.sha256(content).hexdigest()) != expected:
            raise DomainError("evidence.altered", name=key.name)

    def erase(self, name: str) -> None:
        self.files.pop(name, None)

    def names(self) -> frozenset[str]:
        return frozenset(self.files)


class Absent:
    """Stands where these verbs need nothing; touching it fails the test."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __getattr__(self, name: str):
        raise AssertionError(f"nothing here uses {self._what}.{name}")


class FakeKeys:
    """Who holds a slot, and with which passphrase. Nobody but the officer at the desk, unless enrolled."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.uids: dict[str, str] = {}
        self.alone: set[str] = set()

    def enrol(self, officer: Officer, passphrase: str, *, passphrase_only: bool = False) -> None:
        self.words[officer.name], self.uids[officer.name] = passphrase, officer.uid
        if passphrase_only:
            self.alone.add(officer.uid)

    def rename(self, officer: Officer) -> None:
        before = next(name for name, uid in self.uids.items() if uid == officer.uid)
        self.words[officer.name], self.uids[officer.name] = self.words.pop(before), self.uids.pop(before)

    def places(self) -> tuple[KeyPlace, ...]:
        return tuple(
            KeyPlace(uid, uid not in self.alone, "" if uid in self.alone else "Test store", START)
            for uid in sorted(self.holders())
        )

    def holders(self) -> frozenset[str]:
        return frozenset({"officer-uid", *self.uids.values()})

    def prove(self, officer: str, passphrase: str) -> str:
        if officer not in self.words:
            raise DomainError("keys.no_slot", officer=officer)
        if self.words[officer] != passphrase:
            raise DomainError("keys.wrong_passphrase")
        return self.uids[officer]

    def transfer(self, officer: Officer, *, passphrase_only: bool) -> TransferWords:
        self.uids[officer.name] = officer.uid
        return TransferWords(officer.name, "one two three four five six", START.date())

    def change_passphrase(self, officer: str, old: str, new: str) -> None:
        (name,) = (name for name, uid in self.uids.items() if uid == officer)
        self.prove(name, old)
        self.words[name] = new

    def remove(self, officer: str) -> None:
        for name in [name for name, uid in self.uids.items() if uid == officer]:
            del self.uids[name], self.words[name]


class Unsigned(Absent):
    """Checks of a vault without a signing key: an export goes out without a signed checkpoint."""

    def sign_checkpoint(self, reason: str):
        raise DomainError("audit.signing_key_missing")


class NothingFound:
    """A child process that finds nothing on the pages of a pack, and reads nothing else."""

    def call(self, function: str, _arguments: object, _timeout: float = 30.0) -> list[object]:
        if function not in {LOOK, LOOK_INTO}:
            raise AssertionError(f"nothing here uses the parser for {function}")
        return []


@cache
def shipped_lawpack():
    folder = resource_folder()
    return load_lawpack(newest_lawpack(folder / "lawpack", START.date()), folder / "schemas")


@cache
def shipped_checklist():
    folder = resource_folder()
    return load_checklist(folder / "checklists" / "cps_referral.json", folder / "schemas")


@cache
def shipped_court_profiles():
    folder = resource_folder()
    return load_court_profiles(folder / "packs" / "court_profiles.json", folder / "schemas")


def shipped_templates():
    folder = resource_folder()
    return load_templates(folder / "packs" / "templates.json", folder / "schemas")


def shipped_reasons():
    return load_redaction_reasons(resource_folder() / "redaction" / "reasons.json")


def shipped_retention():
    return load_retention(resource_folder() / "retention" / "groups.json")


def officer(name: str = "Det Supt Ruth Hale", initials: str = "RH") -> Officer:
    return Officer(1, "officer-uid", name, initials, Role.SPOC, START)


def make_desk(folder: Path | None = None, **parts) -> Desk:
    """A desk over a new vault in memory, unless parts say otherwise."""
    clock = parts.pop("clock", None) or FakeClock()
    vault = FakeVault(clock)
    desk = Desk(
        officer=officer(),
        workstation="DESK-1",
        session="s1",
        clock=clock,
        unit_of_work=vault.work,
        queries=vault.queries,
        evidence=FakeEvidence(),
        lawpack=shipped_lawpack(),
        checklist=shipped_checklist(),
        court_profiles=shipped_court_profiles(),
        templates=shipped_templates(),
        parser=NothingFound(),
        documents=Absent("documents"),
        return_formats=Absent("return_formats"),
        contact_files=ContactFileReader(),
        print_queue=Absent("print_queue"),
        checks=Unsigned("checks"),
        redaction_reasons=shipped_reasons(),
        folder=folder or Path(),
        releases=Absent("releases"),
        write_table=write_rows,
        keys=FakeKeys(),
        backups=Absent("backups"),
        retention=shipped_retention(),
    )
    return replace(desk, **parts)

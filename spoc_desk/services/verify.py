"""Checks a whole vault: database, audit trail and every sealed file; goes on after a fault, names each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import SEEK_END

from spoc_desk.domain.anchors import Anchor
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import Change, Permission, VaultVerified
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.issues import IssuedPack, PackFile
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.domain.reasons import reason
from spoc_desk.services.anchors import missed_anchors
from spoc_desk.services.check_schedule import Checked, note_checked
from spoc_desk.services.exhibits import never, note_verified, unheard
from spoc_desk.services.ports import Cancelled, Desk, Progress
from spoc_desk.services.sittings import erased_names
from spoc_desk.services.verify_report import BadItem, VerifyReport
from spoc_desk.services.verify_words import told_faults

__all__ = ["BadItem", "VerifyReport", "verify_vault"]


def verify_vault(
    desk: Desk,
    *,
    full: bool = False,
    typed: tuple[Anchor, ...] = (),
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> VerifyReport:
    """Checks everything and writes down that it was checked; an exhibit's state follows what was found.

    typed: anchors from paper to hold the trail against. progress: bytes of
    evidence in a full check, files in a quick one. Raises
    DomainError("work.cancelled"); what was found wrong until then stays marked.
    """
    began = desk.clock.now()
    database = _database_faults(desk, cancelled, full=full)
    found = _sound(VerifyReport(full, database, None, 0, 0, 0, (), (), 0), typed, desk, cancelled)
    try:
        check = _Check(desk, _Meter(progress, cancelled), full=full)
        check.run()
        strays = tuple(sorted(desk.evidence.names() - check.claimed - erased_names(desk)))
        report = replace(
            found, exhibits=check.exhibits, packs=check.packs, bad=tuple(check.bad), strays=strays,
            seconds=_seconds(began, desk),
        )  # fmt: skip
        return _written(report, check.changes, desk)
    except DomainError as fault:
        # A database too damaged to list its exhibits is still reported on.
        if not found.database or fault.code == "work.cancelled":
            raise
        return replace(found, seconds=_seconds(began, desk))


def _sound(report: VerifyReport, typed: tuple[Anchor, ...], desk: Desk, cancelled: Cancelled) -> VerifyReport:
    """The same report with what the keys, the trail and the anchors say."""
    keyed = replace(report, keys=desk.checks.key_file_faults())
    try:
        entries = desk.checks.check_audit(_stopping(cancelled))
        return replace(
            keyed, audit_entries=entries, anchors=missed_anchors(typed, desk),
            clock_set_back=desk.checks.clock_set_back(), clock_leapt=desk.checks.clock_leapt(),
        )  # fmt: skip
    except DomainError as fault:
        if fault.code == "work.cancelled":
            raise
        return replace(keyed, audit=reason(fault.code, **fault.values))


def _database_faults(desk: Desk, cancelled: Cancelled, *, full: bool) -> tuple[str, ...]:
    try:
        found = desk.checks.check_database()
        heard = _stopping(cancelled)
        return found if found or not full else desk.checks.check_records(lambda read: heard(read, 0))
    except DomainError as fault:
        if fault.code != "vault.database_damaged":
            raise
        return (fault.code,)


def _stopping(cancelled: Cancelled) -> Progress:
    def heard(_done: int, _total: int) -> None:
        if cancelled():
            raise DomainError("work.cancelled")

    return heard


def _seconds(began: datetime, desk: Desk) -> float:
    return round((desk.clock.now() - began).total_seconds(), 3)


def _written(report: VerifyReport, changes: Iterable[Change], desk: Desk) -> VerifyReport:
    done = VaultVerified(full=report.full, faults=report.faults)
    checked = Checked(desk.clock.now(), report.full, report.faults, told_faults(report))
    with desk.unit_of_work() as work:
        note_checked(work, checked)
        work.record(done)
    return replace(report, changes=(*changes, done))


@dataclass
class _Meter:
    """Adds up what each file reports."""

    heard: Progress
    cancelled: Cancelled
    total: int = 0
    before: int = 0

    def within(self, done: int, _total: int) -> None:
        self.heard(min(self.before + done, self.total), self.total)

    def finish(self, size: int) -> None:
        self.before += size
        self.heard(self.before, self.total)
        if self.cancelled():
            raise DomainError("work.cancelled")


@dataclass
class _Check:
    """One run over every sealed file. A fault is written down at once; what is sound, at the end."""

    desk: Desk
    meter: _Meter
    full: bool
    exhibits: int = 0
    packs: int = 0
    bad: list[BadItem] = field(default_factory=list)
    claimed: frozenset[str] = frozenset()
    changes: list[Change] = field(default_factory=list)

    def run(self) -> None:
        with self.desk.queries.snapshot(Permission.VERIFY) as reader:
            every, packs = reader.find(Exhibit), reader.find(IssuedPack)
            further, kept = reader.find(PackFile), reader.find(KeptPart)
            cases = {case.id: case.reference for case in reader.find(Casefile)}
        # A kept part is made again when it is damaged, so it is claimed and not read.
        items: tuple[Exhibit | IssuedPack | PackFile | KeptPart, ...] = (*every, *packs, *further, *kept)
        self.claimed = frozenset(item.file_name for item in items)
        sealed = [exhibit for exhibit in every if exhibit.state is not ExhibitState.PENDING]
        self.meter.total = sum(self._weight(item.size) for item in sealed)
        self.meter.total += sum(self._weight(pack.size) for pack in packs)
        self.meter.total += sum(self._weight(file.size) for file in further)
        sound: list[Exhibit] = []
        for exhibit in sealed:
            fault = self._fault(exhibit)
            self.exhibits += 1
            if fault:
                self.bad.append(BadItem("exhibit", exhibit.reference, cases[exhibit.casefile_id], fault))
                self._note([exhibit], fault)
            else:
                sound.append(exhibit)
        for pack in packs:
            own = [self._fault(file) for file in further if file.pack_id == pack.id]
            fault = next(filter(None, [self._fault(pack), *own]), "")
            self.packs += 1
            if fault:
                self.bad.append(BadItem("pack", pack.reference, cases[pack.casefile_id], fault))
        self._note([e for e in sound if self.full or e.state is not ExhibitState.SEALED], "")

    def _weight(self, size: int) -> int:
        return size if self.full else 1

    def _fault(self, item: Exhibit | IssuedPack | PackFile) -> str:
        key, expected = EvidenceKey(item.file_name, item.file_identity), Sealed(item.size, item.sha256)
        # What was found wrong once is sound again only when every byte says so.
        doubted = isinstance(item, Exhibit) and item.state is not ExhibitState.SEALED
        try:
            if self.full or doubted:
                heard = self.meter.within if self.full else unheard
                self.desk.evidence.verify(key, expected, heard, self.meter.cancelled)
            else:
                self._compare_size(key, expected)
        except DomainError as fault:
            if not fault.code.startswith("evidence."):
                raise
            return fault.code
        finally:
            self.meter.finish(self._weight(item.size))
        return ""

    def _compare_size(self, key: EvidenceKey, expected: Sealed) -> None:
        with self.desk.evidence.open(key) as opened:
            if opened.seek(0, SEEK_END) != expected.size:
                raise DomainError("evidence.altered", name=key.name)

    def _note(self, exhibits: list[Exhibit], fault: str) -> None:
        if not exhibits:
            return
        with self.desk.unit_of_work() as work:
            for seen in exhibits:
                exhibit = work.get(Exhibit, seen.id)
                state = _FOUND.get(fault, exhibit.state)
                self.changes.append(note_verified(work, exhibit, state, fault, self.desk))


_FOUND = {
    "": ExhibitState.SEALED,
    "evidence.missing": ExhibitState.MISSING,
    "evidence.altered": ExhibitState.ALTERED,
}

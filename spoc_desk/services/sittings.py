"""A sitting: from unlocking a vault to locking it, as the vault itself writes it down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from spoc_desk.domain.attempts import FailedUnlock
from spoc_desk.domain.candidacies import checked_gss
from spoc_desk.domain.changes import (
    ExhibitAbandoned,
    ExhibitVerified,
    PartsKept,
    Permission,
    RecoveryProved,
    SettingChanged,
    TransferUsed,
    UnlocksFailed,
    VaultCreated,
    VaultLocked,
    VaultOpened,
    VaultRecovered,
)
from spoc_desk.domain.disposals import ErasedFile
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.issues import IssuedPack, PackFile
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.retention_changes import ClockDoubted
from spoc_desk.services.machine import CreateVault
from spoc_desk.services.ports import Changes, Desk, UnitOfWork
from spoc_desk.services.retention import CLOCK_DOUBT

RECOVERY_PROVED = "recovery_proved"
IDLE_DAYS = 60
"""How long a vault may stay unopened before its officer is asked whether the date is right."""
# Clocks are put right by a moment now and then, and a vault may rest for a season.
CLOCK_SLACK, CLOCK_LEAP = timedelta(minutes=2), timedelta(days=730)


def found_vault(work: UnitOfWork, command: CreateVault, officer_id: int, secrets: dict[str, str]) -> None:
    """Writes the first settings of a new vault and that it was made."""
    chosen = {
        "force_name": command.force_name.strip(),
        "force_gss": command.force_gss.strip().upper(),
        "demonstration": "yes" if command.demonstration else "",
        RECOVERY_PROVED: "",
    }
    for name, value in (chosen | secrets).items():
        work.set_setting(name, value)
    work.record(VaultCreated(enrolled=officer_id, passphrase_only=command.passphrase_only))


def sealed_names(desk: Desk) -> tuple[frozenset[str], frozenset[str]]:
    """The random names of files that were being sealed, and of those that must be there."""
    with desk.queries.snapshot(Permission.VERIFY) as reader:
        exhibits = reader.find(Exhibit)
        made: tuple[IssuedPack | PackFile | KeptPart, ...] = (
            *reader.find(IssuedPack), *reader.find(PackFile), *reader.find(KeptPart),
        )  # fmt: skip
    pending = frozenset(e.file_name for e in exhibits if e.state is ExhibitState.PENDING)
    sealed = frozenset(e.file_name for e in exhibits if e.state is not ExhibitState.PENDING)
    return pending, sealed | frozenset(other.file_name for other in made)


def erased_names(desk: Desk) -> frozenset[str]:
    """The random names of files whose keys were destroyed: worthless, and removed wherever they are."""
    with desk.queries.snapshot() as reader:
        return frozenset(gone.file_name for gone in reader.find(ErasedFile))


def begin(desk: Desk, missing: Collection[str], failed: Sequence[FailedUnlock] = ()) -> tuple[Reason, ...]:
    """Writes down that the vault was opened, clears what a crash left, marks what is missing.

    missing: random names of sealed files that are not there. failed: wrong passphrases since the last
    sitting, oldest first. Answers what the officer should know at once.
    """
    notices = []
    last = desk.queries.recent_changes(1)
    with desk.unit_of_work() as work:
        work.change(replace(work.get(Officer, desk.officer.id), opened_at=desk.clock.now()))
        work.record(VaultOpened())
        if last and last[0]["event"] == "VaultRestored":
            notices.append(reason("sittings.restored", entry=last[0]["sequence"]))
        if failed:
            notices.append(_tell_failed(work, failed))
        _doubt_clock(last[0]["at"] if last else "", work, desk)
        for unfinished in work.find(Exhibit, state=ExhibitState.PENDING):
            work.remove(unfinished)
            work.record(ExhibitAbandoned(casefile=unfinished.casefile_id, exhibit=unfinished.id))
            notices.append(reason("sittings.sealing_interrupted"))
        for exhibit in work.find(Exhibit, file_name=tuple(missing)):
            if exhibit.state is not ExhibitState.MISSING:
                work.change(replace(exhibit, state=ExhibitState.MISSING))
                work.record(
                    ExhibitVerified(
                        casefile=exhibit.casefile_id, exhibit=exhibit.id, fault="evidence.missing"
                    )
                )
        lost = work.find(KeptPart, file_name=tuple(missing))
        for part in lost:
            work.remove(part)
        if lost:
            work.record(PartsKept(kept=0, dropped=len(lost)))
        if work.setting(RECOVERY_PROVED) != "yes":
            notices.append(reason("sittings.recovery_unproved"))
    # A kept part that is missing is made again, so nobody need be told.
    if set(missing) - {part.file_name for part in lost}:
        notices.append(reason("sittings.evidence_missing"))
    return tuple(dict.fromkeys(notices))


def clock_notices(last: str, desk: Desk) -> tuple[Reason, ...]:
    """Whether this computer's clock is behind the last entry, or years ahead of it. last: its time, UTC."""
    at = datetime.fromisoformat(last)
    ahead = desk.clock.now() - (at if at.tzinfo else at.replace(tzinfo=UTC))
    if ahead < -CLOCK_SLACK:
        return (reason("sittings.clock_behind"),)
    return (reason("sittings.clock_ahead"),) if ahead > CLOCK_LEAP else ()


def _tell_failed(work: UnitOfWork, failed: Sequence[FailedUnlock]) -> Reason:
    """Writes down wrong passphrases, and says how many there were, for whom and when."""
    tried = tuple(dict.fromkeys(each.officer for each in failed))
    first, last, many = failed[0].at, failed[-1].at, len(failed)
    work.record(UnlocksFailed(attempts=many, tried=tried, first_at=first, last_at=last))
    names = {officer.uid: officer.name for officer in work.find(Officer)}
    whom = ", ".join(names[uid] for uid in tried if uid in names)
    if many == 1:
        return reason("sittings.unlock_failed", whom=whom, when=stamp(first))
    return reason("sittings.unlocks_failed", count=many, whom=whom, first=stamp(first), last=stamp(last))


def _doubt_clock(last: str, work: UnitOfWork, desk: Desk) -> None:
    """Long after the last entry the clock may be wrong as well as the vault idle: an officer must say."""
    days = (desk.clock.now() - datetime.fromisoformat(last)).days if last else 0
    if days > IDLE_DAYS and not work.setting(CLOCK_DOUBT):
        work.set_setting(CLOCK_DOUBT, desk.clock.now().date().isoformat())
        work.record(ClockDoubted(days=days))


def recovered(desk: Desk, slots_replaced: int) -> None:
    """Writes down that the printed recovery key was used, and how many keyslots it replaced."""
    with desk.unit_of_work() as work:
        work.record(VaultRecovered(slots_replaced=slots_replaced))


def moved_in(desk: Desk, *, passphrase_only: bool) -> None:
    """Writes down that this officer came to this workstation with transfer words."""
    with desk.unit_of_work() as work:
        work.record(TransferUsed(passphrase_only=passphrase_only))


def end(desk: Desk) -> None:
    """Writes down that the vault was locked."""
    with desk.unit_of_work() as work:
        work.record(VaultLocked())


def set_force_code(code: str, desk: Desk) -> Changes:
    """Sets the force's GSS code, without which no return can be made.

    Raises DomainError("candidacies.gss_wrong").
    """
    desk.check(Permission.POLICY)
    checked = checked_gss(code.strip().upper())
    change = SettingChanged(name="force_gss")
    with desk.unit_of_work() as work:
        work.set_setting("force_gss", checked)
        work.record(change)
    return (change,)


def recovery_proved(desk: Desk) -> Changes:
    """Writes down that the printed recovery key, or part of it, was typed back."""
    change = RecoveryProved()
    with desk.unit_of_work() as work:
        work.set_setting(RECOVERY_PROVED, "yes")
        work.record(change)
    return (change,)

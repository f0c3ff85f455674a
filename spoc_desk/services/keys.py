"""Who can open the vault, and with what: passphrases, other workstations, a new key, a new sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spoc_desk.domain.change import Change, Permission
from spoc_desk.domain.changes import (
    KeyslotReplaced,
    OfficerRevoked,
    PassphraseChanged,
    RecoveryRenewed,
    TransferIssued,
    VaultRekeyed,
)
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, check_in_service, check_spoc_stays
from spoc_desk.domain.passphrases import check_typed
from spoc_desk.services.dual_control import approved
from spoc_desk.services.key_ports import RecoveryPaper, TransferWords
from spoc_desk.services.officers import check_givers
from spoc_desk.services.ports import Changes, Desk, UnitOfWork
from spoc_desk.services.sittings import RECOVERY_PROVED

RECOVERY_RECIPIENT = "recovery_recipient"
RECOVERY_SHARES = "recovery_shares"


@dataclass(frozen=True, slots=True)
class ChangePassphrase:
    """The officer at the desk proves the old one and chooses another."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReplaceSlot:
    """A colleague who lost passphrase or workstation is enrolled again, at this desk."""

    officer_id: int
    passphrase: str = field(repr=False)
    passphrase_only: bool = False


@dataclass(frozen=True, slots=True)
class IssueTransfer:
    """Words for an officer who goes to another workstation. passphrase_only: it may have no store."""

    officer_id: int
    passphrase_only: bool = False


@dataclass(frozen=True, slots=True)
class RenewKey:
    """A new key for the whole vault. passphrase: of the officer at the desk.

    revoked: the id of an officer whose access ends with it, or 0.
    """

    passphrase: str = field(repr=False)
    paper: RecoveryPaper = field(repr=False)
    revoked: int = 0


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of a new key. words: for each officer who was not there, to be handed over."""

    changes: Changes
    words: tuple[TransferWords, ...] = field(repr=False)


def change_passphrase(command: ChangePassphrase, desk: Desk) -> Changes:
    """The old passphrase opens the vault no more. Raises keys.wrong_passphrase, passphrase.…"""
    check_typed(command.new, _names(desk, desk.officer))
    change = PassphraseChanged()
    with desk.unit_of_work() as work:
        work.record(change)
        desk.keys.change_passphrase(desk.officer.uid, command.old, command.new)
    return (change,)


def replace_slot(command: ReplaceSlot, second: SecondOfficer | None, desk: Desk) -> Changes:
    """Enrols a colleague again; whatever slot they had opens the vault no more.

    Raises DomainError: keys.own_slot, officers.casework_needed, of the subjects passphrase and keyring,
    and as approved does.
    """
    desk.check(Permission.OFFICERS)
    officer = _colleague(command.officer_id, desk)
    if officer.id == desk.officer.id:
        raise DomainError("keys.own_slot")
    check_typed(command.passphrase, _names(desk, officer))
    approval = _approved_for(officer, second, desk)
    change = KeyslotReplaced(
        enrolled=officer.id,
        second=approval.second,
        self_authorised=approval.self_authorised,
        passphrase_only=command.passphrase_only,
    )
    with desk.unit_of_work() as work:
        check_givers(officer.role, approval, work, desk)
        work.record(change)
        desk.keys.enrol(officer, command.passphrase, passphrase_only=command.passphrase_only, only=True)
    return (change,)


def issue_transfer(
    command: IssueTransfer, second: SecondOfficer | None, desk: Desk
) -> tuple[TransferWords, Changes]:
    """Six words, shown once, with which the officer makes a slot at another workstation, once."""
    officer = _colleague(command.officer_id, desk)
    approval = _approved_for(officer, second, desk)
    change = TransferIssued(
        enrolled=officer.id,
        second=approval.second,
        self_authorised=approval.self_authorised,
        passphrase_only=command.passphrase_only,
    )
    with desk.unit_of_work() as work:
        check_givers(officer.role, approval, work, desk)
        work.record(change)
        words = desk.keys.transfer(officer, passphrase_only=command.passphrase_only)
    return words, (change,)


def draft_paper(shares: bool, desk: Desk) -> RecoveryPaper:
    """A new recovery sheet, or three shares, to be printed and proved. Nothing depends on it yet."""
    desk.check(Permission.OFFICERS)
    return desk.keys.new_paper(shares=shares)


def renew_recovery(paper: RecoveryPaper, second: SecondOfficer | None, desk: Desk) -> Changes:
    """Makes this the paper that opens the vault; every earlier one is worth nothing from now on."""
    approval = approved(Deed.OFFICERS, second, desk)
    change = _renewed_recovery(paper, approval)
    with desk.unit_of_work() as work:
        _set_recovery(work, paper)
        work.record(change)
        desk.keys.seal_recovery(paper)
    return (change,)


def renew_key(command: RenewKey, second: SecondOfficer | None, desk: Desk) -> Renewed:
    """Puts the vault under a new key, in a new file, and ends an officer's access if one is named.

    Who is to leave need not agree: where they alone could stand by, one officer does it, labelled.
    Who is not there gets words to come back with. Whoever kept a copy of the vault and knew its old key
    can still read that copy. Raises DomainError, officers.last_spoc among others; then the vault is as
    before.
    """
    desk.check(Permission.OFFICERS)
    leaving = _colleague(command.revoked, desk) if command.revoked else None
    if leaving is not None:
        _check_leaving(leaving, desk)
    approval = approved(Deed.OFFICERS, second, desk, but=command.revoked)
    if leaving is not None and approval.second == leaving.id:
        raise DomainError("keys.revokes_second", officer=leaving.name)
    stood_by, alone = approval.second, approval.self_authorised
    changes: list[Change] = [VaultRekeyed(second=stood_by, self_authorised=alone)]
    if leaving is not None:
        changes.insert(0, OfficerRevoked(enrolled=leaving.id, second=stood_by, self_authorised=alone))
    changes.append(_renewed_recovery(command.paper, approval))

    def record(work: UnitOfWork) -> None:
        if leaving is not None:
            work.change(replace(work.get(Officer, leaving.id), left_at=desk.clock.now()))
        _set_recovery(work, command.paper)
        for change in changes:
            work.record(change)

    present = (SecondOfficer(desk.officer.uid, command.passphrase), *((second,) if second else ()))
    words = desk.keys.rekey(present, leaving.uid if leaving else "", command.paper, record)
    return Renewed(tuple(changes), words)


def _check_leaving(leaving: Officer, desk: Desk) -> None:
    """Raises keys.revokes_self, officers.last_spoc."""
    if leaving.id == desk.officer.id:
        raise DomainError("keys.revokes_self")
    with desk.queries.snapshot() as reader:
        check_spoc_stays(leaving, reader.find(Officer))


def _renewed_recovery(paper: RecoveryPaper, approval: Approval) -> RecoveryRenewed:
    return RecoveryRenewed(
        second=approval.second,
        self_authorised=approval.self_authorised,
        shares=bool(paper.sheet.shares),
        proved=paper.proved,
    )


def _set_recovery(work: UnitOfWork, paper: RecoveryPaper) -> None:
    work.set_setting(RECOVERY_RECIPIENT, paper.recipient)
    work.set_setting(RECOVERY_SHARES, "yes" if paper.sheet.shares else "")
    work.set_setting(RECOVERY_PROVED, "yes" if paper.proved else "")


def _approved_for(officer: Officer, second: SecondOfficer | None, desk: Desk) -> Approval:
    """Who stands by while this officer gets a slot: nobody is let into casework, or passed off as one who
    works on it, by two who do not.
    """
    approval = approved(Deed.OFFICERS, second, desk)
    with desk.queries.snapshot() as reader:
        check_givers(officer.role, approval, reader, desk)
    return approval


def _colleague(officer_id: int, desk: Desk) -> Officer:
    """Raises officers.left for one whose access was revoked."""
    with desk.queries.snapshot() as reader:
        officer = reader.get(Officer, officer_id)
    check_in_service(officer)
    return officer


def _names(desk: Desk, officer: Officer) -> Sequence[str]:
    with desk.queries.snapshot() as reader:
        return (officer.name, reader.setting("force_name"))

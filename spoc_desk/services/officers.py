"""The officers of a vault: who they are and may do, where their keys are, and how they come to be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from spoc_desk.domain.changes import OfficerEnrolled, OfficerRenamed, Permission, RoleChanged, Verb
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer
from spoc_desk.domain.exhibits import producer_of
from spoc_desk.domain.officers import (
    Officer,
    Role,
    check_in_service,
    check_name_free,
    check_role_change,
)
from spoc_desk.domain.passphrases import check_alone, check_typed
from spoc_desk.domain.permissions import check_may_give
from spoc_desk.domain.uids import new_uid
from spoc_desk.domain.written_names import checked_officer_name
from spoc_desk.services.dual_control import approved
from spoc_desk.services.key_ports import KeyPlace
from spoc_desk.services.ports import Changes, Desk, Reader

LOGINS_READ = 400


@dataclass(frozen=True, slots=True)
class EnrolOfficer:
    """A colleague, who types a passphrase of their own here. passphrase_only: six generated words."""

    name: str
    role: Role
    passphrase: str = field(repr=False)
    passphrase_only: bool = False
    second: SecondOfficer | None = None


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Another role for a colleague."""

    officer_id: int
    role: Role
    second: SecondOfficer | None = None


@dataclass(frozen=True, slots=True)
class RenameOfficer:
    """An officer's new rank or name."""

    officer_id: int
    name: str
    second: SecondOfficer | None = None


@dataclass(frozen=True, slots=True)
class OfficerSeen:
    """One officer and where their keyslots are; none: they cannot open the vault."""

    officer: Officer
    keys: tuple[KeyPlace, ...]


@dataclass(frozen=True, slots=True)
class FailedTries:
    """Wrong passphrases before one unlocking, as the trail keeps them. names: whose slots were tried."""

    told_at: datetime
    attempts: int
    names: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficersView:
    """Everybody who ever could open the vault, those in service first, and wrong passphrases lately.

    own: the id of the officer at the desk.
    """

    officers: tuple[OfficerSeen, ...]
    failed: tuple[FailedTries, ...]
    own: int


def enrol_officer(command: EnrolOfficer, desk: Desk) -> Changes:
    """Gives a colleague a keyslot of their own at this workstation. Two officers, as for every such change.

    Raises DomainError: permissions.refused, officers.name_taken, officers.casework_needed, and of the
    subject contacts (the name), passphrase, dual, keys and keyring.
    """
    desk.check(Permission.OFFICERS)
    name = checked_officer_name(command.name)
    with desk.queries.snapshot() as reader:
        check_name_free(name, reader.find(Officer))
        check_typed(command.passphrase, (name, reader.setting("force_name")))
    if command.passphrase_only:
        check_alone(command.passphrase)
    approval = approved(Deed.OFFICERS, command.second, desk)
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        check_givers(command.role, approval, work, desk)
        officer = work.add(Officer(0, new_uid(now), name, producer_of(name), command.role, now))
        change = OfficerEnrolled(
            enrolled=officer.id,
            role=str(command.role),
            passphrase_only=command.passphrase_only,
            second=approval.second,
            self_authorised=approval.self_authorised,
        )
        work.record(change)
        # Last, so that a refusal of the keyring leaves neither a record nor a slot.
        desk.keys.enrol(officer, command.passphrase, passphrase_only=command.passphrase_only)
    return (change,)


def change_role(command: ChangeRole, desk: Desk) -> Changes:
    """Gives a colleague another role, from their next unlocking on.

    Raises DomainError: permissions.refused, officers.left, officers.own_role, officers.same_role,
    officers.last_spoc, officers.casework_needed, and of the subjects dual and keys.
    """
    desk.check(Permission.OFFICERS)
    with desk.queries.snapshot() as reader:
        officer = reader.get(Officer, command.officer_id)
        check_role_change(officer, command.role, desk.officer, reader.find(Officer))
    approval = approved(Deed.OFFICERS, command.second, desk)
    with desk.unit_of_work() as work:
        officer = work.get(Officer, command.officer_id)
        check_role_change(officer, command.role, desk.officer, work.find(Officer))
        check_givers(command.role, approval, work, desk)
        work.change(replace(officer, role=command.role))
        change = RoleChanged(
            colleague=officer.id,
            before=str(officer.role),
            role=str(command.role),
            second=approval.second,
            self_authorised=approval.self_authorised,
        )
        work.record(change)
    return (change,)


def rename_officer(command: RenameOfficer, desk: Desk) -> Changes:
    """Writes down an officer's new rank or name; what they did before keeps the old one.

    Raises DomainError: permissions.refused, officers.left, officers.name_taken, and of the subjects
    contacts (the name), dual and keys.
    """
    desk.check(Permission.OFFICERS)
    name = checked_officer_name(command.name)
    with desk.queries.snapshot() as reader:
        check_name_free(name, (each for each in reader.find(Officer) if each.id != command.officer_id))
    approval = approved(Deed.OFFICERS, command.second, desk)
    with desk.unit_of_work() as work:
        officer = work.get(Officer, command.officer_id)
        check_in_service(officer)
        renamed = replace(officer, name=name, initials=producer_of(name))
        if renamed == officer:
            return ()
        work.change(renamed)
        change = OfficerRenamed(
            colleague=officer.id, second=approval.second, self_authorised=approval.self_authorised
        )
        work.record(change)
        desk.keys.rename(renamed)
    return (change,)


def view_officers(desk: Desk) -> OfficersView:
    """Everybody who may or might open this vault; nothing of anybody's record of casework."""
    places = desk.keys.places()
    with desk.queries.snapshot() as reader:
        officers = reader.find(Officer)
    names = {officer.uid: officer.name for officer in officers}
    events = desk.queries.recent_events((str(Verb.LOGIN),), LOGINS_READ)
    return OfficersView(
        tuple(
            OfficerSeen(officer, tuple(place for place in places if place.officer == officer.uid))
            for officer in sorted(officers, key=lambda each: (each.left_at is not None, each.id))
        ),
        tuple(_failed(told, names) for told in events if told["event"] == "UnlocksFailed"),
        desk.officer.id,
    )


def check_givers(role: Role, approval: Approval, reader: Reader, desk: Desk) -> None:
    """Whether these two officers may let somebody of this role in. Raises officers.casework_needed."""
    second = () if approval.second is None else (reader.get(Officer, approval.second).role,)
    check_may_give(role, desk.officer.role, *second)


def _failed(told: Mapping[str, Any], names: Mapping[str, str]) -> FailedTries:
    """Entries made before the trail named officers and times say only how many."""
    return FailedTries(
        _moment(told["at"]),
        int(told["attempts"]),
        tuple(names.get(uid, uid) for uid in told.get("tried", ())),
        _moment(told["first_at"]) if told.get("first_at") else None,
        _moment(told["last_at"]) if told.get("last_at") else None,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

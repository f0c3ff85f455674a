"""Asks for the second officer a deed takes, who opens their own keyslot, or lets a lone one act alone."""

from __future__ import annotations

from spoc_desk.domain.dual_control import (
    NEEDS,
    Approval,
    Deed,
    Policy,
    SecondOfficer,
    StandingBy,
    check_second,
    could_stand_by,
    policy_of,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer
from spoc_desk.services.ports import Desk, Reader


def setting_of(deed: Deed) -> str:
    """The name of the vault's setting that holds the force's rule for this deed."""
    return f"dual_control_{deed}"


def approved(deed: Deed, second: SecondOfficer | None, desk: Desk, *, but: int = 0) -> Approval:
    """Who stands by for this deed, proved by their own slot. Call it before the transaction begins.

    second: None when nobody was asked to. but: as standing_by() takes it. Raises DomainError:
    permissions.refused, dual.second_needed, dual.nobody_there, dual.same_officer, dual.role_cannot,
    dual.has_left, dual.wrong_passphrase, and of the subject keys.
    """
    desk.check(NEEDS[deed])
    if second is None:
        return standing_by(deed, desk, but=but).check_alone()
    try:
        uid = desk.keys.prove(second.name, second.passphrase)
    except DomainError as refused:
        if refused.code != "keys.wrong_passphrase":
            raise
        # Two passphrases may stand in one dialog: say whose is wrong.
        raise DomainError("dual.wrong_passphrase", officer=second.name) from refused
    with desk.queries.snapshot() as reader:
        return check_second(deed, desk.officer, reader.find(Officer, uid=uid)[0])


def standing_by(deed: Deed, desk: Desk, *, but: int = 0) -> StandingBy:
    """Who could stand by for this officer's deed, and the rule: what a dialog asks first.

    but: the id of an officer who is not to be waited for, as the deed ends their own access.
    """
    with desk.queries.snapshot() as reader:
        policy = policy_of(deed, reader.setting(setting_of(deed)))
        others = [each for each in holders(desk, reader) if each.id != but]
        return StandingBy(deed, policy, could_stand_by(deed, desk.officer, others))


def colleagues(deed: Deed, desk: Desk) -> tuple[Officer, ...]:
    """Who holds a slot of this vault and may stand by for this officer."""
    return standing_by(deed, desk).officers


def rule_for(deed: Deed, desk: Desk) -> Policy:
    """The force's rule for this deed."""
    return standing_by(deed, desk).policy


def holders(desk: Desk, reader: Reader) -> tuple[Officer, ...]:
    """The officers who hold a slot of this vault and have not left."""
    uids = desk.keys.holders()
    return tuple(each for each in reader.find(Officer) if each.uid in uids and not each.left_at)

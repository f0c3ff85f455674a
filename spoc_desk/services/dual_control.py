"""Asks for the second officer a deed takes, who opens their own keyslot, or lets a lone one act alone."""

from __future__ import annotations

from spoc_desk.domain.dual_control import (
    NEEDS,
    Approval,
    Deed,
    Policy,
    SecondOfficer,
    check_alone,
    check_second,
    could_stand_by,
    policy_of,
)
from spoc_desk.domain.officers import Officer
from spoc_desk.services.ports import Desk, Reader


def setting_of(deed: Deed) -> str:
    """The name of the vault's setting that holds the force's rule for this deed."""
    return f"dual_control_{deed}"


def approved(deed: Deed, second: SecondOfficer | None, desk: Desk) -> Approval:
    """Who stands by for this deed, proved by their own slot. Call it before the transaction begins.

    second: None when nobody was asked to. Raises DomainError: permissions.refused, dual.second_needed,
    dual.same_officer, dual.role_cannot, and of the subject keys.
    """
    desk.check(NEEDS[deed])
    if second is None:
        with desk.queries.snapshot() as reader:
            policy = policy_of(deed, reader.setting(setting_of(deed)))
            return check_alone(deed, policy, _colleagues(deed, desk, reader))
    uid = desk.keys.prove(second.name, second.passphrase)
    with desk.queries.snapshot() as reader:
        return check_second(deed, desk.officer, reader.find(Officer, uid=uid)[0])


def colleagues(deed: Deed, desk: Desk) -> tuple[Officer, ...]:
    """Who holds a slot of this vault and may stand by for this officer."""
    with desk.queries.snapshot() as reader:
        return _colleagues(deed, desk, reader)


def rule_for(deed: Deed, desk: Desk) -> Policy:
    """The force's rule for this deed."""
    with desk.queries.snapshot() as reader:
        return policy_of(deed, reader.setting(setting_of(deed)))


def _colleagues(deed: Deed, desk: Desk, reader: Reader) -> tuple[Officer, ...]:
    holders = desk.keys.holders()
    there = (officer for officer in reader.find(Officer) if officer.uid in holders and not officer.left_at)
    return could_stand_by(deed, desk.officer, there)

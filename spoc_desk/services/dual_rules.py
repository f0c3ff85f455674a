"""The force's rule for what takes two officers, deed by deed, and changing it, which takes two itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import DualControlChanged
from spoc_desk.domain.dual_control import CHOSEN, Deed, Policy, SecondOfficer, policy_of
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.dual_control import approved, setting_of
from spoc_desk.services.ports import Changes, Desk


@dataclass(frozen=True, slots=True)
class SetDualControl:
    """Rules for some of the deeds; the others stay as they are."""

    rules: Mapping[Deed, Policy]
    second: SecondOfficer | None = None


def rules_of(desk: Desk) -> dict[Deed, Policy]:
    """The rule for each deed."""
    with desk.queries.snapshot() as reader:
        return {deed: policy_of(deed, reader.setting(setting_of(deed))) for deed in Deed}


def set_dual_control(command: SetDualControl, desk: Desk) -> Changes:
    """Sets the force's rules; nothing happens to one that is so already.

    Raises DomainError: permissions.refused, dual.rule_fixed, and as approved() does for officers.
    """
    desk.check(Permission.POLICY)
    for deed in command.rules:
        if deed not in CHOSEN:
            raise DomainError("dual.rule_fixed", deed=str(deed))
    before = rules_of(desk)
    new = {deed: rule for deed, rule in command.rules.items() if rule is not before[deed]}
    if not new:
        return ()
    approval = approved(Deed.OFFICERS, command.second, desk)
    changes: list[DualControlChanged] = []
    with desk.unit_of_work() as work:
        for deed, rule in new.items():
            work.set_setting(setting_of(deed), str(rule))
            change = DualControlChanged(
                deed=str(deed), rule=str(rule), second=approval.second,
                self_authorised=approval.self_authorised,
            )  # fmt: skip
            work.record(change)
            changes.append(change)
    return tuple(changes)

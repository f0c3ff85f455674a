"""The force's rule for what takes two officers, and who may change it."""

from dataclasses import replace

import pytest

from spoc_desk.domain.dual_control import Deed, Policy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.audit import export_audit
from spoc_desk.services.dual_rules import SetDualControl, rules_of, set_dual_control
from tests.services.colleagues import enrolled, second


def refused(rules, desk, **more):
    with pytest.raises(DomainError) as error:
        set_dual_control(SetDualControl(rules, **more), desk)
    return error.value.code


def test_a_new_vault_lets_a_lone_officer_act_but_never_destroy(desk):
    rules = rules_of(desk)
    assert [deed for deed, rule in rules.items() if rule is Policy.TWO] == [Deed.ERASE]


def test_a_stricter_rule_holds_at_once_and_is_on_the_trail(desk):
    (change,) = set_dual_control(SetDualControl({Deed.EXPORT: Policy.TWO, Deed.RETURN: Policy.LONE}), desk)
    assert (change.deed, change.rule, change.self_authorised) == ("export", "two", True)
    assert rules_of(desk)[Deed.EXPORT] is Policy.TWO
    with pytest.raises(DomainError) as told:
        export_audit(None, desk)
    assert told.value.code == "dual.nobody_there"


def test_loosening_a_rule_takes_two_where_there_are_two(desk):
    set_dual_control(SetDualControl({Deed.EXPORT: Policy.TWO}), desk)
    lowe = enrolled(desk)
    assert refused({Deed.EXPORT: Policy.LONE}, desk) == "dual.second_needed"
    (change,) = set_dual_control(SetDualControl({Deed.EXPORT: Policy.LONE}, second(lowe)), desk)
    assert change.second == lowe.id
    assert rules_of(desk)[Deed.EXPORT] is Policy.LONE


@pytest.mark.parametrize("deed", [Deed.ERASE, Deed.OFFICERS])
def test_two_rules_are_not_the_forces_to_choose(desk, deed):
    assert refused({deed: Policy.LONE}, desk) == "dual.rule_fixed"


def test_a_case_officer_changes_no_rule(desk):
    watching = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    assert refused({Deed.RETURN: Policy.TWO}, watching) == "permissions.refused"


def test_rules_that_are_so_already_change_nothing(desk):
    assert set_dual_control(SetDualControl({Deed.RETURN: Policy.LONE}), desk) == ()

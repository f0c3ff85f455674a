"""What takes two officers."""

from dataclasses import replace

import pytest

from spoc_desk.domain.dual_control import (
    ALONE,
    NEEDS,
    Deed,
    Policy,
    StandingBy,
    check_second,
    could_stand_by,
    policy_of,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from tests.fakes.desk import officer

HALE = officer()
LOWE = replace(officer("DCI Ben Lowe", "BL"), id=2, uid="lowe", role=Role.DEPUTY)
CROFT = replace(officer("DC Amy Croft", "AC"), id=3, uid="croft", role=Role.CASE_OFFICER)


def test_every_deed_says_what_it_takes():
    assert set(NEEDS) == set(Deed)


def test_a_second_officer_must_be_somebody_else():
    with pytest.raises(DomainError) as refused:
        check_second(Deed.RELEASE, HALE, HALE)
    assert refused.value.code == "dual.same_officer"


def test_a_second_officer_must_be_allowed_the_deed_themselves():
    with pytest.raises(DomainError) as refused:
        check_second(Deed.RELEASE, HALE, CROFT)
    assert refused.value.code == "dual.role_cannot"
    assert check_second(Deed.RELEASE, HALE, LOWE).officer_id == LOWE.id


def test_nobody_stands_by_for_themselves_nor_without_leave():
    assert could_stand_by(Deed.OFFICERS, HALE, (HALE, LOWE, CROFT)) == (LOWE,)


def test_a_second_officer_who_has_left_stands_by_for_nothing():
    with pytest.raises(DomainError) as refused:
        check_second(Deed.RELEASE, HALE, replace(LOWE, left_at=HALE.created_at))
    assert refused.value.code == "dual.has_left"


def test_a_lone_officer_is_labelled_self_authorised():
    there = StandingBy(Deed.RELEASE, Policy.LONE, ())
    assert there.alone
    assert there.check_alone() == ALONE
    assert ALONE.self_authorised


@pytest.mark.parametrize(
    ("policy", "others", "code"),
    [
        (Policy.TWO, (), "dual.nobody_there"),
        (Policy.LONE, (LOWE,), "dual.second_needed"),
        (Policy.TWO, (LOWE,), "dual.second_needed"),
    ],
)
def test_nobody_acts_alone_where_the_rule_or_a_colleague_forbids_it(policy, others, code):
    there = StandingBy(Deed.RELEASE, policy, others)
    assert not there.alone
    with pytest.raises(DomainError) as refused:
        there.check_alone()
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("deed", "stored", "policy"),
    [
        (Deed.RELEASE, "", Policy.LONE),
        (Deed.RELEASE, "two", Policy.TWO),
        (Deed.RELEASE, "what", Policy.TWO),
        (Deed.ERASE, "lone", Policy.TWO),
        (Deed.OFFICERS, "two", Policy.LONE),
    ],
)
def test_the_rule_is_the_forces_but_not_for_destroying_nor_for_enrolling(deed, stored, policy):
    assert policy_of(deed, stored) is policy

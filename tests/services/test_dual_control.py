"""The second officer opens their own slot, or a lone one is labelled."""

from dataclasses import replace

import pytest

from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.dual_control import approved, colleagues, setting_of
from tests.fakes.desk import FakeKeys, make_desk, officer

WORDS = "correct horse"  # a made-up passphrase


@pytest.fixture
def keys():
    return FakeKeys()


@pytest.fixture
def desk(keys):
    return make_desk(keys=keys)


def enrol(desk, keys, name="DCI Ben Lowe", role=Role.DEPUTY, **more):
    with desk.unit_of_work() as work:
        there = work.add(replace(officer(name, "BL"), uid=name, role=role, **more))
        work.record(SettingChanged(name="test"))
    keys.enrol(there, WORDS)
    return there


def test_a_lone_officer_acts_alone_and_is_labelled(desk):
    assert approved(Deed.RELEASE, None, desk).self_authorised


def test_once_a_colleague_may_stand_by_nobody_acts_alone(desk, keys):
    lowe = enrol(desk, keys)
    assert colleagues(Deed.RELEASE, desk) == (lowe,)
    with pytest.raises(DomainError) as refused:
        approved(Deed.RELEASE, None, desk)
    assert refused.value.code == "dual.second_needed"


def test_the_second_officer_is_who_opened_the_slot(desk, keys):
    lowe = enrol(desk, keys)
    second = SecondOfficer(lowe.name, WORDS)
    assert approved(Deed.RELEASE, second, desk) == Approval(lowe.id, lowe.name, self_authorised=False)
    with pytest.raises(DomainError) as refused:
        approved(Deed.RELEASE, SecondOfficer(lowe.name, "guessed"), desk)
    assert refused.value.code == "dual.wrong_passphrase"


def test_a_colleague_who_left_does_not_count(desk, keys):
    enrol(desk, keys, left_at=desk.clock.now())
    assert approved(Deed.RELEASE, None, desk).self_authorised


def test_a_case_officer_cannot_ask_for_a_release_at_all(keys):
    desk = make_desk(keys=keys, officer=replace(officer(), role=Role.CASE_OFFICER))
    with pytest.raises(DomainError) as refused:
        approved(Deed.RELEASE, None, desk)
    assert refused.value.code == "permissions.refused"


def test_the_force_may_ask_for_two_always(desk):
    with desk.unit_of_work() as work:
        work.set_setting(setting_of(Deed.RELEASE), "two")
        work.record(SettingChanged(name="dual_control_release"))
    with pytest.raises(DomainError) as refused:
        approved(Deed.RELEASE, None, desk)
    assert refused.value.code == "dual.nobody_there"


def test_nobody_destroys_alone(desk):
    with pytest.raises(DomainError) as refused:
        approved(Deed.ERASE, None, desk)
    assert refused.value.code == "dual.nobody_there"

"""Every deed that takes two officers asks for the second, and its record says who it was."""

import pytest

from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.dual_control import Deed, Policy, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.audit import export_audit
from spoc_desk.services.dual_rules import SetDualControl, set_dual_control
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.services.returns import FreezeReturn, authorise_return, freeze_return
from tests.services.campaign import DAY, settle
from tests.services.colleagues import WORDS, enrolled

NAME = "DCI Ben Lowe"
OTHER_WORDS = "marble window seven bicycle lantern pool"


def export_all(desk, second):
    return export_audit(None, desk, second).changes


def authorise(desk, second):
    with desk.queries.snapshot() as reader:
        filed = reader.setting("frozen_in_test")
    if not filed:
        (frozen,) = freeze_return(FreezeReturn(DAY), desk)
        filed = str(frozen.filed)
        with desk.unit_of_work() as work:
            work.set_setting("frozen_in_test", filed)
            work.record(SettingChanged(name="test"))
    return authorise_return(int(filed), desk, second)


def enrol(desk, second):
    command = EnrolOfficer(
        "DC Amy Croft", Role.CASE_OFFICER, OTHER_WORDS, passphrase_only=True, second=second
    )
    return enrol_officer(command, desk)


def loosen(desk, second):
    return set_dual_control(SetDualControl({Deed.RELEASE: Policy.TWO}, second), desk)


DEEDS = {"export": export_all, "return": authorise, "officers": enrol, "rules": loosen}


@pytest.fixture
def desk(stored):
    settle(stored)
    return stored


@pytest.fixture
def two(desk):
    """The desk, with a deputy who holds a slot."""
    enrolled(desk, NAME)
    return desk


def written(desk):
    """The newest entry of the trail."""
    return desk.queries.recent_changes(1)[0]


@pytest.mark.parametrize("deed", DEEDS)
def test_with_a_colleague_there_nobody_does_it_alone(two, deed):
    with pytest.raises(DomainError) as refused:
        DEEDS[deed](two, None)
    assert refused.value.code == "dual.second_needed"


@pytest.mark.parametrize("deed", DEEDS)
def test_a_guessed_passphrase_does_nothing(two, deed):
    with pytest.raises(DomainError) as refused:
        DEEDS[deed](two, SecondOfficer(NAME, "guessed"))
    assert refused.value.code == "dual.wrong_passphrase"


@pytest.mark.parametrize("deed", DEEDS)
def test_the_record_says_who_stood_by_by_number_and_never_by_name(two, deed):
    (change,) = DEEDS[deed](two, SecondOfficer(NAME, WORDS))
    with two.queries.snapshot() as reader:
        (lowe,) = reader.find(Officer, name=NAME)
    assert (change.second, change.self_authorised) == (lowe.id, False)
    entry = written(two)
    assert (entry["second"], entry["self_authorised"]) == (lowe.id, False)
    assert NAME not in str(entry)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_lone_officer_is_recorded_as_self_authorised(desk, deed):
    (change,) = DEEDS[deed](desk, None)
    assert not change.second
    assert change.self_authorised
    assert written(desk)["self_authorised"] is True

"""Colleagues are enrolled, given roles and renamed by two officers, and stay on record."""

from dataclasses import replace

import pytest

from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.keys import (
    IssueTransfer,
    RenewKey,
    ReplaceSlot,
    issue_transfer,
    renew_key,
    replace_slot,
)
from spoc_desk.services.officers import (
    ChangeRole,
    EnrolOfficer,
    RenameOfficer,
    change_role,
    enrol_officer,
    rename_officer,
    view_officers,
)
from tests.fakes.desk import FakeKeys, officer
from tests.services.trail import events

WORDS = "correct horse battery"
SIX = "ridge laundry lock original jungle chalk"


@pytest.fixture
def keys():
    return FakeKeys()


@pytest.fixture
def desk(keys, stored):
    made = replace(stored, keys=keys)
    with made.unit_of_work() as work:
        work.add(officer())
        work.set_setting("force_name", "Wessmere Constabulary")
        work.record(SettingChanged(name="test"))
    return made


def enrol(desk, name="DCI Ben Lowe", role=Role.DEPUTY, **more):
    (change,) = enrol_officer(EnrolOfficer(name, role, WORDS, **more), desk)
    with desk.queries.snapshot() as reader:
        return reader.get(Officer, change.enrolled), change


def refused(verb, *arguments, **named):
    """The code that a verb is refused with."""
    with pytest.raises(DomainError) as refusal:
        verb(*arguments, **named)
    return refusal.value.code


def at_the_desk(desk, officer):
    return replace(desk, officer=officer)


def test_the_first_colleague_is_enrolled_by_a_lone_spoc_and_that_is_on_record(desk, keys):
    lowe, change = enrol(desk)
    assert (lowe.name, lowe.initials, lowe.role) == ("DCI Ben Lowe", "BL", Role.DEPUTY)
    assert keys.words[lowe.name] == WORDS
    assert change.self_authorised
    assert events(desk)[-1] == "OfficerEnrolled"


def test_from_then_on_two_officers_enrol(desk):
    lowe, _ = enrol(desk)
    assert refused(enrol, desk, "DC Amy Roe", Role.CASE_OFFICER) == "dual.second_needed"
    roe, change = enrol(desk, "DC Amy Roe", Role.CASE_OFFICER, second=SecondOfficer(lowe.name, WORDS))
    assert (change.second, change.self_authorised, roe.role) == (lowe.id, False, Role.CASE_OFFICER)


def test_two_officers_in_service_never_share_a_name(desk):
    enrol(desk)
    assert refused(enrol, desk, "  dci  BEN lowe ") == "officers.name_taken"


def test_a_passphrase_that_holds_the_name_or_is_short_is_refused_and_nobody_is_enrolled(desk, keys):
    for words, code in (("short", "passphrase.too_short"), ("DCI Ben Lowe 1", "passphrase.holds_name")):
        assert refused(enrol_officer, EnrolOfficer("DCI Ben Lowe", Role.DEPUTY, words), desk) == code
    command = EnrolOfficer("DCI Ben Lowe", Role.DEPUTY, WORDS, passphrase_only=True)
    assert refused(enrol_officer, command, desk) == "passphrase.too_few_words"
    assert len(view_officers(desk).officers) == 1
    assert keys.words == {}


def test_a_slot_that_cannot_be_made_leaves_no_officer_behind(desk, keys):
    def no_keyring(*_arguments, **_named):
        raise DomainError("keyring.unavailable")

    keys.enrol = no_keyring
    assert refused(enrol, desk) == "keyring.unavailable"
    assert len(view_officers(desk).officers) == 1


def test_an_administrator_lets_nobody_into_casework_with_another_administrator(desk, keys):
    first, _ = enrol(desk, "Kit Adams", Role.ADMINISTRATOR)
    second = SecondOfficer(first.name, WORDS)
    other, _ = enrol(desk, "Jo Byrne", Role.ADMINISTRATOR, second=second)
    at_first = at_the_desk(desk, first)
    second = SecondOfficer(other.name, WORDS)
    assert (
        refused(enrol, at_first, "DC Amy Roe", Role.CASE_OFFICER, second=second) == "officers.casework_needed"
    )
    assert (
        refused(change_role, ChangeRole(other.id, Role.SPOC, second), at_first) == "officers.casework_needed"
    )
    enrol(at_first, "Lee Cole", Role.ADMINISTRATOR, second=second)


def test_a_case_officer_enrols_nobody(desk):
    roe, _ = enrol(desk, "DC Amy Roe", Role.CASE_OFFICER)
    assert refused(enrol, at_the_desk(desk, roe)) == "permissions.refused"


def test_a_role_is_changed_by_two_and_stays_on_record(desk):
    lowe, _ = enrol(desk)
    second = SecondOfficer(lowe.name, WORDS)
    roe, _ = enrol(desk, "DC Amy Roe", Role.CASE_OFFICER, second=second)
    assert refused(change_role, ChangeRole(roe.id, Role.DEPUTY), desk) == "dual.second_needed"
    (change,) = change_role(ChangeRole(roe.id, Role.DEPUTY, second), desk)
    assert (change.before, change.role, change.second) == ("case_officer", "deputy", lowe.id)
    assert refused(change_role, ChangeRole(roe.id, Role.DEPUTY, second), desk) == "officers.same_role"


def test_nobody_changes_their_own_role_and_the_last_spoc_stays(desk):
    lowe, _ = enrol(desk)
    assert refused(change_role, ChangeRole(desk.officer.id, Role.DEPUTY), desk) == "officers.own_role"
    second = SecondOfficer(desk.officer.name, WORDS)
    at_lowe = at_the_desk(desk, lowe)
    assert refused(change_role, ChangeRole(1, Role.DEPUTY, second), at_lowe) == "officers.last_spoc"


def test_a_new_rank_is_kept_and_unlocks(desk, keys):
    lowe, _ = enrol(desk)
    rename_officer(RenameOfficer(lowe.id, "Det Supt Ben Lowe", SecondOfficer(lowe.name, WORDS)), desk)
    assert keys.prove("Det Supt Ben Lowe", WORDS) == lowe.uid
    assert refused(rename_officer, RenameOfficer(1, "Det Supt Ben Lowe"), desk) == "officers.name_taken"


def test_the_list_tells_where_each_key_is(desk):
    lowe, _ = enrol(desk)
    seen = view_officers(desk).officers
    assert [each.officer.name for each in seen] == ["Det Supt Ruth Hale", lowe.name]
    assert all(place.here for each in seen for place in each.keys)


def test_an_administrator_gives_nobody_who_works_on_cases_a_new_slot_alone(desk):
    first, _ = enrol(desk, "Kit Adams", Role.ADMINISTRATOR)
    second = SecondOfficer(first.name, WORDS)
    other, _ = enrol(desk, "Jo Byrne", Role.ADMINISTRATOR, second=second)
    at_first, second = at_the_desk(desk, first), SecondOfficer(other.name, WORDS)
    assert (
        refused(replace_slot, ReplaceSlot(1, "correct horse staple"), second, at_first)
        == "officers.casework_needed"
    )
    assert refused(issue_transfer, IssueTransfer(1), second, at_first) == "officers.casework_needed"


def test_the_last_spoc_cannot_be_revoked(desk):
    lowe, _ = enrol(desk)
    leave = RenewKey(paper=None, passphrase=WORDS, revoked=1)
    assert refused(renew_key, leave, None, at_the_desk(desk, lowe)) == "officers.last_spoc"


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "officers.name_missing"), ("x" * 201, "officers.name_long")]
)
def test_an_officer_has_a_name_of_some_length(desk, name, code):
    assert refused(enrol, desk, name) == code

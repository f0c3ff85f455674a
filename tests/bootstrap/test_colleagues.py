"""A colleague's own keyslot opens the vault, in their own role, and outlives nothing it should not."""

import pytest

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.officers import (
    ChangeRole,
    EnrolOfficer,
    RenameOfficer,
    change_role,
    enrol_officer,
    rename_officer,
    view_officers,
)
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import FLOOR, Enrolment, make_slot
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault

LOWE = "DCI Ben Lowe"
WORDS = "marble window seven bicycle lantern pool"


@pytest.fixture
def machine(tmp_path):
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def folder(machine, tmp_path):
    """A vault with its SPOC and a case officer."""
    with make_vault(machine, tmp_path / "vault") as made:
        enrol(made.vault.desk)
    return tmp_path / "vault"


def enrol(desk, **more):
    command = EnrolOfficer(LOWE, Role.CASE_OFFICER, WORDS, passphrase_only=True, **more)
    return enrol_officer(command, desk)


def refusal(machine, folder, officer, words):
    with pytest.raises(DomainError) as error:
        machine.open_vault(folder, officer, words)
    return error.value


def test_each_officer_opens_with_their_own_passphrase_and_role(machine, folder):
    assert [each.name for each in machine.officers(folder)] == [OFFICER, LOWE]
    opened = machine.open_vault(folder, LOWE, WORDS)
    assert opened.desk.officer.role is Role.CASE_OFFICER
    with pytest.raises(DomainError) as error:
        enrol(opened.desk)
    assert error.value.code == "permissions.refused"
    seen = view_officers(opened.desk).officers
    assert [(each.officer.name, bool(each.officer.opened_at), len(each.keys)) for each in seen] == [
        (OFFICER, False, 1), (LOWE, True, 1),
    ]  # fmt: skip
    opened.close("exit")
    assert refusal(machine, folder, LOWE, PASSPHRASE).code == "keys.wrong_passphrase"
    machine.open_vault(folder, OFFICER, PASSPHRASE).close("exit")


def test_wrong_passphrases_are_told_with_names_and_times_whoever_unlocks_next(machine, folder):
    for _ in range(2):
        refusal(machine, folder, LOWE, "nothing like it at all")
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    (told,) = [notice for notice in opened.notices if notice.code == "sittings.unlocks_failed"]
    assert told.mapping()["whom"] == LOWE
    assert told.mapping()["count"] == "2"
    assert "{" not in machine.messages.said(told)
    (tries,) = view_officers(opened.desk).failed
    assert (tries.attempts, tries.names, bool(tries.first_at)) == (2, (LOWE,), True)
    opened.close("exit")


def test_a_role_and_a_rank_changed_hold_at_the_next_unlocking(machine, folder):
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    lowe = view_officers(opened.desk).officers[1].officer
    change_role(ChangeRole(lowe.id, Role.DEPUTY), opened.desk)
    rename_officer(RenameOfficer(lowe.id, "Det Supt Ben Lowe", SecondOfficer(LOWE, WORDS)), opened.desk)
    opened.close("exit")
    again = machine.open_vault(folder, "Det Supt Ben Lowe", WORDS)
    assert again.desk.officer.role is Role.DEPUTY
    again.close("exit")


def test_a_slot_that_nobody_claims_opens_nothing_and_enrolling_that_name_replaces_it(machine, folder):
    slots = KeyslotFile(folder)
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    told = Enrolment("nobody", "DC Amy Roe", slots.read().slots[0].vault, 1, machine.now())
    slots.write((*slots.read().slots, make_slot(told, opened.store.key(), WORDS, None, FLOOR)))
    opened.close("exit")
    assert refusal(machine, folder, "DC Amy Roe", WORDS).code == "keys.slot_unclaimed"
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    enrol_officer(EnrolOfficer("DC Amy Roe", Role.CASE_OFFICER, WORDS, passphrase_only=True), opened.desk)
    opened.close("exit")
    machine.open_vault(folder, "DC Amy Roe", WORDS).close("exit")

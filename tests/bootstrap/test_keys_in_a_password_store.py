"""Keyslots of which half lies in the real Secret Service: through every verb that makes one anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    RenewKey,
    ReplaceSlot,
    change_passphrase,
    issue_transfer,
    renew_key,
    replace_slot,
)
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Slot
from spoc_desk.system.keyring import SECRET_SERVICE, account_for, open_keyring
from tests.bootstrap.test_keys import named, opens, proved, refused, typed
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault

DEPUTY, DEPUTY_PHRASE = "DI Noor Hale", "a deputy's own long phrase"
THIRD, THIRD_PHRASE = "DC Sam Reed", "what Sam typed at first"
NEW_PHRASE = "another phrase altogether"
BY_DEPUTY = SecondOfficer(DEPUTY, DEPUTY_PHRASE)

pytestmark = pytest.mark.usefixtures("secret_service")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def folder(machine: ThisMachine, tmp_path: Path) -> Path:
    """A locked vault of two officers, each bound to this workstation's password store."""
    with make_vault(machine, tmp_path / "vault", passphrase_only=False) as made:
        enrol_officer(EnrolOfficer(DEPUTY, Role.DEPUTY, DEPUTY_PHRASE), made.vault.desk)
        made.vault.close("exit")
    return tmp_path / "vault"


@pytest.fixture
def vault(machine: ThisMachine, folder: Path) -> Iterator[Unlocked]:
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    yield opened
    opened.close("exit")


def enrol_third(vault: Unlocked) -> None:
    enrol_officer(EnrolOfficer(THIRD, Role.CASE_OFFICER, THIRD_PHRASE, second=BY_DEPUTY), vault.desk)


def slot_of(folder: Path, name: str) -> Slot:
    (found,) = (slot for slot in KeyslotFile(folder).read().slots if slot.officer_name == name)
    return found


def kept(slot: Slot) -> bytes | None:
    return open_keyring(SECRET_SERVICE).get(account_for(slot.vault, slot.officer))


def lose(slot: Slot) -> None:
    """The password store forgets its half."""
    open_keyring(SECRET_SERVICE).delete(account_for(slot.vault, slot.officer))


def test_a_changed_passphrase_goes_with_the_half_that_is_there(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    before = kept(slot_of(folder, OFFICER))
    change_passphrase(ChangePassphrase(PASSPHRASE, NEW_PHRASE), vault.desk)
    vault.close("exit")
    slot = slot_of(folder, OFFICER)
    assert slot.backend == SECRET_SERVICE
    assert kept(slot) == before
    assert refused(machine, folder, OFFICER, PASSPHRASE) == "keys.wrong_passphrase"
    assert opens(machine, folder, OFFICER, NEW_PHRASE)
    lose(slot)
    assert refused(machine, folder, OFFICER, NEW_PHRASE) == "keys.device_secret_missing"


def test_a_colleague_whose_half_was_lost_is_enrolled_again(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    lose(slot_of(folder, DEPUTY))
    deputy = named(vault.desk, DEPUTY)
    with pytest.raises(DomainError) as caught:
        vault.desk.keys.prove(DEPUTY, DEPUTY_PHRASE)
    assert caught.value.code == "keys.device_secret_missing"
    vault.desk.keys.enrol(deputy, DEPUTY_PHRASE, passphrase_only=False, only=True)
    vault.close("exit")
    assert kept(slot_of(folder, DEPUTY)) is not None
    assert opens(machine, folder, DEPUTY, DEPUTY_PHRASE)


def test_enrolled_again_at_another_workstation_nothing_opens_at_the_first(
    machine: ThisMachine, folder: Path, vault: Unlocked, tmp_path: Path
) -> None:
    enrol_officer(
        EnrolOfficer(THIRD, Role.CASE_OFFICER, "what Sam typed at first", second=BY_DEPUTY), vault.desk
    )
    told, _ = issue_transfer(IssueTransfer(named(vault.desk, OFFICER).id), BY_DEPUTY, vault.desk)
    deputys, _ = issue_transfer(IssueTransfer(named(vault.desk, DEPUTY).id), BY_DEPUTY, vault.desk)
    vault.close("exit")
    other = machine_in(tmp_path / "elsewhere")
    other.move_in(folder, DEPUTY, deputys.words, DEPUTY_PHRASE).close("exit")
    there = other.move_in(folder, OFFICER, told.words, PASSPHRASE)
    command = ReplaceSlot(named(there.desk, THIRD).id, NEW_PHRASE)
    replace_slot(command, BY_DEPUTY, there.desk)
    there.close("exit")
    assert opens(other, folder, THIRD, NEW_PHRASE)
    assert refused(machine, folder, THIRD, THIRD_PHRASE) == "keys.other_workstation"
    assert opens(machine, folder, OFFICER, PASSPHRASE)
    other.close()


def test_transfer_words_bind_the_new_slot_to_the_store_where_they_are_used(
    machine: ThisMachine, folder: Path, vault: Unlocked, tmp_path: Path
) -> None:
    told, _ = issue_transfer(IssueTransfer(named(vault.desk, DEPUTY).id), BY_DEPUTY, vault.desk)
    vault.close("exit")
    other = machine_in(tmp_path / "elsewhere")
    other.move_in(folder, DEPUTY, told.words, NEW_PHRASE).close("exit")
    assert opens(other, folder, DEPUTY, NEW_PHRASE)
    assert opens(machine, folder, DEPUTY, DEPUTY_PHRASE)
    assert {slot.backend for slot in KeyslotFile(folder).read().slots} == {SECRET_SERVICE}
    other.close()


def test_a_new_key_is_bound_to_the_same_halves_for_those_who_were_there(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    before = {name: kept(slot_of(folder, name)) for name in (OFFICER, DEPUTY)}
    paper = proved(vault.desk)
    done = renew_key(RenewKey(PASSPHRASE, paper), BY_DEPUTY, vault.desk)
    assert done.words == ()
    vault.close("exit")
    assert {name: kept(slot_of(folder, name)) for name in (OFFICER, DEPUTY)} == before
    assert opens(machine, folder, OFFICER, PASSPHRASE)
    assert opens(machine, folder, DEPUTY, DEPUTY_PHRASE)


def test_who_was_away_when_the_key_was_renewed_comes_back_only_with_a_store(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    enrol_officer(
        EnrolOfficer(THIRD, Role.CASE_OFFICER, "what Sam typed at first", second=BY_DEPUTY), vault.desk
    )
    done = renew_key(RenewKey(PASSPHRASE, proved(vault.desk)), BY_DEPUTY, vault.desk)
    vault.close("exit")
    (told,) = done.words
    with pytest.raises(DomainError) as caught:
        machine.move_in(folder, THIRD, told.words, machine.six_words(), passphrase_only=True)
    assert caught.value.code == "keys.transfer_needs_store"
    machine.move_in(folder, THIRD, told.words, NEW_PHRASE).close("exit")
    assert opens(machine, folder, THIRD, NEW_PHRASE)


def test_a_lost_half_is_no_end_while_the_paper_is_there(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    paper = proved(vault.desk)
    renew_key(RenewKey(PASSPHRASE, paper), BY_DEPUTY, vault.desk)
    vault.close("exit")
    lose(slot_of(folder, OFFICER))
    assert refused(machine, folder, OFFICER, PASSPHRASE) == "keys.device_secret_missing"
    machine.recover_vault(folder, typed(paper), OFFICER, NEW_PHRASE).close("exit")
    assert slot_of(folder, OFFICER).backend == SECRET_SERVICE
    assert opens(machine, folder, OFFICER, NEW_PHRASE)
    assert opens(machine, folder, DEPUTY, DEPUTY_PHRASE)

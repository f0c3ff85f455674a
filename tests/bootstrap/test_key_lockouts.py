"""What must not lock anybody out: a commit, a rename or a tidying that fails in the middle of a key verb."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    RenewKey,
    ReplaceSlot,
    change_passphrase,
    issue_transfer,
    renew_key,
    renew_recovery,
    replace_slot,
)
from spoc_desk.services.officers import RenameOfficer, rename_officer
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage import migrate, store
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import FLOOR, TRANSFER, Enrolment, Slot, make_slot
from spoc_desk.storage.unit_of_work import SqlUnitOfWork
from spoc_desk.system.clock import SystemClock
from spoc_desk.system.keyring import WINDOWS
from spoc_desk.system.workstation import this_workstation
from tests.architecture.sources import ROOT
from tests.bootstrap.test_keys import (
    BY_DEPUTY,
    DEPUTY,
    DEPUTY_WORDS,
    NEW_WORDS,
    THIRD,
    THIRD_WORDS,
    enrolled,
    events,
    named,
    opens,
    opens_by_paper,
    proved,
    refused,
    typed,
)
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.storage.vaults import raw


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def folder(machine: ThisMachine, tmp_path: Path) -> Path:
    with make_vault(machine, tmp_path / "vault") as made:
        enrolled(made.vault.desk, DEPUTY, DEPUTY_WORDS, Role.DEPUTY)
        enrolled(made.vault.desk, THIRD, THIRD_WORDS, Role.CASE_OFFICER)
        made.vault.close("exit")
    return tmp_path / "vault"


@pytest.fixture
def vault(machine: ThisMachine, folder: Path) -> Iterator[Unlocked]:
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    yield opened
    opened.close("exit")


@contextmanager
def nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk is full at the last moment, when the keyslot file has been replaced already."""

    def full(_work: SqlUnitOfWork) -> None:
        raise DomainError("vault.disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(SqlUnitOfWork, "finish", full)
        yield


def test_a_passphrase_whose_change_was_not_written_down_is_the_old_one_still(
    machine: ThisMachine, folder: Path, vault: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_is_written(monkeypatch), pytest.raises(DomainError):
        change_passphrase(ChangePassphrase(PASSPHRASE, NEW_WORDS), vault.desk)
    vault.close("exit")
    assert refused(machine, folder, OFFICER, NEW_WORDS) == "keys.wrong_passphrase"
    assert opens(machine, folder, OFFICER, PASSPHRASE)


def test_a_colleague_whose_enrolment_was_not_written_down_keeps_the_slot_they_had(
    machine: ThisMachine, folder: Path, vault: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = named(vault.desk, THIRD)
    with nothing_is_written(monkeypatch), pytest.raises(DomainError):
        replace_slot(ReplaceSlot(third.id, NEW_WORDS, passphrase_only=True), BY_DEPUTY, vault.desk)
    vault.close("exit")
    assert opens(machine, folder, THIRD, THIRD_WORDS)


def test_paper_whose_renewal_was_not_written_down_opens_nothing_and_the_earlier_one_still_does(
    machine: ThisMachine, folder: Path, vault: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = proved(vault.desk), proved(vault.desk)
    renew_recovery(first, BY_DEPUTY, vault.desk)
    with nothing_is_written(monkeypatch), pytest.raises(DomainError):
        renew_recovery(second, BY_DEPUTY, vault.desk)
    vault.close("exit")
    assert opens_by_paper(machine, folder, first)


@pytest.mark.parametrize(("name", "call"), [("sync_folder", 1), ("clear_next", 2)])
def test_a_new_key_that_is_in_place_keeps_its_slots_and_words_whatever_the_disk_does_after(
    machine: ThisMachine,
    folder: Path,
    vault: Unlocked,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    call: int,
) -> None:
    true: Callable[[Path], object] = getattr(store, name)
    calls = itertools.count(1)

    def failing(path: Path) -> object:
        if next(calls) == call:
            raise OSError(5, "Input/output error")
        return true(path)

    paper = proved(vault.desk)
    with monkeypatch.context() as broken:
        broken.setattr(store, name, failing)
        done = renew_key(RenewKey(PASSPHRASE, paper), BY_DEPUTY, vault.desk)
    assert next(calls) > call
    assert verify_vault(vault.desk, full=True).faults == 0
    vault.close("exit")
    assert opens(machine, folder, OFFICER, PASSPHRASE)
    assert opens_by_paper(machine, folder, paper)
    machine.move_in(folder, THIRD, done.words[0].words, NEW_WORDS, passphrase_only=True).close("exit")


def test_copies_under_the_old_key_go_even_when_the_tidying_is_cut_off(
    machine: ThisMachine, folder: Path, vault: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "vault-before-0002.db").write_bytes(b"under the old key")
    true = KeyslotFile.write

    def cut_off(file: KeyslotFile, slots: tuple[Slot, ...]) -> None:
        true(file, slots)
        if len({slot.epoch for slot in slots}) == 1:
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(KeyslotFile, "write", cut_off)
        renew_key(RenewKey(PASSPHRASE, proved(vault.desk)), BY_DEPUTY, vault.desk)
    vault.close("exit")
    assert opens(machine, folder, OFFICER, PASSPHRASE)
    assert not (folder / "vault-before-0002.db").exists()


def test_an_officer_who_was_just_renamed_renews_the_key(vault: Unlocked) -> None:
    own = named(vault.desk, OFFICER)
    rename_officer(RenameOfficer(own.id, "Ch Supt Ada Marsh", BY_DEPUTY), vault.desk)
    renew_key(RenewKey(PASSPHRASE, proved(vault.desk)), BY_DEPUTY, vault.desk)
    assert "VaultRekeyed" in events(vault.desk)


def test_words_that_ask_for_a_password_store_still_do_after_a_new_key(
    vault: Unlocked, machine: ThisMachine, folder: Path
) -> None:
    third = named(vault.desk, THIRD)
    KeyslotFile(folder).write(tuple(s for s in KeyslotFile(folder).read().slots if s.officer != third.uid))
    issue_transfer(IssueTransfer(third.id), BY_DEPUTY, vault.desk)
    renew_key(RenewKey(PASSPHRASE, proved(vault.desk)), BY_DEPUTY, vault.desk)
    assert [slot.kind for slot in KeyslotFile(folder).read().slots if slot.transfer] == [TRANSFER]


def test_a_guess_counts_though_the_officers_other_slot_lacks_its_password_store(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:

    here = this_workstation(machine.settings).id
    own = KeyslotFile(folder).read().slots[0]
    enrolment = Enrolment(own.officer, OFFICER, own.vault, 1, datetime.now(UTC), here, WINDOWS)
    bound = make_slot(enrolment, vault.store.key(), NEW_WORDS, bytes(32), FLOOR)
    KeyslotFile(folder).write((*KeyslotFile(folder).read().slots, bound))
    vault.close("exit")
    assert refused(machine, folder, OFFICER, "not the passphrase at all") == "keyring.expected"
    assert len(FailedUnlocks(folder).read()) == 1


def test_nobody_stands_by_for_their_own_end_under_the_uid_either(vault: Unlocked) -> None:
    deputy = named(vault.desk, DEPUTY)
    by_uid = SecondOfficer(deputy.uid, DEPUTY_WORDS)
    with pytest.raises(DomainError) as caught:
        renew_key(RenewKey(PASSPHRASE, proved(vault.desk), deputy.id), by_uid, vault.desk)
    assert caught.value.code == "keys.revokes_second"
    assert vault.desk.keys.prove(DEPUTY, DEPUTY_WORDS) == deputy.uid


def test_the_paper_opens_a_vault_that_an_earlier_version_of_the_program_left(
    machine: ThisMachine, folder: Path, vault: Unlocked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = proved(vault.desk)
    renew_recovery(paper, BY_DEPUTY, vault.desk)
    own, key = named(vault.desk, OFFICER), vault.store.key()
    vault.close("exit")
    as_left_by_the_second_version(folder / "vault.db", tmp_path, key, own, monkeypatch)
    assert opens_by_paper(machine, folder, paper)


def test_a_passphrase_chosen_by_the_paper_is_no_officers_name(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    paper = proved(vault.desk)
    renew_recovery(paper, BY_DEPUTY, vault.desk)
    vault.close("exit")
    with pytest.raises(DomainError) as caught:
        machine.recover_vault(folder, typed(paper), OFFICER, OFFICER)
    assert caught.value.code.startswith("passphrase.")
    assert opens(machine, folder, OFFICER, PASSPHRASE)


def as_left_by_the_second_version(
    path: Path, beside: Path, key: bytes, own: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Puts a database at revision 0002, with the same settings and one officer, in the place of this one."""
    migrations = shutil.copytree(ROOT / "db", beside / "db", ignore=shutil.ignore_patterns("__pycache__"))
    for later in (migrations / "versions").glob("0003*"):
        later.unlink()
    with raw(path, key) as newest:
        settings = newest.execute("SELECT name, value FROM setting").fetchall()
    path.unlink()
    with monkeypatch.context() as then:
        then.setattr(migrate, "HEAD", "0002")
        before = store.Store(path, key, SystemClock())
        before.upgrade(migrations)
        before.close()
    with raw(path, key) as old:
        old.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", settings)
        old.execute(
            "INSERT INTO officer (uid, name, initials, role, created_at) VALUES (?, ?, 'AM', 'spoc', ?)",
            (own.uid, own.name, "2026-01-02T09:00:00.000000Z"),
        )

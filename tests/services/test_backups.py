"""Verbs on backups: what the vault writes down of them, and who may do what."""

from dataclasses import replace

import pytest

from spoc_desk.domain.backups import Backup, BackupPolicy, BackupState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.backups import (
    backup_facts,
    last_backup,
    make_backup,
    prove_backup,
    set_backup_policy,
)
from tests.fakes.backups import FakeBackups
from tests.services.trail import all_of, events


@pytest.fixture
def room():
    return FakeBackups()


@pytest.fixture
def kept(desk, room):
    return replace(desk, backups=room)


def refusal(action):
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value.code


def test_a_backup_goes_to_the_folder_chosen_and_is_due_again_after_its_days(kept, tmp_path):
    assert backup_facts(kept).due
    set_backup_policy(BackupPolicy(str(tmp_path), every_days=2), kept)
    made = make_backup(None, kept)
    facts = backup_facts(kept)
    assert (facts.due, facts.here, facts.last_made) == (False, True, made.backup)
    assert made.backup.folder == str(tmp_path)
    later = replace(kept, clock=type(kept.clock)(kept.clock.now()))
    later.clock.forward(days=2)
    assert backup_facts(later).due


def test_without_a_folder_none_is_made(kept):
    assert refusal(lambda: make_backup(None, kept)) == "backup.no_folder_chosen"
    assert refusal(lambda: last_backup(kept)) == "backup.none"


def test_a_policy_for_a_folder_that_will_not_do_is_refused(kept, tmp_path):
    wrong = BackupPolicy(str(tmp_path / "away"))
    assert refusal(lambda: set_backup_policy(wrong, kept)) == "backup.folder_missing"
    assert backup_facts(kept).policy == BackupPolicy()


def test_what_fails_is_written_down_and_makes_no_backup(kept, room, tmp_path):
    room.refusal = "backup.disk_full"
    assert refusal(lambda: make_backup(tmp_path, kept)) == "backup.disk_full"
    assert (all_of(kept, Backup), events(kept)[-1]) == ((), "BackupFailed")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("backup.forged", BackupState.DAMAGED),
        ("backup.gone", BackupState.MADE),
        ("backup.folder_missing", BackupState.MADE),
        ("work.cancelled", BackupState.MADE),
        ("vault.disk_full", BackupState.MADE),
    ],
)
def test_only_what_is_the_backups_own_fault_makes_it_damaged(kept, room, tmp_path, code, state):
    made = make_backup(tmp_path, kept).backup
    room.refusal = code
    assert refusal(lambda: prove_backup(made.id, kept)) == code
    assert all_of(kept, Backup)[0].state is state


def test_a_backup_found_damaged_is_neither_the_last_nor_keeps_one_from_being_due(kept, room, tmp_path):
    made = make_backup(tmp_path, kept).backup
    room.refusal = "backup.forged"
    refusal(lambda: prove_backup(made.id, kept))
    facts = backup_facts(kept)
    assert (facts.last_made, facts.due) == (None, True)


def test_proof_thins_out_what_the_policy_no_longer_keeps(kept, room, tmp_path):
    set_backup_policy(BackupPolicy(str(tmp_path), keep=1, keep_days=0), kept)
    for _ in range(3):
        prove_backup(make_backup(None, kept).backup.id, kept, whole=True)
    assert [each.state for each in all_of(kept, Backup)] == [
        BackupState.REMOVED, BackupState.REMOVED, BackupState.PROVED,
    ]  # fmt: skip
    assert room.stamps == ["s3"]
    assert [each.stamp for each in backup_facts(kept).backups] == ["s3"]


def test_backups_on_a_drive_that_is_not_this_one_are_left_alone(kept, room, tmp_path):
    set_backup_policy(BackupPolicy(str(tmp_path), keep=1, keep_days=0), kept)
    prove_backup(make_backup(None, kept).backup.id, kept)
    room.stamps.clear()  # another drive at the same place
    room.stamps.append("other")
    prove_backup(make_backup(None, kept).backup.id, kept)
    assert BackupState.REMOVED not in {each.state for each in all_of(kept, Backup)}


def test_a_proved_backup_that_was_damaged_since_displaces_none_that_is_whole(kept, room, tmp_path):
    set_backup_policy(BackupPolicy(str(tmp_path), keep=2, keep_days=0), kept)
    for _ in range(2):
        prove_backup(make_backup(None, kept).backup.id, kept)
    room.faults["s2"] = "backup.file_damaged"
    prove_backup(make_backup(None, kept).backup.id, kept)
    assert room.stamps == ["s1", "s2", "s3"]
    prove_backup(make_backup(None, kept).backup.id, kept)
    assert room.stamps == ["s3", "s4"]


def test_a_case_officer_backs_up_and_does_not_choose_where(kept, tmp_path):
    theirs = replace(kept, officer=replace(kept.officer, role=Role.CASE_OFFICER))
    wanted = BackupPolicy(str(tmp_path))
    assert refusal(lambda: set_backup_policy(wanted, theirs)) == "permissions.refused"
    assert make_backup(tmp_path, theirs).backup.state is BackupState.MADE

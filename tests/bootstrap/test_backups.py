"""Backups of a real vault: what lies on the drive, what proves it, and what happens when the drive fails."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from spoc_desk.domain.backups import Backup, BackupPolicy, BackupState
from spoc_desk.domain.changes import ExhibitAbandoned
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.backups import (
    MadeBackup,
    backup_facts,
    last_backup,
    make_backup,
    prove_backup,
    set_backup_policy,
)
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage import backup as making
from spoc_desk.storage import backup_files
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import TRANSFER
from tests.bootstrap.backed_up import BackedUp, copy_of, flip, new_vault


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    with new_vault(tmp_path_factory.mktemp("template")) as made:
        pass
    return made


@pytest.fixture
def held(template: BackedUp, tmp_path: Path) -> Iterator[BackedUp]:
    with copy_of(template, tmp_path) as made:
        yield made


def refusal(action) -> DomainError:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value


def backup(held: BackedUp) -> MadeBackup:
    return make_backup(held.drive, held.desk)


def prove(held: BackedUp, *, whole: bool = True) -> None:
    prove_backup(last_backup(held.desk).id, held.desk, whole=whole)


def stamps_in(backups: Path) -> list[str]:
    return sorted(path.name for path in (backups / "snapshots").glob("*"))


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_backup_is_a_snapshot_and_a_pool_of_sealed_files(held: BackedUp) -> None:
    made = backup(held)
    place = held.backups / "snapshots" / made.snapshot.stamp
    assert sorted(path.name for path in place.iterdir()) == [
        "checkpoint.json", "keyslots.json", "manifest.json", "recovery.age", "vault.db",
    ]  # fmt: skip
    told = json.loads((place / "manifest.json").read_text())
    for name, (size, sha256) in told["files"].items():
        content = (place / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)
    names = {exhibit.file_name for exhibit in held.find(Exhibit)}
    assert set(told["evidence"]) == names == {p.stem for p in (held.backups / "evidence").rglob("*.age")}
    assert b"SQLite format" not in (place / "vault.db").read_bytes()[:16]
    assert (made.snapshot.copied, made.backup.files, made.backup.missing) == (3, 3, 0)
    assert not list(held.folder.rglob("*scratch*/*"))


def test_a_second_backup_copies_only_what_is_new(held: BackedUp) -> None:
    backup(held)
    before = {path: path.stat().st_mtime_ns for path in (held.backups / "evidence").rglob("*.age")}
    held.add("call-4.txt", b"4" * 5)
    again = backup(held)
    assert (again.snapshot.copied, again.snapshot.files) == (1, 4)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(list((held.backups / "snapshots").iterdir())) == 2


def test_a_backup_is_proved_by_opening_a_copy_and_changes_nothing_of_it(held: BackedUp) -> None:
    backup(held)
    before = contents(held.backups)
    prove(held)
    assert contents(held.backups) == before
    kept = last_backup(held.desk)
    assert (kept.state, kept.checked) == (BackupState.PROVED, 3)
    assert [event["event"] for event in held.events("BackupMade", "BackupProved")] == [
        "BackupMade",
        "BackupProved",
    ]
    facts = backup_facts(held.desk)
    assert facts.last_proved == facts.last_made == kept


def test_the_checkpoint_of_a_backup_is_the_end_of_its_own_trail(held: BackedUp) -> None:
    made = backup(held)
    told = json.loads((held.backups / "snapshots" / made.snapshot.stamp / "checkpoint.json").read_text())
    (event,) = held.events("BackupMade")
    assert (told["sequence"], told["head"]) == (event["sequence"], event["head"])
    assert verify_vault(held.desk).faults == 0


@pytest.mark.parametrize(
    "name",
    ["vault.db", "keyslots.json", "recovery.age", "checkpoint.json", "manifest.json"],
)
def test_one_bit_turned_in_any_file_of_a_snapshot_is_found(held: BackedUp, name: str) -> None:
    made = backup(held)
    flip(held.backups / "snapshots" / made.snapshot.stamp / name)
    refused = refusal(lambda: prove(held))
    assert refused.code in {"backup.file_damaged", "backup.forged"}
    (kept,) = held.find(Backup)
    assert (kept.state, kept.fault) == (BackupState.DAMAGED, refused.code)
    assert held.events("BackupFailed")[0]["fault"] == refused.code


def test_spoilt_evidence_in_the_pool_is_found_and_copied_anew_by_the_next_backup(held: BackedUp) -> None:
    backup(held)
    name = held.find(Exhibit)[1].file_name
    spoilt = held.sealed(name, held.backups)
    flip(spoilt)
    assert refusal(lambda: prove(held)).code == "backup.evidence_altered"
    assert not spoilt.exists()
    assert backup(held).snapshot.copied == 1
    prove(held)


def test_evidence_that_the_vault_has_lost_is_kept_from_the_pool(held: BackedUp) -> None:
    backup(held)
    name = held.find(Exhibit)[0].file_name
    held.sealed(name).unlink()
    made = backup(held)
    assert (made.snapshot.files, made.snapshot.missing) == (3, 0)


def test_evidence_spoilt_in_the_vault_does_not_spoil_the_pool(held: BackedUp) -> None:
    backup(held)
    name = held.find(Exhibit)[0].file_name
    before = contents(held.backups / "evidence")
    with held.sealed(name).open("r+b") as file:
        file.truncate(500)
    backup(held)
    assert contents(held.backups / "evidence") == before
    prove(held)


def test_a_vault_that_lacks_a_file_is_backed_up_all_the_same_and_says_so(held: BackedUp) -> None:
    name = held.find(Exhibit)[0].file_name
    held.sealed(name).unlink()
    made = backup(held)
    assert (made.snapshot.files, made.snapshot.missing) == (2, 1)
    prove(held)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "backup.disk_full"),
        (errno.EIO, "backup.gone"),
        (errno.ENODEV, "backup.gone"),
        (errno.EROFS, "backup.not_writable"),
        (errno.EFBIG, "backup.file_too_big"),
    ],
)
def test_a_drive_that_fails_at_any_file_leaves_earlier_backups_as_they_were(
    held: BackedUp, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    first = backup(held)
    held.add("call-4.txt", b"4" * 5)
    held.add("call-5.txt", b"5" * 5)
    before, true, seen = contents(held.backups), backup_files.copy_plain, []

    def failing(*given, **more):  # type: ignore[no-untyped-def]
        seen.append(given)
        if len(seen) > number % 5:
            raise OSError(number, "the drive")
        return true(*given, **more)

    monkeypatch.setattr(backup_files, "copy_plain", failing)
    assert refusal(lambda: backup(held)).code == code
    monkeypatch.undo()
    assert before.items() <= contents(held.backups).items()
    assert stamps_in(held.backups) == [first.snapshot.stamp]
    assert not list(held.backups.rglob("*.part"))
    assert held.events("BackupFailed")[0]["fault"] == code
    assert backup(held).snapshot.files == 5
    prove(held)


def test_a_drive_that_reads_back_other_bytes_is_refused(
    held: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = backup_files.copy_plain

    def lossy(source, target, *rest, **more):  # type: ignore[no-untyped-def]
        told = true(source, target, *rest, **more)
        flip(target)
        return told

    monkeypatch.setattr(backup_files, "copy_plain", lossy)
    assert refusal(lambda: backup(held)).code == "backup.read_back_differs"
    assert not list(held.backups.rglob("*.age"))


def test_a_drive_without_room_is_refused_before_anything_is_copied(
    held: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = making.shutil.disk_usage(held.drive)
    monkeypatch.setattr(making.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    assert refusal(lambda: backup(held)).code == "backup.disk_full"
    assert not list(held.backups.rglob("*.age"))


@pytest.mark.parametrize("stop", [1, 2, 4, 7, 10])
def test_a_backup_cancelled_at_any_moment_leaves_no_backup(held: BackedUp, stop: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) >= stop

    refused = refusal(lambda: make_backup(held.drive, held.desk, cancelled=cancelled))
    assert refused.code == "work.cancelled"
    assert stamps_in(held.backups) == []
    assert not list(held.backups.rglob("*.part"))
    assert held.events("BackupFailed", "BackupMade") == []
    assert backup(held).snapshot.files == 3


def test_progress_is_told_in_bytes_up_to_all_of_them(held: BackedUp) -> None:
    told: list[tuple[int, int]] = []
    made = make_backup(held.drive, held.desk, lambda done, total: told.append((done, total)))
    done, total = told[-1]
    assert done == total > made.snapshot.size


def test_what_an_interrupted_backup_left_is_no_backup_and_is_cleared_by_the_next(held: BackedUp) -> None:
    made = backup(held)
    left = held.backups / "snapshots" / ".making-0badc0de"
    left.mkdir()
    (left / "vault.db").write_bytes(b"half")
    shard = next((held.backups / "evidence").iterdir())
    (shard / f"{'a' * 32}.age.part").write_bytes(b"half")
    seen = held.desk.backups.seen(held.drive)
    assert seen is not None
    assert [each.stamp for each in seen.snapshots] == [made.snapshot.stamp]
    assert seen.unfinished == (left.name,)
    backup(held)
    assert not left.exists()
    assert not list(held.backups.rglob("*.part"))


def test_words_that_open_a_vault_once_are_not_backed_up(held: BackedUp) -> None:
    slots = KeyslotFile(held.folder)
    (own,) = slots.read().slots
    slots.write((own, replace(own, kind=TRANSFER)))
    made = backup(held)
    place = held.backups / "snapshots" / made.snapshot.stamp
    assert KeyslotFile(place).read().slots == (own,)
    slots.write((own,))


def test_no_backup_lies_in_the_vault_or_takes_its_very_place(held: BackedUp) -> None:
    inside = held.folder / "evidence"
    assert refusal(lambda: make_backup(inside, held.desk)).code == "backup.inside_vault"
    assert refusal(lambda: make_backup(held.folder.parent, held.desk)).code == "backup.beside_vault"
    not_there = held.folder / "evidence" / "usb"
    assert refusal(lambda: make_backup(not_there, held.desk)).code == "backup.inside_vault"
    file = held.drive / "notes.txt"
    file.write_text("x")
    assert refusal(lambda: make_backup(file, held.desk)).code == "backup.not_a_folder"
    file.unlink()
    link = held.drive / "link"
    link.symlink_to(held.folder)
    assert refusal(lambda: make_backup(link, held.desk)).code == "backup.inside_vault"


def test_no_backup_lies_where_a_service_copies_it_elsewhere(held: BackedUp) -> None:
    cloud = held.drive / "OneDrive - Northmere Police"
    cloud.mkdir()
    refused = refusal(lambda: make_backup(cloud, held.desk))
    assert (refused.code, refused.values["service"]) == ("backup.in_cloud_folder", "OneDrive")


def test_a_drive_that_is_not_there_is_named_and_nothing_is_made_in_its_place(held: BackedUp) -> None:
    gone = held.drive / "usb"
    assert refusal(lambda: make_backup(gone, held.desk)).code == "backup.folder_missing"
    assert not gone.exists()


def test_the_empty_place_of_a_drive_that_is_away_is_not_taken_for_the_drive(held: BackedUp) -> None:
    backup(held)
    held.drive.rename(held.drive.with_name("drawer"))
    held.drive.mkdir()  # as Linux leaves it where a drive was mounted
    assert refusal(lambda: backup(held)).code == "backup.drive_away"
    assert list(held.drive.iterdir()) == []


def test_a_drive_that_nothing_can_be_written_to_says_so_before_it_is_found_too_full(
    held: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(held)
    usage = making.shutil.disk_usage(held.drive)
    monkeypatch.setattr(making.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    true = Path.mkdir

    def protected(path: Path, *given: object, **more: object) -> None:
        if path.is_relative_to(held.drive):
            raise OSError(errno.EROFS, "the drive")
        true(path, *given, **more)

    monkeypatch.setattr(Path, "mkdir", protected)
    assert refusal(lambda: backup(held)).code == "backup.not_writable"


def test_a_folder_of_something_else_or_of_another_vault_is_refused(held: BackedUp) -> None:
    held.backups.mkdir()
    (held.backups / "letter.txt").write_text("Dear", "utf-8")
    assert refusal(lambda: backup(held)).code == "backup.folder_taken"
    (held.backups / "letter.txt").unlink()
    backup(held)
    marker = held.backups / "backup.json"
    marker.write_text(json.dumps({"format": "spoc-desk backups 1", "vault": "another"}), "utf-8")
    assert refusal(lambda: backup(held)).code == "backup.other_vault"
    assert held.desk.backups.seen(held.drive) is None


def test_only_what_is_older_than_all_that_is_kept_goes_and_its_evidence_with_it(held: BackedUp) -> None:
    set_backup_policy(BackupPolicy(str(held.drive), keep=2, keep_days=0), held.desk)
    first = backup(held)
    prove(held)
    junk = backup(held)  # never proved: it counts for nothing
    for _ in range(2):
        backup(held)
    assert len(held.find(Backup)) == 4
    stamps = [each.stamp for each in held.find(Backup)]
    prove(held)
    assert stamps_in(held.backups) == sorted(stamps)
    backup(held)
    prove(held)
    there = stamps_in(held.backups)
    assert first.snapshot.stamp not in there
    assert junk.snapshot.stamp not in there
    assert len(there) == 2
    assert held.events("BackupsRemoved")[0]["backups"] == [1, 2, 3]


def test_evidence_that_no_kept_backup_names_leaves_the_pool(held: BackedUp) -> None:
    set_backup_policy(BackupPolicy(str(held.drive), keep=1, keep_days=0), held.desk)
    backup(held)
    prove(held)
    name = held.find(Exhibit)[0].file_name
    with held.desk.unit_of_work() as work:
        item = work.find(Exhibit)[0]
        work.change(replace(item, file_name=""))
        work.record(ExhibitAbandoned(casefile=item.casefile_id, exhibit=item.id))
    backup(held)
    assert held.sealed(name, held.backups).exists()
    prove(held)
    assert not held.sealed(name, held.backups).exists()
    assert held.events("BackupsRemoved")[0]["files"] == 1


def test_while_one_backup_cannot_be_read_no_evidence_leaves_the_pool(held: BackedUp) -> None:
    set_backup_policy(BackupPolicy(str(held.drive), keep=1, keep_days=0), held.desk)
    backup(held)
    prove(held)
    strange = held.backups / "snapshots" / "20200101T000000Z"
    strange.mkdir()
    (strange / "manifest.json").write_text("{}", "utf-8")
    (orphan := held.sealed("a" * 32, held.backups)).parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    backup(held)
    prove(held)
    assert orphan.exists()
    assert strange.exists()

"""Backups from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bootstrap.vaults import OFFICER
from tests.cli.conftest import Run


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    made = tmp_path / "drive"
    made.mkdir()
    return made


def test_a_backup_is_made_proved_and_listed(run: Run, drive: Path) -> None:
    status, out, _ = run("backup", "--to", str(drive), "--full-proof", "--json")
    told = json.loads(out)
    assert (status, told["proved"], told["missing"]) == (0, True, 0)
    status, out, _ = run("backups", str(drive), "--json", opens=False)
    listed = json.loads(out)
    assert status == 0
    assert [each["stamp"] for each in listed["snapshots"]] == [told["backup"]]
    assert listed["snapshots"][0]["fault"] == ""
    assert listed["snapshots"][0]["snapshot"]["head"] == told["anchor_head"]


def test_a_damaged_backup_is_named_in_the_list(run: Run, drive: Path) -> None:
    run("backup", "--to", str(drive))
    next(drive.rglob("keyslots.json")).write_text("{}", "utf-8")
    status, out, _ = run("backups", str(drive), opens=False)
    assert status == 0
    assert "keyslots.json of this backup is damaged" in out


def test_a_backup_without_a_folder_says_how_to_name_one(run: Run) -> None:
    status, _, err = run("backup")
    assert status == 1
    assert "--to" in err


def test_a_folder_without_backups_is_refused_in_one_sentence(run: Run, drive: Path) -> None:
    status, out, err = run("backups", str(drive), opens=False)
    assert (status, out) == (1, "")
    assert "holds no backups" in err


def test_a_vault_is_restored_from_a_backup_to_another_folder(
    run: Run, drive: Path, place: Path, tmp_path: Path
) -> None:
    told = json.loads(run("backup", "--to", str(drive), "--json")[1])
    status, out, _ = run(
        *("restore", str(drive), "--to", str(tmp_path / "restored"), "--officer", OFFICER, "--json"),
        *("--passphrase-file", str(place / "passphrase")),
        opens=False,
    )
    done = json.loads(out)
    assert (status, done["stamp"], done["aside"]) == (0, told["backup"], None)
    assert (tmp_path / "restored" / "vault.db").is_file()


def test_a_restore_with_a_wrong_recovery_key_is_refused(run: Run, drive: Path, tmp_path: Path) -> None:
    run("backup", "--to", str(drive))
    (tmp_path / "key").write_text("AGE-SECRET-KEY-1" + "Q" * 58, "utf-8")
    status, _, err = run(
        *("restore", str(drive), "--to", str(tmp_path / "restored"), "--officer", OFFICER),
        *("--recovery-key-file", str(tmp_path / "key")),
        opens=False,
    )
    assert status == 1
    assert err.count("\n") == 1
    assert not (tmp_path / "restored").exists()

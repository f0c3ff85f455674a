"""This account's own folders and this workstation's id."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spoc_desk.system.clock import SystemClock
from spoc_desk.system.paths import program_paths, write_own_file
from spoc_desk.system.workstation import this_workstation


def test_the_clock_gives_an_aware_moment_in_utc() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_nothing_is_proposed_inside_the_documents_folder() -> None:
    paths = program_paths()
    assert all("SPOC Desk" in str(path) for path in (paths.settings, paths.log, paths.vaults))
    assert "Documents" not in str(paths.vaults)


def test_a_workstation_keeps_its_id_and_another_account_has_another(tmp_path: Path) -> None:
    first = this_workstation(tmp_path / "a")
    assert this_workstation(tmp_path / "a") == first
    assert this_workstation(tmp_path / "b").id != first.id
    assert len(first.id) == 32
    assert first.name


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"../../etc", b"G" * 32])
def test_a_damaged_id_is_replaced_rather_than_used(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "workstation").write_bytes(damage)
    made = this_workstation(tmp_path)
    assert len(made.id) == 32
    assert this_workstation(tmp_path) == made


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_own_files_are_private_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "choices"
    for text in ("one", "two"):
        write_own_file(path, text)
    assert path.read_text() == "two"
    assert [stat.S_IMODE(made.stat().st_mode) for made in (path, path.parent)] == [0o600, 0o700]
    assert [found.name for found in path.parent.iterdir()] == ["choices"]

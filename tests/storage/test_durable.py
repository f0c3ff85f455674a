"""Files that are wholly written or not there, and that nobody else may read."""

import os
import stat
from pathlib import Path

import pytest

from spoc_desk.storage import durable
from spoc_desk.storage.durable import make_private_folder, replace_patiently, write_durably


class Busy:
    """A rename that Windows refuses a number of times."""

    def __init__(self, times: int, number: int | None) -> None:
        self.times = times
        self.number = number
        self.waited: list[float] = []

    def replace(self, source: Path, target: Path) -> None:
        if self.times:
            self.times -= 1
            refused = PermissionError(13, "held by another program")
            refused.winerror = self.number  # type: ignore[attr-defined]
            raise refused
        source.replace(target)


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_held_for_a_moment_by_a_virus_scanner_is_waited_for(tmp_path: Path, number: int) -> None:
    (tmp_path / "a").write_text("new")
    busy = Busy(6, number)
    replace_patiently(tmp_path / "a", tmp_path / "b", replace=busy.replace, wait=busy.waited.append)
    assert (tmp_path / "b").read_text() == "new"
    assert busy.waited == sorted(busy.waited)
    assert 1 < sum(busy.waited) < 3


def test_a_file_held_for_good_is_given_up_after_two_and_a_half_seconds(tmp_path: Path) -> None:
    busy = Busy(99, 32)
    with pytest.raises(PermissionError):
        replace_patiently(tmp_path / "a", tmp_path / "b", replace=busy.replace, wait=busy.waited.append)
    assert 2 < sum(busy.waited) < 3


def test_a_refusal_of_another_kind_is_not_waited_for(tmp_path: Path) -> None:
    busy = Busy(1, None)
    with pytest.raises(PermissionError):
        replace_patiently(tmp_path / "a", tmp_path / "b", replace=busy.replace, wait=busy.waited.append)
    assert busy.waited == []


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "slots.json"
    write_durably(path, b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr(durable.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_durably(path, b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("slots.json", b"old")]


def test_a_part_file_left_by_a_crash_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "slots.json.part").write_bytes(b"half")
    write_durably(tmp_path / "slots.json", b"whole")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("slots.json", b"whole")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private_folder(tmp_path / "a" / "b")
        write_durably(tmp_path / "a" / "b" / "file", b"x")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/file")]
    assert modes == [0o700, 0o700, 0o600]

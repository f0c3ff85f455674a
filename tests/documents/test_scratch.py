"""The private folder of a build is private, and goes away."""

import os
import stat
import sys
from pathlib import Path

import pytest

from spoc_desk.documents import scratch
from spoc_desk.documents.scratch import private_folder, sweep


@pytest.fixture(autouse=True)
def _no_memory_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scratch, "_MEMORY", tmp_path / "shm")


def test_only_its_owner_can_read_it_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    with private_folder(tmp_path / "scratch", 10) as folder:
        (folder / "part.pdf").write_bytes(b"plain")
        if sys.platform != "win32":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_it_is_gone_after_a_failure_too(tmp_path: Path) -> None:
    def fail() -> None:
        with private_folder(tmp_path, 10):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list(tmp_path.iterdir())


def test_memory_is_used_where_the_parts_fit(tmp_path: Path) -> None:
    (tmp_path / "shm").mkdir()
    with private_folder(tmp_path / "disk", 10) as folder:
        assert folder.parent == tmp_path / "shm"
    with private_folder(tmp_path / "disk", 1 << 60) as folder:
        assert folder.parent == tmp_path / "disk"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the kernel which process still lives")
def test_what_a_crash_left_is_swept_and_a_running_build_is_left_alone(tmp_path: Path) -> None:
    left = tmp_path / "spoc-pack-4000000000-17-x"
    reused = tmp_path / f"spoc-pack-{os.getpid()}-17-x"
    other = tmp_path / "holiday"
    for folder in (left, reused, other):
        folder.mkdir()
        (folder / "file").write_bytes(b"1")
    with private_folder(tmp_path, 1 << 60) as running:
        assert sweep(tmp_path) == 2
        assert [folder.exists() for folder in (left, reused, running, other)] == [False, False, True, True]

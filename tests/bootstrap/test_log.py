"""The log on this computer holds times, kinds and places, and never grows beyond a few small files."""

import logging
import os
from pathlib import Path

import pytest

from spoc_desk.bootstrap.log import LARGEST, LOG_NAME, OLDER, end_log, keep_log

LOG = logging.getLogger("spoc_desk.ui")


def test_a_fault_is_kept_with_its_time_and_without_its_traceback(tmp_path: Path) -> None:
    handler = keep_log(tmp_path / "log")
    try:
        raise ValueError("Jo Fennimore")
    except ValueError:
        LOG.exception("%s at %s", "ValueError", "forms.py:12 in save")
    finally:
        end_log(handler)
    told = (tmp_path / "log" / LOG_NAME).read_text(encoding="utf-8")
    assert told.endswith("Z ERROR ValueError at forms.py:12 in save\n")
    assert "Fennimore" not in told


def test_old_files_make_way(tmp_path: Path) -> None:
    handler = keep_log(tmp_path)
    for _line in range(6 * LARGEST // 1_000):
        LOG.error("x" * 1_000)
    end_log(handler)
    files = list(tmp_path.iterdir())
    assert len(files) == OLDER + 1
    assert all(file.stat().st_size <= LARGEST for file in files)


def test_nothing_is_logged_any_more_once_it_has_ended(tmp_path: Path) -> None:
    handler = keep_log(tmp_path)
    end_log(handler)
    LOG.error("late")
    assert (tmp_path / LOG_NAME).read_text(encoding="utf-8") == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder to the account by other means")
def test_this_account_alone_may_read_it(tmp_path: Path) -> None:
    end_log(keep_log(tmp_path / "log"))
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_no_reason_not_to_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert keep_log(tmp_path / "file" / "log") is None

"""Wrong passphrases, remembered until the next unlock."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spoc_desk.domain.attempts import FailedUnlock
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.failed_unlocks import FAILED_UNLOCKS, FailedUnlocks

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def attempt(seconds: int) -> FailedUnlock:
    return FailedUnlock("0195-officer", "WS-03", NOON + timedelta(seconds=seconds))


def test_ten_wrong_passphrases_are_slowed_down_and_all_remembered(tmp_path: Path) -> None:
    failed = FailedUnlocks(tmp_path)
    for number in range(10):
        failed.add(attempt(number))
    with pytest.raises(DomainError) as refused:
        FailedUnlocks(tmp_path).check_pause(NOON + timedelta(seconds=20))
    assert (refused.value.code, refused.value.values) == ("keys.wait", {"seconds": 50, "pause": "50 seconds"})
    assert failed.read() == tuple(attempt(number) for number in range(10))
    with pytest.raises(DomainError) as last:
        failed.check_pause(NOON + timedelta(seconds=68.5))
    assert last.value.values["pause"] == "1 second"
    assert failed.check_pause(NOON + timedelta(seconds=70)) is None


def test_three_slips_are_forgiven_at_once_but_still_remembered(tmp_path: Path) -> None:
    failed = FailedUnlocks(tmp_path)
    assert failed.check_pause(NOON) is None
    for number in range(2):
        failed.add(attempt(number))
    assert failed.check_pause(NOON + timedelta(seconds=2)) is None
    assert len(failed.read()) == 2


def test_an_unlock_clears_them(tmp_path: Path) -> None:
    failed = FailedUnlocks(tmp_path)
    failed.add(attempt(0))
    failed.clear()
    failed.clear()
    assert failed.read() == ()


def test_a_clock_set_back_locks_nobody_out(tmp_path: Path) -> None:
    failed = FailedUnlocks(tmp_path)
    for number in range(9):
        failed.add(attempt(86_400 + number))
    assert failed.check_pause(NOON) is None


def test_the_file_stays_small_however_long_somebody_guesses(tmp_path: Path) -> None:
    path = tmp_path / FAILED_UNLOCKS
    path.write_text(json.dumps([("0195-officer", "WS-03", NOON.isoformat())] * 600))
    failed = FailedUnlocks(tmp_path)
    failed.add(attempt(1))
    assert len(failed.read()) == 500
    assert failed.read()[-1] == attempt(1)


@pytest.mark.parametrize("damage", [b"", b"{}x", b'[["a"]]', b'[["a","b","yesterday"]]', b"[1]", b"\xff"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FAILED_UNLOCKS).write_bytes(damage)
    failed = FailedUnlocks(tmp_path)
    assert failed.read() == ()
    failed.add(attempt(0))
    assert failed.read() == (attempt(0),)


def test_an_altered_list_is_doubtful_until_it_is_cleared(tmp_path: Path) -> None:
    failed = FailedUnlocks(tmp_path)
    assert not failed.damaged
    failed.add(attempt(1))
    assert not failed.damaged
    path = tmp_path / FAILED_UNLOCKS
    path.write_text(path.read_text("utf-8").replace("WS-03", "WS-04"), "utf-8")
    assert (failed.read(), failed.damaged) == ((), True)
    failed.add(attempt(2))
    assert (failed.read(), failed.damaged) == ((attempt(2),), True)
    failed.clear()
    assert not failed.damaged

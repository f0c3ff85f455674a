"""When a backup is due, which may go, and that a wrong clock removes nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from spoc_desk.domain.backups import (
    Backup,
    BackupPolicy,
    BackupState,
    checked_policy,
    is_due,
    may_go,
    stamp_of,
)
from spoc_desk.domain.errors import DomainError

NOW = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)


def made(number, state=BackupState.PROVED, days=None):
    at = NOW + timedelta(days=number if days is None else days)
    return Backup(number, f"s{number}", "/drive", at, number, "00", 3, 0, 10, state)


def ids(backups, **policy):
    return [each.id for each in may_go(backups, BackupPolicy(**policy))]


def test_a_backup_is_due_when_none_was_made_or_its_days_are_over():
    daily = BackupPolicy(every_days=1)
    assert is_due(None, daily, NOW)
    assert not is_due(NOW - timedelta(hours=20), daily, NOW)
    assert is_due(NOW - timedelta(hours=24), daily, NOW)
    assert not is_due(NOW - timedelta(days=6), BackupPolicy(every_days=7), NOW)


def test_a_backup_that_lies_in_the_future_counts_for_nothing():
    assert is_due(NOW + timedelta(days=400), BackupPolicy(every_days=7), NOW)


def test_the_newest_proved_ones_are_kept_and_older_ones_go():
    assert ids([made(n) for n in range(1, 6)], keep=2, keep_days=0) == [1, 2, 3]
    assert ids([made(n) for n in range(1, 3)], keep=2, keep_days=0) == []


def test_every_proved_one_of_the_newest_days_is_kept_too():
    several = [made(n, days=n // 3) for n in range(1, 10)]
    assert ids(several, keep=1, keep_days=2) == [1, 2, 3, 4, 5]
    assert ids(several, keep=1, keep_days=30) == []


@pytest.mark.parametrize("junk", [BackupState.MADE, BackupState.DAMAGED])
def test_what_was_never_proved_pushes_out_nothing(junk):
    proved = [made(1), made(2)]
    flood = [made(n, junk) for n in range(3, 60)]
    assert ids([*proved, *flood], keep=2, keep_days=0) == []


def test_what_was_never_proved_goes_once_it_is_older_than_all_that_is_kept():
    assert ids([made(1, BackupState.MADE), made(2), made(3), made(4)], keep=2, keep_days=0) == [1, 2]


def test_a_clock_years_ahead_removes_nothing_by_itself():
    daily = [made(n) for n in range(1, 8)]
    ahead = made(8, days=4000)
    assert ids([*daily, ahead], keep=2, keep_days=30) == []


def test_after_a_clock_set_back_the_trail_says_which_is_newer():
    assert ids(
        [made(1, days=900), made(2, days=901), made(3, days=0), made(4, days=1)], keep=2, keep_days=0
    ) == [1, 2]


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"every_days": 0}, "backup.days_wrong"),
        ({"every_days": 366}, "backup.days_wrong"),
        ({"keep": 0}, "backup.keep_wrong"),
        ({"keep_days": -1}, "backup.keep_wrong"),
    ],
)
def test_a_policy_that_would_keep_or_make_nothing_is_refused(policy, code):
    with pytest.raises(DomainError) as refused:
        checked_policy(BackupPolicy(**policy))
    assert refused.value.code == code


def test_two_backups_of_one_second_have_names_of_their_own():
    assert stamp_of(NOW, ()) == "20270420T090000Z"
    assert stamp_of(NOW, ("20270420T090000Z",)) == "20270420T090000Z-2"
    assert stamp_of(NOW, ("20270420T090000Z", "20270420T090000Z-2")) == "20270420T090000Z-3"

"""A log that a crash left is read as far as it is whole, and what SQLite passed over is noticed."""

import shutil

import pytest

from spoc_desk.storage.log_check import LogFault, log_left
from spoc_desk.storage.store import Store
from tests.storage.vaults import KEY, SteadyClock, incident, store_records


@pytest.fixture
def cut_off(store, work, path, tmp_path):
    """A copy of a database and its log, made while the program had it open: three changes are in the log."""
    for number in range(3):
        store_records(work, incident(number))
    folder = tmp_path / "cut off"
    folder.mkdir()
    for beside in ("", "-wal"):
        shutil.copy(path.with_name(path.name + beside), folder / (path.name + beside))
    return folder / path.name


def fault(database):
    store = Store(database, KEY, SteadyClock())
    try:
        return store.log_fault(), store.queries.counts()["incidents"]
    finally:
        store.close()


def ends(database):
    """Where in the log the frames begin that end a change."""
    frames = log_left(database).frames
    return [32 + number * (24 + 4096) for number, (_, ends_one) in enumerate(frames) if ends_one]


def flip(database, at):
    log = database.with_name(database.name + "-wal")
    content = bytearray(log.read_bytes())
    content[at] ^= 4
    log.write_bytes(content)


def test_a_whole_log_is_no_fault_and_neither_is_none(cut_off):
    assert fault(cut_off) == (LogFault.NONE, 3)
    assert fault(cut_off) == (LogFault.NONE, 3)


def test_a_bit_flipped_before_later_changes_means_that_changes_are_lost(cut_off):
    flip(cut_off, 32 + 24 + 1000)
    assert fault(cut_off)[0] is LogFault.LOST


def test_a_flipped_bit_in_the_logs_own_head_means_that_changes_are_lost(cut_off):
    flip(cut_off, 17)
    assert fault(cut_off) == (LogFault.LOST, 0)


def test_a_last_change_that_is_not_whole_was_cut_off(cut_off):
    flip(cut_off, ends(cut_off)[-1] + 500)
    assert fault(cut_off) == (LogFault.CUT_OFF, 2)


def test_the_frames_of_a_change_without_its_end_were_cut_off(cut_off):
    log = cut_off.with_name(cut_off.name + "-wal")
    log.write_bytes(log.read_bytes()[: ends(cut_off)[-1]])
    assert fault(cut_off) == (LogFault.CUT_OFF, 2)


def test_an_empty_or_begun_log_holds_nothing(cut_off):
    log = cut_off.with_name(cut_off.name + "-wal")
    for begun in (b"", b"\x37\x7f", bytes(32)):
        log.write_bytes(begun)
        assert fault(cut_off) == (LogFault.NONE, 0)

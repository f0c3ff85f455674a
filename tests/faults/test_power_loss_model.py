"""The disk that power cuts are tried on forgets what was not synced, and finds out who syncs nothing."""

import random
import sys

import pytest

from tests.faults.amounts import draw_for
from tests.faults.deeds import BEGUN, DEEDS, look_into
from tests.faults.disk import Disk
from tests.faults.recording import film


def states(disk, tmp_path, turns=40):
    """What a file called one holds after each of many cuts; None where it is not there."""
    found = set()
    for turn in range(turns):
        to = tmp_path / f"cut {turn}"
        to.mkdir()
        disk.after_cut(to, random.Random(turn))
        found.add((to / "one").read_bytes() if (to / "one").exists() else None)
    return found


@pytest.fixture
def disk(tmp_path):
    return Disk(tmp_path / "root")


def done(disk, tmp_path, *events):
    for what, name, *more in events:
        at, content, other = (*more, *(0, b"", "")[len(more) :])
        other = str(tmp_path / "root" / other)
        disk.does((what, str(tmp_path / "root" / name).rstrip("/."), at, content, other))


def test_a_file_that_was_never_synced_may_be_missing_empty_or_whole(disk, tmp_path):
    done(disk, tmp_path, ("create", "one"), ("write", "one", 0, b"new"))
    assert states(disk, tmp_path) == {None, b"", b"new"}


def test_a_synced_file_keeps_its_content_but_not_its_name(disk, tmp_path):
    done(disk, tmp_path, ("create", "one"), ("write", "one", 0, b"new"), ("sync", "one"))
    assert states(disk, tmp_path) == {None, b"new"}


def test_what_was_synced_with_its_folder_is_there_for_good(disk, tmp_path):
    done(disk, tmp_path, ("create", "one"), ("write", "one", 0, b"new"), ("sync", "one"), ("sync", "."))
    assert states(disk, tmp_path) == {b"new"}


def test_a_file_renamed_over_another_before_it_was_synced_may_lose_both(disk, tmp_path):
    done(
        disk, tmp_path, ("create", "one"), ("write", "one", 0, b"old"), ("sync", "one"), ("sync", "."),
        ("create", "two"), ("write", "two", 0, b"new"), ("rename", "two", 0, b"", "one"),
    )  # fmt: skip
    assert states(disk, tmp_path) == {b"old", b"", b"new"}


def test_a_long_write_may_be_torn_at_a_sector(disk, tmp_path):
    done(disk, tmp_path, ("create", "one"), ("sync", "."), ("write", "one", 0, b"x" * 1024))
    assert states(disk, tmp_path) == {b"", b"x" * 512, b"x" * 1024}


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
@pytest.mark.parametrize("name", DEEDS)
def test_played_to_its_end_the_film_of_a_deed_shows_what_is_there(name, prepared, tmp_path):
    place = prepared(name, tmp_path / "at work")
    disk = Disk(place)
    for event in film(name, place, tmp_path / "film"):
        if event[0] != "said":
            disk.does(event)
    there = sorted(path for path in place.rglob("*") if not path.name.endswith("-shm"))
    found = {str(path.relative_to(place)): None if path.is_dir() else path.read_bytes() for path in there}
    assert disk.seen() == found


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_a_program_that_synced_nothing_would_be_found_out(prepared, tmp_path):
    place = prepared("ingest", tmp_path / "at work")
    disk, draw = Disk(place), draw_for("nothing synced")
    events = film("ingest", place, tmp_path / "film")
    said = {event[1] for event in events if event[0] == "said"} - {BEGUN}
    for event in events:
        if event[0] not in {"said", "sync"}:
            disk.does(event)
    for turn in range(6):
        after = tmp_path / f"after {turn}"
        after.mkdir()
        mode = disk.after_cut(after, draw)
        if mode != "all":
            with pytest.raises(AssertionError):
                look_into("ingest", after, said, mode)

"""A big file is sealed while the window goes on answering."""

import os
import time

import pytest

from tests.journeys.officer import at_the_window
from tests.ui.real import PASSPHRASE

SIZE = 200 * 1024 * 1024
# What somebody would call stuck; the exact gap is measured by the benchmarks.
STUCK = 2.0


@pytest.mark.desktop
def test_the_window_answers_while_200_mb_are_sealed(account, told_vault, tmp_path):
    video = tmp_path / "doorbell.mp4"
    with video.open("wb") as file:
        file.truncate(SIZE)
        file.write(os.urandom(4096))
    with at_the_window(account) as officer:
        officer.unlock(PASSPHRASE)
        officer.go_to(4, "Casefiles")
        officer.press("Exhibits", "page tab")
        officer.press("Add exhibit")
        officer.write("File name", str(video))
        officer.press("Open")
        officer.find("dialog", "Add an exhibit")
        officer.write("What it is", "Film from the doorbell")
        frame = officer.find("frame", "")
        officer.press("Seal the exhibit")
        longest, asked = 0.0, 0
        vault = told_vault
        while not sealed(vault):
            began = time.monotonic()
            assert "enabled" in frame.states
            longest, asked = max(longest, time.monotonic() - began), asked + 1
        officer.sees("Sealed and read back.")
        assert asked > 0
        assert longest < STUCK
        officer.sees("AM/4")


def sealed(vault):
    """Whether a file as big as this one is among the sealed ones."""
    return any(path.suffix == ".age" and path.stat().st_size > SIZE for path in vault.rglob("*.age"))

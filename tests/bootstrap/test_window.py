"""Starting the window where there is none to be had."""

import os
import subprocess
import sys

import pytest

from spoc_desk.bootstrap.window import SCREENS


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_program_says_so_in_one_sentence() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk"], env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "screen" in done.stderr

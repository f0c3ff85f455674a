"""What a command prints, to a reader who may stop before the end."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from argparse import Namespace
from spoc_desk.cli.terminal import answer

answer(Namespace(json=False), {}, ("a line" for _ in range(200_000)))
"""


def test_a_reader_who_has_seen_enough_ends_a_command_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as said:
        assert said.stdout is not None
        assert said.stderr is not None
        assert said.stdout.readline() == "a line\n"
        said.stdout.close()
        assert said.stderr.read() == ""
        assert said.wait() == 0

"""What a command prints, to a reader who may stop before the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spoc_desk.cli.terminal import text_of
from spoc_desk.domain.errors import DomainError

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


def test_why_a_file_gives_no_passphrase_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("caf\u00e9".encode("latin-1"))
    for name, code in (("none", "missing"), ("", "is_folder"), ("latin", "unreadable")):
        with pytest.raises(DomainError) as refused:
            text_of(tmp_path / name)
        assert refused.value.code == f"terminal.file_{code}"

"""Each command that docs/restore_drill.md gives is run, as printed there, on a real backup."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from spoc_desk.services.backups import make_backup
from spoc_desk.storage.recovery import printed_rows
from tests.architecture.sources import ROOT
from tests.bootstrap.backed_up import flip, new_vault

GUIDE = (ROOT / "docs" / "restore_drill.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
WORDS = "Type into `key.txt`, on one line, AGE-SECRET-KEY-1 and then the five printed rows, without spaces"


@dataclass
class Drill:
    backups: Path
    folder: Path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        shell = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "DRILL": str(self.folder),
        }
        return subprocess.run(
            ["sh", "-c", command], cwd=self.backups, env=shell, capture_output=True, text=True, check=False
        )


@pytest.fixture
def drill(tmp_path: Path) -> Drill:
    with new_vault(tmp_path) as held:
        make_backup(held.drive, held.desk)
    folder = tmp_path / "drill"
    folder.mkdir()
    assert WORDS in " ".join(GUIDE.split())
    rows = [" ".join(row) for row in printed_rows(held.identity)]
    (folder / "key.txt").write_text("AGE-SECRET-KEY-1" + "".join(rows).replace(" ", "") + "\n", "utf-8")
    shutil.copy(ROOT / "docs" / "open_backup.py", folder)
    return Drill(held.backups, folder)


def test_every_command_of_the_drill_works_and_changes_nothing_on_the_drive(drill: Drill) -> None:
    before = {path: path.read_bytes() for path in drill.backups.rglob("*") if path.is_file()}
    done = [drill.run(command) for command in COMMANDS]
    assert [(each.args[-1], each.stderr) for each in done if each.returncode] == []
    told = "".join(each.stdout for each in done)
    assert told.count(": OK") == 4
    assert told.count("is right") == 3
    assert "WRONG" not in told
    assert any("Sound, and its audit trail ends" in each.stderr for each in done)
    assert {path: path.read_bytes() for path in drill.backups.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in drill.folder.iterdir()) == ["open_backup.py"]


def test_the_second_reader_finds_a_bit_turned_in_the_database(drill: Drill) -> None:
    copying, _, unlocking, opening, *_ = COMMANDS
    assert drill.run(copying).returncode == drill.run(unlocking).returncode == 0
    flip(drill.folder / "copy" / "vault.db", 20_000)
    assert drill.run(opening).returncode != 0


def test_the_drill_finds_evidence_that_was_altered(drill: Drill) -> None:
    copying, _, unlocking, opening, reading, *_ = COMMANDS
    for command in (copying, unlocking, opening):
        assert drill.run(command).returncode == 0
    flip(min((drill.backups / "evidence").rglob("*.age")), 3000)
    told = drill.run(reading).stdout
    assert (told.count("IS WRONG"), told.count("is right")) == (1, 2)

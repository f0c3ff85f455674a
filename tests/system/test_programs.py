"""Other programs are run alone: no network, limits, one folder, and ended with all they started."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from spoc_desk.system.programs import Ended, run_confined

ALIVE = Path("/proc")


@pytest.fixture
def run(tmp_path: Path):
    def ran(script: str, **options: object) -> Ended:
        given = {"seconds": 30, "stopped": lambda: False, **options}
        return run_confined([sys.executable, "-c", script], tmp_path, **given)

    return ran


def test_a_program_says_what_it_has_to_say_and_how_it_ended(run) -> None:
    assert run("print('done'); raise SystemExit(3)") == Ended(3, False, "done\n")


def test_a_program_has_no_network_and_no_secret_of_ours(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOC_SECRET", "hidden")
    ended = run("import os; print(open('/proc/net/dev').read().count(':'), 'SPOC_SECRET' in os.environ)")
    assert ended.words == "1 False\n"


def test_a_program_writes_in_its_own_folder_and_nowhere_else(run, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.txt"
    outside.write_text("as it was")
    made = outside.with_name("new")
    script = (
        "import pathlib, os\n"
        "pathlib.Path('mine.txt').write_text('written')\n"
        "os.rename('mine.txt', 'mine2.txt')\n"
        f"for act in (lambda: open({str(outside)!r}, 'w'), lambda: open({str(made)!r}, 'w'),\n"
        f"            lambda: os.mkdir({str(made)!r})):\n"
        "    try:\n"
        "        act()\n"
        "    except PermissionError:\n"
        "        print('refused')\n"
        f"print(open({str(outside)!r}).read())\n"
    )
    assert run(script).words == "refused\n" * 3 + "as it was\n"
    assert (tmp_path / "mine2.txt").read_text() == "written"


def test_a_program_that_wants_too_much_memory_ends(run) -> None:
    ended = run("x = bytearray(300 << 20); print('had it')", memory=200 << 20)
    assert "MemoryError" in ended.words
    assert ended.code != 0


def test_a_program_at_its_limit_is_ended_with_all_it_started(run, tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time, pathlib\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(tmp_path / 'other')!r}).write_text(str(other.pid))\n"
        "time.sleep(600)\n"
    )
    ended = run(script, seconds=2)
    assert ended.late
    assert ended.code != 0
    wait_until_gone(int((tmp_path / "other").read_text()))


def test_a_child_left_behind_is_ended_too(run) -> None:
    script = (
        "import subprocess, sys\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(other.pid)\n"
    )
    ended = run(script)
    assert not ended.late
    wait_until_gone(int(ended.words))


def wait_until_gone(process: int) -> None:
    end = time.monotonic() + 20
    while (ALIVE / str(process)).exists():
        state = (ALIVE / str(process) / "stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            return
        assert time.monotonic() < end


def test_nobody_waiting_ends_a_program_early(run) -> None:
    began = time.monotonic()
    ended = run("import time; time.sleep(600)", stopped=lambda: True)
    assert not ended.late
    assert time.monotonic() - began < 20


def test_a_program_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    ended = run_confined(["/no/such/program"], tmp_path, seconds=9, stopped=lambda: False)
    assert ended.code != 0


def test_a_packaged_program_starts_others_through_itself(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "spoc_desk",
        "--launch",
        f"{1 << 30}",
        "9",
        str(tmp_path),
        "echo",
        "launched",
    ]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    assert ran.stdout == "launched\n"

"""After set-up there is a command spoc-desk, from whatever folder it is called."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import environment
from installer.environment import Environment, ensure_environment
from installer.launcher import NAME, write_launcher

ECHO = """import sys
def main():
    print(sys.argv[1:], sys.path[0])
    return 3
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A checkout whose locks name nothing, in a folder with a space; its program says what it was given."""

    def run(command):
        if "venv" in command:
            subprocess.run([*command, "--without-pip"], check=True)

    monkeypatch.setattr(environment, "_run", run)
    root = tmp_path / "my checkout"
    for name, text in {
        "requirements/runtime.txt": "", "requirements/test.txt": "", "spoc_desk/__main__.py": ECHO,
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def call(root: Path, *arguments: str, cwd: Path) -> tuple[int, str]:
    launcher = Environment(root, None).python.parent / NAME
    done = subprocess.run([launcher, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_command_starts_the_checkout_from_any_folder_and_hands_its_status_on(checkout, tmp_path):
    ensure_environment(Environment(checkout, None), "runtime")
    status, said = call(checkout, "verify", "a b", "--json", cwd=tmp_path)
    assert status == 3
    assert said.startswith("['verify', 'a b', '--json'] ")
    assert Path(said.split("] ")[1].strip()).resolve() == checkout.resolve()


def test_an_environment_that_is_complete_already_gets_the_command_too(checkout, tmp_path):
    made = Environment(checkout, None)
    ensure_environment(made, "runtime")
    (made.python.parent / NAME).unlink()
    ensure_environment(made, "runtime")
    assert call(checkout, cwd=tmp_path)[0] == 3


def test_the_command_outlives_a_changed_lock_and_a_moved_checkout(checkout, tmp_path):
    made = Environment(checkout, None)
    ensure_environment(made, "runtime")
    made.lock("runtime").write_text("# changed\n", encoding="utf-8")
    ensure_environment(made, "runtime")
    moved = shutil.move(checkout, tmp_path / "moved")
    assert call(Path(moved), cwd=tmp_path)[0] == 3


def test_the_command_may_be_linked_to_from_elsewhere(checkout, tmp_path):
    made = Environment(checkout, None)
    ensure_environment(made, "runtime")
    link = tmp_path / "spoc-desk"
    link.symlink_to(made.python.parent / NAME)
    assert subprocess.run([link], capture_output=True, check=False).returncode == 3


def test_a_launcher_that_stands_is_not_written_again(tmp_path):
    write_launcher(tmp_path, tmp_path.parent)
    os.utime(tmp_path / NAME, (1, 1))
    write_launcher(tmp_path, tmp_path.parent)
    assert (tmp_path / NAME).stat().st_mtime == 1


def test_windows_gets_a_command_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    write_launcher(tmp_path, tmp_path.parent)
    assert '@"%~dp0python.exe" -c "import sys; ' in (tmp_path / NAME).read_text("utf-8")

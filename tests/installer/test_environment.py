"""The virtual environment follows its lock, and costs nothing when it already does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import environment
from installer.environment import Environment, ensure_environment
from installer.system_packages import Missing


@pytest.fixture
def commands(monkeypatch):
    """What the set-up ran, without running it: a virtual environment without pip is all it makes."""
    ran = []

    def run(command):
        ran.append(command)
        if "venv" in command:
            subprocess.run([*command, "--without-pip"], check=True)

    monkeypatch.setattr(environment, "_run", run)
    return ran


@pytest.fixture
def fresh(tmp_path):
    """A checkout whose locks name nothing."""
    (tmp_path / "requirements").mkdir()
    for kind in ("runtime", "test"):
        (tmp_path / "requirements" / f"{kind}.txt").write_text("", encoding="utf-8")
    return Environment(tmp_path, None)


def verbs(commands):
    known = {"venv", "install", "uninstall"}
    return [next(word for word in command if word in known) for command in commands]


def test_a_fresh_checkout_gets_an_environment_and_what_the_lock_names(fresh, commands):
    ensure_environment(fresh, "runtime")
    assert verbs(commands) == ["venv", "install"]
    assert "--require-hashes" in commands[1]


def test_the_second_time_nothing_runs_at_all(fresh, commands, monkeypatch):
    ensure_environment(fresh, "test")
    commands.clear()
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    ensure_environment(fresh, "runtime")
    assert commands == []


def test_a_changed_lock_is_installed_into_the_same_environment(fresh, commands):
    ensure_environment(fresh, "runtime")
    commands.clear()
    fresh.lock("runtime").write_text("# changed\n", encoding="utf-8")
    ensure_environment(fresh, "runtime")
    assert verbs(commands) == ["install"]


def test_an_interrupted_installation_is_taken_up_again(fresh, commands, monkeypatch):
    def stop(command):
        raise Missing("the network went away")

    with monkeypatch.context() as patched:
        patched.setattr(environment, "_install_locked", lambda *arguments: stop(arguments))
        with pytest.raises(Missing):
            ensure_environment(fresh, "runtime")
    commands.clear()
    ensure_environment(fresh, "runtime")
    assert verbs(commands) == ["install"]


def test_an_environment_whose_python_is_gone_is_made_again(fresh, commands):
    ensure_environment(fresh, "runtime")
    commands.clear()
    fresh.python.unlink()
    ensure_environment(fresh, "runtime")
    assert verbs(commands) == ["venv", "install"]


def install_left_over(fresh):
    """Puts a package named left-over into the environment by hand."""
    found = subprocess.run(
        [fresh.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()
    metadata = Path(found) / "left_over-1.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: left-over\nVersion: 1.0\n", encoding="utf-8")


def test_a_package_that_no_lock_names_is_removed(fresh, commands):
    ensure_environment(fresh, "runtime")
    commands.clear()
    install_left_over(fresh)
    fresh.lock("runtime").write_text("# changed\n", encoding="utf-8")
    ensure_environment(fresh, "runtime")
    assert commands[-1][-1] == "left-over"


def test_running_the_program_takes_no_developer_s_tools_away(fresh, commands):
    fresh.lock("test").write_text("left.over==1.0 --hash=sha256:0\n", encoding="utf-8")
    ensure_environment(fresh, "runtime")
    commands.clear()
    install_left_over(fresh)
    fresh.lock("runtime").write_text("# changed\n", encoding="utf-8")
    ensure_environment(fresh, "runtime")
    assert verbs(commands) == ["install"]


def test_another_python_gets_an_environment_of_its_own(tmp_path):
    assert Environment(tmp_path, "3.11").folder.name == ".venv-3.11"
    assert Environment(tmp_path, None).folder.name == ".venv"


def test_an_unknown_python_is_refused_with_what_is_needed(fresh, commands):
    wanting = Environment(fresh.root, shutil.which("true") or sys.executable + "-absent")
    with pytest.raises(Missing, match="SPOC Desk needs Python"):
        ensure_environment(wanting, "runtime")

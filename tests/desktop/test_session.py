"""The session that the tests run in is private, whole, and gone afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

_TELL = """
import json, os
names = ["HOME", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM"]
print(json.dumps({name: os.environ[name] for name in names}))
"""
SERVERS = {"Xvfb", "dbus-daemon", "gnome-keyring-daemon", "openbox"}


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What a command run in a session of its own finds around it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.session", sys.executable, "-c", _TELL],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def test_a_session_has_a_home_of_its_own(told):
    assert told["HOME"] != os.environ["HOME"]
    assert told["XDG_RUNTIME_DIR"].startswith(told["HOME"])


def test_two_sessions_never_share_a_screen_or_a_bus(told):
    assert told["DISPLAY"] != os.environ.get("DISPLAY")
    assert told["DBUS_SESSION_BUS_ADDRESS"] != os.environ.get("DBUS_SESSION_BUS_ADDRESS")


def test_a_session_leaves_no_folder_and_no_server_behind(told):
    left = [
        process.info["name"]
        for process in psutil.process_iter(["name", "status"])
        if process.info["name"] in SERVERS and process.info["status"] != psutil.STATUS_ZOMBIE
        if told["HOME"] in environment_of(process)
    ]
    assert left == []
    assert not Path(told["HOME"]).exists()


def environment_of(process: psutil.Process) -> str:
    try:
        return process.environ().get("HOME", "")
    except psutil.Error:
        return ""


def test_a_session_ends_with_its_command_s_status():
    command = [sys.executable, "-m", "tests.desktop.session", sys.executable, "-c", "raise SystemExit(7)"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, timeout=60)
    assert done.returncode == 7

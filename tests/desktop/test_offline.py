"""The guard that journeys run under notices a try to reach a network, and only that."""

import os
import subprocess
import sys

import pytest

from tests.desktop.accessibility import accessible_program
from tests.desktop.keyrings import unlocked_keyring
from tests.desktop.offline import Offline

FROM_A_CHILD = """
import subprocess, sys
code = "import socket; socket.create_connection(('127.0.0.1', 9))"
subprocess.run([sys.executable, "-c", code], check=True)
"""
WINDOW = """
from PySide6.QtWidgets import QApplication, QPushButton
app = QApplication([])
button = QPushButton("Unlock")
button.show()
app.exec()
"""


def run(code: str, offline: Offline) -> subprocess.CompletedProcess[str]:
    command = offline.command([sys.executable, "-c", code])
    return subprocess.run(
        command, env=offline.environment, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://example.org')",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        FROM_A_CHILD,
    ],
    ids=["connect", "a web page", "a name", "a datagram", "a child process"],
)
def test_a_try_is_noted_with_where_it_came_from(code, tmp_path):
    offline = Offline.within(tmp_path, os.environ)
    assert run(code, offline).returncode != 0
    assert "socket." in offline.tries()


def test_the_keyring_still_answers(tmp_path, keyring_home):
    with unlocked_keyring(keyring_home) as environment:
        offline = Offline.within(tmp_path, environment)
        done = run("import keyring; keyring.set_password('a', 'b', 'c')", offline)
    assert (done.returncode, offline.tries()) == (0, ""), done.stderr


@pytest.mark.desktop
def test_a_window_still_opens(tmp_path, desktop_environment):
    offline = Offline.within(tmp_path, desktop_environment)
    command = offline.command([sys.executable, "-c", WINDOW])
    with accessible_program(command, offline.environment) as program:
        assert program.find("push button", "Unlock").name == "Unlock"
    assert offline.tries() == ""

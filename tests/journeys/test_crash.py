"""What is typed survives the program's death, and work in one place does not stop it in another."""

import os
import signal

import pytest

from tests.journeys.officer import Officer, at_the_terminal, at_the_window
from tests.ui.real import OFFICER, PASSPHRASE

TYPED = "A caller says he was followed home"


def begin_incident(officer: Officer) -> None:
    officer.go_to(3, "Incidents")
    officer.keys("ctrl+n")
    officer.find("dialog", "New incident")


@pytest.mark.desktop
def test_text_in_an_open_form_is_back_after_the_program_was_killed(account, told_vault):
    with at_the_window(account) as officer:
        officer.unlock(PASSPHRASE)
        begin_incident(officer)
        officer.type_into("What happened, in a line", TYPED)
        officer.sees("Draft saved")
        os.kill(officer.process.pid, signal.SIGKILL)
        officer.ends()
    with at_the_window(account) as officer:
        officer.unlock(PASSPHRASE)
        begin_incident(officer)
        officer.sees("Draft restored.")
        assert officer.find("text", "What happened, in a line").text == TYPED
        officer.keys("Escape")
        officer.keys("alt+F4")
        assert officer.ends() == 0


@pytest.mark.desktop
def test_a_vault_open_in_the_window_is_not_opened_a_second_time(account, told_vault, tmp_path):
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE, "utf-8")
    opens = (told_vault, "incidents", "--officer", OFFICER, "--passphrase-file", secret)
    with at_the_window(account) as officer:
        officer.unlock(PASSPHRASE)
        refused = at_the_terminal("list", *opens, environment=account)
        assert refused.returncode == 1
        assert OFFICER in refused.stderr
        officer.keys("ctrl+l")
        officer.sees("Locked.")
        assert at_the_terminal("list", *opens, environment=account).returncode == 0

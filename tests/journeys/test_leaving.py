"""The computer goes to sleep, or its screen is locked, while somebody types into the program's own window."""

import os

import pytest

from tests.desktop.login import fake_login
from tests.journeys.officer import at_the_window
from tests.ui.real import PASSPHRASE

TYPED = "A caller says he was followed home"


@pytest.mark.desktop
@pytest.mark.parametrize("leave", ["sleep", "lock"])
def test_leaving_locks_before_the_computer_sleeps_and_unlocking_goes_on_where_it_was(
    account, told_vault, keyring_home, monkeypatch, leave
):
    with fake_login(keyring_home, monkeypatch) as login:
        system = {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SYSTEM_BUS_ADDRESS"]}
        with at_the_window({**account, **system}) as officer:
            officer.unlock(PASSPHRASE)
            officer.waits(login.delayed, "sleep to be put off while the vault is open")
            officer.go_to(3, "Incidents")
            officer.keys("ctrl+n")
            officer.find("dialog", "New incident")
            officer.type_into("What happened, in a line", TYPED)
            getattr(login, leave)()
            officer.sees("Locked.")
            officer.waits(lambda: not login.delayed(), "the computer to be let go to sleep")
            assert officer.root.find_all("dialog") == []
            assert TYPED not in officer.root.outline()
            officer.waits(lambda: bool(officer.box_of("Officer").find_all("list item")), "the officers")
            officer.write("Passphrase", PASSPHRASE)
            officer.press("Unlock")
            officer.find("dialog", "New incident")
            officer.sees("Draft restored.")
            officer.waits(
                lambda: "focused" in officer.find("text", "What happened, in a line").states, "the cursor"
            )
            officer.keys("x")
            field = officer.find("text", "What happened, in a line")
            officer.waits(lambda: field.text == f"{TYPED}x", "the next letter where the cursor was")
            officer.keys("Escape")
            officer.keys("alt+F4")
            assert officer.ends() == 0

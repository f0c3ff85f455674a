"""What Linux says when the officer leaves, heard on buses of the test's own."""

import queue

import pytest

from spoc_desk.services.away_ports import Sign
from spoc_desk.system.away_linux import LinuxSigns
from tests.desktop.login import fake_login
from tests.desktop.processes import wait_until


def until(condition):
    wait_until(condition, "what the test waits for")


@pytest.fixture
def heard():
    return queue.Queue()


@pytest.fixture
def login(keyring_home, monkeypatch):
    with fake_login(keyring_home, monkeypatch) as made:
        yield made


@pytest.fixture
def signs(login, heard):
    made = LinuxSigns()
    made.start(heard.put)
    until(lambda: made.watched == {Sign.SLEEP, Sign.SESSION})
    yield made
    made.stop()


def nothing_else(heard, login):
    """Whether whatever was said before this last sign was not one."""
    login.sleep()
    return heard.get(timeout=20) is Sign.SLEEP and heard.empty()


def test_sleep_is_told_and_waking_is_not(signs, login, heard):
    login.sleep(begins=False)
    assert nothing_else(heard, login)


def test_the_session_s_lock_is_told_and_another_session_s_is_not(signs, login, heard):
    login.lock("/org/freedesktop/login1/session/_99")
    login.lock()
    assert heard.get(timeout=20) is Sign.SESSION
    assert nothing_else(heard, login)


@pytest.mark.parametrize("left", [{"LockedHint": True}, {"Active": False}])
def test_a_session_marked_locked_or_put_in_the_background_is_told(signs, login, heard, left):
    login.change(LockedHint=False, Active=True, IdleHint=True)
    login.change("/org/freedesktop/login1/session/_99", **left)
    login.change(**left)
    assert heard.get(timeout=20) is Sign.SESSION
    assert nothing_else(heard, login)


def test_the_screensaver_coming_on_is_told_and_going_off_is_not(signs, login, heard):
    login.screensaver(on=False)
    login.screensaver()
    assert heard.get(timeout=20) is Sign.SESSION
    assert nothing_else(heard, login)


def test_sleep_is_put_off_until_the_desk_is_locked(signs, login):
    assert not login.delayed()
    signs.hold()
    until(login.delayed)
    assert ("Inhibit", "sleep:shutdown", "SPOC Desk", "The vault is locked first", "delay") in login.asked
    signs.let_go()
    until(lambda: not login.delayed())
    signs.hold()
    until(login.delayed)
    assert len(login.delays) == 2


def test_a_delay_that_comes_too_late_is_given_back(signs, login):
    signs.hold()
    signs.let_go()
    signs.hold()
    signs.let_go()
    login.sleep()
    until(lambda: not login.delayed())
    assert signs._delay is None


def test_ending_the_watch_lets_the_computer_sleep(login, heard):
    signs = LinuxSigns()
    signs.start(heard.put)
    signs.hold()
    until(login.delayed)
    signs.stop()
    until(lambda: not login.delayed())
    assert not signs._thread.is_alive()


def test_outside_a_session_sleep_is_still_told(keyring_home, monkeypatch, heard):
    with fake_login(keyring_home, monkeypatch, in_session=False) as login:
        signs = LinuxSigns()
        signs.start(heard.put)
        until(lambda: Sign.SLEEP in signs.watched)
        assert nothing_else(heard, login)
        signs.stop()


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=localhost,port=1", "", "nonsense"])
def test_without_a_bus_nothing_is_watched_and_nothing_breaks(monkeypatch, heard, address):
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, address or "unix:path=/nowhere/bus")
    if not address:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    signs = LinuxSigns()
    signs.start(heard.put)
    signs.hold()
    signs.let_go()
    assert signs._thread.is_alive()
    signs.stop()
    assert signs.watched == frozenset()
    assert heard.empty()


def test_a_bus_that_goes_away_leaves_a_desk_that_locks_by_itself(keyring_home, monkeypatch, heard):
    signs = LinuxSigns()
    with fake_login(keyring_home, monkeypatch):
        signs.start(heard.put)
        until(lambda: bool(signs.watched))
    until(lambda: not signs.watched)
    signs.stop()
    assert not signs._thread.is_alive()

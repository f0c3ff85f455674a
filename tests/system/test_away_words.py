"""What the words of logind, screensavers and Windows mean to the desk."""

import pytest

from spoc_desk.services.away_ports import Sign
from spoc_desk.system.away_windows import WindowsSigns
from spoc_desk.system.away_words import (
    MASTER,
    PROPERTIES,
    SESSION,
    login_sign,
    screensaver_sign,
    windows_sign,
)

OURS, THEIRS = "/org/freedesktop/login1/session/_32", "/org/freedesktop/login1/session/_33"


@pytest.mark.parametrize(
    ("message", "word", "means"),
    [
        (0x0218, 0x4, Sign.SLEEP), (0x0218, 0x12, None), (0x0218, 0x7, None), (0x0218, 0xA, None),
        (0x0016, 1, Sign.SLEEP), (0x0016, 0, None),
        (0x02B1, 0x7, Sign.SESSION), (0x02B1, 0x8, None), (0x02B1, 0x2, Sign.SESSION), (0x02B1, 0x1, None),
        (0x02B1, 0x4, Sign.SESSION), (0x02B1, 0x3, None), (0x02B1, 0x6, Sign.SESSION), (0x02B1, 0x5, None),
        (0x0000, 0x7, None), (0x0113, 0x4, None),
    ],
)  # fmt: skip
def test_a_window_message_means_a_sign_or_nothing(message, word, means):
    assert windows_sign(message, word) is means


@pytest.mark.parametrize("body", [(), (False,), (1,), ("true",)])
def test_only_a_plain_yes_announces_sleep(body):
    assert login_sign(MASTER, "PrepareForSleep", "/", body, OURS) is None


def test_a_shutdown_locks_as_sleep_does():
    assert login_sign(MASTER, "PrepareForShutdown", "/", (True,), "") is Sign.SLEEP


def test_before_our_session_is_known_no_session_s_lock_is_ours():
    assert login_sign(SESSION, "Lock", THEIRS, (), "") is None
    assert login_sign(SESSION, "Lock", OURS, (), OURS) is Sign.SESSION
    assert login_sign(SESSION, "Unlock", OURS, (), OURS) is None


def test_other_properties_and_other_interfaces_mean_nothing():
    changed = {"LockedHint": ("b", True)}
    assert login_sign(PROPERTIES, "PropertiesChanged", OURS, ("org.example.User", changed, ()), OURS) is None
    assert (
        login_sign(PROPERTIES, "PropertiesChanged", OURS, (SESSION, {"Active": ("b", True)}, ()), OURS)
        is None
    )
    assert screensaver_sign("org.example.ScreenSaver", "ActiveChanged", (True,)) is None
    assert screensaver_sign("org.gnome.ScreenSaver", "WakeUpScreen", ()) is None


def test_windows_waits_with_sleep_until_the_desk_is_locked():
    told, signs = [], WindowsSigns()

    def lock_at_once(sign):
        told.append((sign, signs._free.is_set()))
        signs.let_go()

    signs._told = lock_at_once
    signs.hold()
    signs.heard(0x0218, 0x4)
    signs.heard(0x02B1, 0x7)
    assert told == [(Sign.SLEEP, False), (Sign.SESSION, True)]

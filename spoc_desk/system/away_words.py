"""Reads what D-Bus and Windows say when the officer leaves. Pure, so that either is tested on both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spoc_desk.services.away_ports import Sign

LOGIN = "org.freedesktop.login1"
LOGIN_OBJECT = "/org/freedesktop/login1"
MASTER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
SCREENSAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)

WM_ENDSESSION = 0x0016
WM_POWERBROADCAST = 0x0218
WM_WTSSESSION_CHANGE = 0x02B1
PBT_APMSUSPEND = 0x0004
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK = 2, 4, 6, 7
_LEFT = frozenset({WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK})


def login_sign(interface: str, member: str, path: str, body: Sequence[Any], session: str) -> Sign | None:
    """What a signal of logind means for us. session: the object path of our own session, or empty."""
    if interface == MASTER and member in ("PrepareForSleep", "PrepareForShutdown"):
        return Sign.SLEEP if body and body[0] is True else None
    if not session or path != session:
        return None
    if interface == SESSION and member == "Lock":
        return Sign.SESSION
    if interface == PROPERTIES and member == "PropertiesChanged" and len(body) > 1 and body[0] == SESSION:
        changed = {name: value for name, (_kind, value) in dict(body[1]).items()}
        # Not active: another user's session, or a console, is on the screen.
        if changed.get("LockedHint") is True or changed.get("Active") is False:
            return Sign.SESSION
    return None


def screensaver_sign(interface: str, member: str, body: Sequence[Any]) -> Sign | None:
    """What a signal on the desktop's own bus means for us."""
    came_on = interface in SCREENSAVERS and member == "ActiveChanged" and bool(body) and body[0] is True
    return Sign.SESSION if came_on else None


def windows_sign(message: int, word: int) -> Sign | None:
    """What a window message means for us. word: its wParam."""
    if message == WM_WTSSESSION_CHANGE and word in _LEFT:
        return Sign.SESSION
    if message == WM_POWERBROADCAST and word == PBT_APMSUSPEND:
        return Sign.SLEEP
    if message == WM_ENDSESSION and word:
        return Sign.SLEEP
    return None

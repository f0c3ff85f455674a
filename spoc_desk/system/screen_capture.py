"""Keeps a window out of pictures and recordings of the screen, where the system can: Windows only."""

from __future__ import annotations

import sys
from collections.abc import Callable

_WDA_NONE, _WDA_EXCLUDEFROMCAPTURE = 0x00, 0x11

HideWindow = Callable[[int, bool], bool]
"""Takes a window's handle and whether to hide it; answers whether the system did as told."""


def hider(platform: str = sys.platform) -> HideWindow | None:
    """What hides a window from captures; None where the system cannot."""
    return _hide_on_windows if platform == "win32" else None


def affinity(hidden: bool) -> int:
    """What SetWindowDisplayAffinity is told."""
    return _WDA_EXCLUDEFROMCAPTURE if hidden else _WDA_NONE


def _hide_on_windows(window: int, hidden: bool) -> bool:
    if sys.platform == "win32":
        import ctypes  # while the first window is being painted there is no time for it

        user = ctypes.WinDLL("user32")
        return bool(user.SetWindowDisplayAffinity(ctypes.c_void_p(window), affinity(hidden)))
    return False

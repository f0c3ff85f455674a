"""Windows tells of sleep and of the session's lock by messages to a window: one of our own, never shown."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from typing import Any

from spoc_desk.services.away_ports import Sign
from spoc_desk.system.away_words import windows_sign

# Windows gives a program two seconds before it sleeps, and takes as long as the message is being answered.
WAIT_SECONDS = 1.8
_THIS_SESSION = 0
_WM_CLOSE, _WM_DESTROY = 0x0010, 0x0002
_CLASS = "SpocDeskAway"


class WindowsSigns:
    """A thread with a hidden window and its own message loop, so that the desk's loop stays free to lock."""

    def __init__(self) -> None:
        self.watched: frozenset[Sign] = frozenset()
        self._told: Callable[[Sign], None] = lambda _sign: None
        self._window = 0
        self._free = threading.Event()
        self._free.set()
        self._thread = threading.Thread(target=self._run, name="away", daemon=True)

    def start(self, told: Callable[[Sign], None]) -> None:
        """Begins to watch."""
        self._told = told
        self._thread.start()

    def hold(self) -> None:
        """Sleep waits for let_go(), at most 1.8 seconds."""
        self._free.clear()

    def let_go(self) -> None:
        """The computer may sleep."""
        self._free.set()

    def stop(self) -> None:
        """Ends the thread."""
        self._free.set()
        self._told = lambda _sign: None
        if sys.platform == "win32" and self._window:
            ctypes.windll.user32.PostMessageW(self._window, _WM_CLOSE, 0, 0)
            self._thread.join(timeout=5)

    def heard(self, message: int, word: int) -> None:
        """Tells what a message means, and waits with answering one that announces sleep."""
        sign = windows_sign(message, word)
        if sign is not None:
            self._told(sign)
        if sign is Sign.SLEEP:
            self._free.wait(WAIT_SECONDS)

    def _run(self) -> None:
        if sys.platform == "win32":
            user = ctypes.WinDLL("user32")
            session = ctypes.WinDLL("wtsapi32")
            procedure = self._procedure(user)
            self._window = _hidden_window(user, procedure)
            if not self._window:
                return
            registered = session.WTSRegisterSessionNotification(ctypes.c_void_p(self._window), _THIS_SESSION)
            self.watched = frozenset({Sign.SLEEP, Sign.SESSION} if registered else {Sign.SLEEP})
            message = ctypes.wintypes.MSG()
            while user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                user.DispatchMessageW(ctypes.byref(message))
            session.WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))

    if sys.platform == "win32":

        def _procedure(self, user: ctypes.WinDLL) -> Any:
            user.DefWindowProcW.restype = ctypes.c_ssize_t
            user.DefWindowProcW.argtypes = _PROCEDURE_TAKES

            def answer(window: int, message: int, word: int, long: int) -> int:
                self.heard(message, word or 0)
                if message == _WM_DESTROY:
                    user.PostQuitMessage(0)
                return int(user.DefWindowProcW(window, message, word, long))

            return _PROCEDURE(answer)


if sys.platform == "win32":
    import ctypes.wintypes

    _PROCEDURE_TAKES = (
        ctypes.wintypes.HWND, ctypes.wintypes.UINT, ctypes.wintypes.WPARAM, ctypes.wintypes.LPARAM,
    )  # fmt: skip
    _PROCEDURE = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, *_PROCEDURE_TAKES)

    class _WindowClass(ctypes.Structure):
        _fields_ = (
            ("style", ctypes.wintypes.UINT),
            ("procedure", _PROCEDURE),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", ctypes.wintypes.HINSTANCE),
            ("icon", ctypes.wintypes.HICON),
            ("cursor", ctypes.wintypes.HANDLE),
            ("background", ctypes.wintypes.HBRUSH),
            ("menu", ctypes.wintypes.LPCWSTR),
            ("name", ctypes.wintypes.LPCWSTR),
        )

    def _hidden_window(user: ctypes.WinDLL, procedure: Any) -> int:
        """A top-level window that is never shown: one for messages alone is not told of sleep."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetModuleHandleW.restype = ctypes.wintypes.HMODULE
        kernel.GetModuleHandleW.argtypes = (ctypes.wintypes.LPCWSTR,)
        program = kernel.GetModuleHandleW(None)
        described = _WindowClass(procedure=procedure, instance=program, name=_CLASS)
        user.RegisterClassW(ctypes.byref(described))
        user.CreateWindowExW.restype = ctypes.wintypes.HWND
        user.CreateWindowExW.argtypes = (
            ctypes.wintypes.DWORD, ctypes.wintypes.LPCWSTR, ctypes.wintypes.LPCWSTR, ctypes.wintypes.DWORD,
            *(ctypes.c_int,) * 4,
            ctypes.wintypes.HWND, ctypes.wintypes.HMENU, ctypes.wintypes.HINSTANCE, ctypes.c_void_p,
        )  # fmt: skip
        return int(user.CreateWindowExW(0, _CLASS, "", 0, 0, 0, 0, 0, None, None, program, None) or 0)

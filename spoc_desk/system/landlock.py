"""Takes from this process, by Linux's Landlock, the right to write outside one folder and to connect."""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

_VERSION, _CREATE, _ADD, _RESTRICT = 1, 444, 445, 446
_NO_NEW_PRIVILEGES = 38
_BENEATH = 1
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_CHANGE_FOLDERS = sum(1 << bit for bit in range(4, 13))  # remove and make, of every kind
_TCP = 3
_SINK = Path("/dev/null")
_SOCKETS = Path("/tmp")  # noqa: S108  LibreOffice talks to itself by a socket there and will not elsewhere
_SOCKETS_RIGHTS = (1 << 9) | (1 << 5)  # to make one, and to take it away


def write_only_below(folders: Sequence[Path]) -> bool:
    """Whether it is so from now on, for this process and whatever it starts; reading is not touched.

    In /tmp sockets may still be made, and files taken away. False, and nothing is changed, on a
    kernel without Landlock and on other systems.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    rights = _WRITE_FILE | _CHANGE_FOLDERS
    rights |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    asked = struct.pack("QQ", rights, _TCP) if version >= 4 else struct.pack("Q", rights)
    rules = libc.syscall(_CREATE, asked, ctypes.c_size_t(len(asked)), 0)
    if rules < 0:
        return False
    try:
        for folder in folders:
            _allow(libc, rules, folder, rights)
        _allow(libc, rules, _SINK, rights & (_WRITE_FILE | _TRUNCATE))
        _allow(libc, rules, _SOCKETS, _SOCKETS_RIGHTS)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, place: Path, rights: int) -> None:
    if sys.platform != "linux":
        return
    held = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD, rules, _BENEATH, struct.pack("=Qi", rights, held), 0)
    finally:
        os.close(held)

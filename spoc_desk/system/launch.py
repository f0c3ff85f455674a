"""Becomes another program, after giving up network, writing elsewhere, memory and time without end.

Started as `python -m spoc_desk.system.launch MEMORY SECONDS FOLDER PROGRAM …` or, in
a packaged program, as `spoc-desk --launch …`. Not on Windows, which has no way
to become another program.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from spoc_desk.system.confine import allow_seconds, confine
from spoc_desk.system.landlock import write_only_below

LAUNCH_ARGUMENT = "--launch"
_TELL_ME_OF_MY_PARENTS_END = 1


def launch(arguments: Sequence[str]) -> NoReturn:
    """Never comes back; raises OSError when the program cannot be started.

    arguments: bytes, seconds, the one
    folder to write in, the program and its own.
    """
    if sys.platform == "win32":
        raise OSError("Windows has no way to become another program")
    user, group = os.getuid(), os.getgid()
    confine(int(arguments[0]))
    allow_seconds(float(arguments[1]))
    if os.getuid() != user:
        _keep_name(user, group)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_TELL_ME_OF_MY_PARENTS_END, signal.SIGKILL, 0, 0, 0)
    write_only_below([Path(arguments[2])])
    program = list(arguments[3:])
    os.execvp(program[0], program)  # noqa: S606  no shell is wanted


def _keep_name(user: int, group: int) -> None:
    """In a namespace of one's own the user is nobody, whom some programs refuse to serve."""
    maps = (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1"))
    for name, words in maps:
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(words, encoding="ascii")


if __name__ == "__main__":
    launch(sys.argv[1:])

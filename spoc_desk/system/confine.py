"""Takes from the child process what it must never have: network, memory and time without end, core dumps.

Linux: resource limits; a network namespace of its own where the kernel allows
one. Everywhere: Python's sockets refuse. On Windows
there are no resource limits yet (a job object would give them), so there the
time limit, kept by the parent, and the size checks in each reader stand alone.
"""

import contextlib
import ctypes
import socket
import sys
from typing import NoReturn

if sys.platform != "win32":
    import resource

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_NO_NEW_PRIVILEGES = 38
FILES_AT_MOST = 256
WRITTEN_AT_MOST = 4 << 30


class NoNetwork(socket.socket):
    """A socket that cannot be made."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        refuse()


def refuse(*_arguments: object, **_options: object) -> NoReturn:
    """Stands where a network call stood."""
    raise PermissionError("This process has no network.")


def confine(memory: int) -> None:
    """Give up network, core dumps and memory above `memory` bytes, for good.

    Call it first, while the process has one thread.
    """
    if sys.platform == "linux":
        _leave_network()
    socket.socket = NoNetwork  # type: ignore[misc]
    socket.create_connection = refuse
    socket.getaddrinfo = refuse
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _lower(resource.RLIMIT_NOFILE, FILES_AT_MOST)
        _lower(resource.RLIMIT_FSIZE, WRITTEN_AT_MOST)
        # Private writable memory: unlike RLIMIT_AS it does not count the libraries' own mapping.
        _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, memory)


def allow_seconds(seconds: float) -> None:
    """Let this process use that much more processor time; the kernel ends it after that."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + seconds) + 2
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


if sys.platform != "win32":

    def _lower(limit: int, value: int) -> None:
        _, hard = resource.getrlimit(limit)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def _leave_network() -> None:
    # A kernel or container that forbids namespaces leaves the refusing sockets as the barrier.
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if libc.unshare(_NEW_NETWORK) != 0:
            libc.unshare(_NEW_USER | _NEW_NETWORK)

"""What the tests of the child process run in it."""

import os
import socket
import time
import urllib.request
from pathlib import Path

from spoc_desk.domain.errors import DomainError


def echo(value: object) -> object:
    return value


def process() -> int:
    return os.getpid()


def chatter() -> str:
    print("a library talks on standard output")
    os.write(1, b"and so does its C code\n")
    return "quiet"


def hang() -> None:
    while True:
        time.sleep(1)


def hang_once_seen(path: str) -> None:
    Path(path).touch()
    hang()


def spin() -> None:
    while True:
        pass


def devour() -> int:
    return len(bytearray(2 << 30))


def crash() -> None:
    os.abort()


def nest(depth: int = 0) -> int:
    return nest(depth + 1)


def refuse() -> None:
    raise DomainError("work.cancelled", item="AM/1")


def fail() -> None:
    raise ValueError("secret name")


def connect() -> str:
    tried = []
    for attempt in (
        lambda: socket.socket(socket.AF_INET),
        lambda: socket.create_connection(("127.0.0.1", 80), 1),
        lambda: urllib.request.urlopen("http://127.0.0.1:9/", timeout=1),
    ):
        try:
            attempt()
            tried.append("open")
        except OSError as fault:
            tried.append(type(fault).__name__)
    return ",".join(tried)


def network_devices() -> list[str]:
    lines = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]
    return [line.split(":")[0].strip() for line in lines]


def environment() -> list[str]:
    return sorted(os.environ)

"""Loaded by each Python started under tests.desktop.offline: notes every try to reach a network."""

import os
import sys
import traceback
from pathlib import Path

_WITH_ADDRESS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_TRIES = {*_WITH_ADDRESS, "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _TRIES:
        return
    address = arguments[-1] if event in _WITH_ADDRESS else arguments
    if event in _WITH_ADDRESS and isinstance(address, str | bytes | None):
        # A path, or a socket already connected to one: this machine's own, such as the session bus.
        return
    with Path(os.environ["SPOC_NETWORK_TRIES"]).open("a", encoding="utf-8") as tries:
        tries.write(f"{event} {address!r}\n" + "".join(traceback.format_stack(limit=12)) + "\n")
    raise PermissionError(f"{event} {address!r}: the program may not use a network")


sys.addaudithook(_note)

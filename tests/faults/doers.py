"""Processes that do a deed and may die of it: forked from one that has loaded everything already."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Self

from tests.architecture.sources import ROOT
from tests.faults.deeds import BEGUN, DEEDS, say

_PATIENCE_SECONDS = 120


class Doers:
    """The server and the pipe on which its children say what is done."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.faults.doers"]
        server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert server.stdin
        assert server.stdout
        self._server, self._ask, self._told = server, server.stdin, server.stdout
        self._rest = b""
        return self

    def __exit__(self, *_: object) -> None:
        self._ask.close()
        self._told.close()
        self._server.wait(timeout=_PATIENCE_SECONDS)

    def do(self, name: str, folder: Path, kill_after: float | None = None) -> tuple[list[str], float, int]:
        """Does a deed; kills it so many seconds after it begun, unless it was done by then.

        Answers what it acknowledged, the seconds from its beginning to its end, and its exit status.
        """
        self._ask.write(f"{name} {folder}\n".encode())
        pid = int(self._next(None))
        said = []
        while (line := self._next(None)) != BEGUN and not line.startswith("ended "):
            said.append(line)
        began = time.monotonic()
        until = None if kill_after is None else began + kill_after
        while not line.startswith("ended "):
            told = self._next(until)
            if not told:
                os.kill(pid, signal.SIGKILL)
                until = None
            elif not told.startswith("ended "):
                said.append(told)
            line = told
        return said, time.monotonic() - began, int(line.removeprefix("ended "))

    def _next(self, until: float | None) -> str:
        """The next line, or an empty one once the time is over."""
        while b"\n" not in self._rest:
            left = _PATIENCE_SECONDS if until is None else max(0.0, until - time.monotonic())
            if not select.select([self._told], [], [], left)[0]:
                if until is None:
                    raise TimeoutError("the deed neither ends nor says anything")
                return ""
            more = os.read(self._told.fileno(), 65536)
            if not more:
                raise EOFError("the server ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()


def serve() -> None:
    """Forks a child for each line of standard input; tells its number, and how it ended."""
    for line in sys.stdin:
        name, _, folder = line.strip().partition(" ")
        pid = os.fork()
        if not pid:
            _do(name, Path(folder))
        _, status = os.waitpid(pid, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def _do(name: str, folder: Path) -> None:
    status = 1
    try:
        say(str(os.getpid()))
        DEEDS[name].act(folder)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


if __name__ == "__main__":
    serve()

"""A deed under a disk that fails: from one call on, the system answers with an error instead of doing it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT

FULL = ("ENOSPC", "write,pwrite64")
GONE = ("EIO", "write,pwrite64,fsync,fdatasync")


def calls_of(name: str, folder: Path, calls: str, log: Path) -> int:
    """How many of these calls a deed makes when nothing fails."""
    _run(name, folder, ["-e", f"trace={calls}", "-o", str(log)])
    return len(re.findall(r"^\d+ +\w+\(", log.read_text("utf-8", "replace"), re.MULTILINE))


def failing(name: str, folder: Path, fault: tuple[str, str], first: int) -> list[str]:
    """Does a deed in which every call from that one on fails; answers what was said."""
    error, calls = fault
    return _run(name, folder, ["-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={first}+"])


def unreadable(name: str, folder: Path, source: Path) -> list[str]:
    """Does a deed while one file can be opened but not read, as when its drive was pulled out."""
    return _run(name, folder, ["-e", "trace=read", "-P", str(source), "-e", "inject=read:error=EIO:when=1+"])


def _run(name: str, folder: Path, options: list[str]) -> list[str]:
    log = ["-o", "/dev/null"] if "-o" not in options else []
    command = ["strace", "-f", "-qq", "-s", "0", *options, *log]
    doer = [sys.executable, "-X", "faulthandler", "-m", "tests.faults.deeds", name, str(folder)]
    done = subprocess.run([*command, *doer], cwd=ROOT, capture_output=True, check=False)
    said = done.stdout.decode().splitlines()
    assert done.returncode == 0, done.stderr.decode()[-4000:]
    return said

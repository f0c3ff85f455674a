"""Runs a program of somebody else's on one file: its own folder, no network, limits, and ended as a group."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spoc_desk.system.launch import LAUNCH_ARGUMENT

MEMORY = 1 << 30
_PAUSE = 0.05
_WORDS_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended. `late`: it was ended at its limit. `words`: the start of what it said."""

    code: int
    late: bool
    words: str


def run_confined(
    command: Sequence[str],
    folder: Path,
    *,
    seconds: float,
    stopped: Callable[[], bool],
    memory: int = MEMORY,
) -> Ended:
    """Run a program in `folder`, its home, for at most that many seconds.

    Ended early, with all it has started, when `stopped` says so. On Linux it
    has no network, `memory` bytes for each process, and, where the kernel has
    Landlock, no right to write anywhere else; on Windows only the time is limited.
    """
    said = folder / "said.txt"
    with said.open("wb") as out, _started(command, folder, out, seconds, memory) as process:
        end = time.monotonic() + seconds
        late = False
        try:
            while not _has_ended(process):
                late = time.monotonic() > end
                if late or stopped():
                    break
                time.sleep(_PAUSE)
        finally:
            _end_group(process)
            process.wait()
    words = said.read_bytes()[:_WORDS_AT_MOST].decode("utf-8", "replace")
    said.unlink()
    return Ended(process.returncode, late, words)


def _started(
    command: Sequence[str], folder: Path, out: Any, seconds: float, memory: int
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*_launcher(folder, seconds, memory), *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _launcher(folder: Path, seconds: float, memory: int) -> list[str]:
    if sys.platform == "win32":
        return []
    start = [sys.executable, LAUNCH_ARGUMENT]
    if not getattr(sys, "frozen", False):
        start = [sys.executable, "-m", "spoc_desk.system.launch"]
    return [*start, f"{memory}", f"{seconds}", str(folder)]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR")}
    root = str(Path(__file__).resolve().parents[2])
    words = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "OMP_THREAD_LIMIT": "1"}
    return {**kept, **own, **words, "PYTHONPATH": root}


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    if sys.platform == "win32":
        return process.poll() is not None
    # Looked at without being taken away, so that its group can still be ended under its number.
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", f"{process.pid}"], capture_output=True, check=False)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

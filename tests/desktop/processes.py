"""Starts background programs for the tests and always ends them."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], *, first_line: str | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Runs `command` until the block ends. It reads `first_line`, when given, on standard input."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL if first_line is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        if process.stdin:
            process.stdin.write(first_line + "\n" if first_line else "\n")
            process.stdin.close()
        yield process
    finally:
        _end(process)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Returns as soon as `condition` holds; raises TimeoutError naming `what` when it never does."""
    deadline = time.monotonic() + seconds
    pause = 0.005
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not start within {seconds:.0f} s")
        time.sleep(pause)
        pause = min(pause * 2, 0.1)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()

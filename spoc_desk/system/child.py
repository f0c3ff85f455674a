"""The child process in which everything that others sent is read, within limits of time and memory.

`Child` is the program's side; `serve` is what runs in the child, started as
`python -m spoc_desk.system.child` or, in a packaged program, as
`spoc-desk --child`.
"""

import contextlib
import importlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.confine import allow_seconds, confine
from spoc_desk.system.frames import FrameError, read_frame, write_frame

MEMORY = 512 << 20
SECONDS = 30.0
CHILD_ARGUMENT = "--child"
CRASHED = "it crashes the program that reads it, or needs more memory than is safe"


class Child:
    """Reads hostile input elsewhere: calls named functions in one or more worker processes.

    `allowed` names the modules whose functions may be called. A worker is
    started when first needed, used for many calls, killed at its limit and
    then replaced. Threads may share one Child; close it when done.
    """

    def __init__(self, allowed: Sequence[str], *, workers: int = 1, memory: int = MEMORY) -> None:
        self.allowed = tuple(allowed)
        self.workers = workers
        self._every = tuple(_Worker(self.allowed, memory) for _ in range(workers))
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._every:
            self._idle.put(worker)

    def call(self, function: str, arguments: Mapping[str, Any], timeout: float = SECONDS) -> Any:
        """What "package.module:function" returns for those keyword arguments.

        Arguments and result are JSON values, and bytes. Raises the DomainError
        that the function raised, or DomainError("preview.unavailable", reason=…)
        when it failed, ran out of time (`timeout`, seconds) or memory, or crashed.
        """
        module = function.partition(":")[0]
        if module not in self.allowed:
            raise ValueError(f"{module} may not run in the child process")
        worker = self._idle.get()
        try:
            answer = worker.ask(
                {"function": function, "arguments": dict(arguments), "seconds": timeout}, timeout
            )
        finally:
            self._idle.put(worker)
        if "refused" in answer:
            raise DomainError(answer["refused"], **answer["values"])
        if "failed" in answer:
            raise DomainError("preview.unavailable", reason=answer["failed"])
        return answer["value"]

    def close(self) -> None:
        """End every worker at once. A call still under way fails, and never holds this up."""
        idle: list[_Worker] = []
        with contextlib.suppress(queue.Empty):
            while True:
                idle.append(self._idle.get_nowait())
        for worker in self._every:
            if worker in idle:
                worker.stop()
                self._idle.put(worker)
            else:
                worker.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """One process, its pipes, and the means to end it."""

    def __init__(self, allowed: tuple[str, ...], memory: int) -> None:
        self._command = [*_program(), f"{memory}", *allowed]
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        process = self._running()
        overdue = threading.Event()
        timer = threading.Timer(timeout, _end, (process, overdue))
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
            write_frame(process.stdin, request)  # type: ignore[arg-type]
            answer: dict[str, Any] = read_frame(process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError, FrameError, ValueError):
            self.stop()
            late = overdue.is_set() or process.returncode in {-24, -9}
            return {"failed": "it takes too long to read" if late else CRASHED}
        finally:
            timer.cancel()
        if overdue.is_set():
            self.stop()
        return answer

    def interrupt(self) -> None:
        """End the process from another thread; the call under way notices and clears up."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=Path(sys.executable).parent,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", "spoc_desk.system.child"]


def _environment() -> dict[str, str]:
    """Only what the interpreter needs, so that no secret in the environment is inherited."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "SYSTEMROOT", "LANG", "TMPDIR", "TEMP", "COVERAGE_PROCESS_START")
        if name in os.environ
    }
    root = str(Path(__file__).resolve().parents[2])
    # numpy's threads would each reserve memory that counts against the limit.
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {**kept, **one, "PYTHONPATH": root, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def _end(process: "subprocess.Popen[bytes]", overdue: threading.Event) -> None:
    overdue.set()
    process.kill()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was unsent when the child ended can no longer be flushed
        return


def serve(arguments: Sequence[str]) -> int:
    """Answer calls from standard input until it ends. arguments: memory in bytes, then allowed modules."""
    confine(int(arguments[0]))
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not become part of an answer
    while True:
        try:
            request = read_frame(requests)
        except EOFError:
            return 0
        allow_seconds(float(request["seconds"]))
        _answer(answers, request, frozenset(arguments[1:]))


def _answer(answers: BinaryIO, request: Mapping[str, Any], allowed: frozenset[str]) -> None:
    module, _, name = request["function"].partition(":")
    try:
        if module not in allowed:
            raise PermissionError(module)
        function = getattr(importlib.import_module(module), name)
        reply: dict[str, Any] = {"value": function(**request["arguments"])}
    except DomainError as refusal:
        reply = {"refused": refusal.code, "values": refusal.values}
    except MemoryError:
        reply = {"failed": "it needs too much memory to read"}
    except RecursionError:
        reply = {"failed": "it is nested too deeply to read"}
    except Exception as fault:  # noqa: BLE001  whatever a parser throws, the item is unreadable and the worker lives on
        reply = {"failed": f"it is damaged or not what it seems ({type(fault).__name__})"}
    write_frame(answers, reply)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))

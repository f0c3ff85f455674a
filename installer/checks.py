"""Runs the checks: ruff, mypy, import-linter, then the tests inside a desktop session of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from installer.environment import Environment

# Not loadgroup: when a test takes its worker down, that never ends.
_ON_ALL_CORES = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]

_SOAK_SECONDS = 3 * 60 * 60

# What only one system reaches is unreachable on the other: not worth a warning there.
_AS_ON_WINDOWS = [
    *("--platform", "win32", "--no-warn-unreachable", "--no-warn-unused-ignores"),
    *("--cache-dir", ".mypy_cache/windows", "spoc_desk", "installer"),
]


def run_lint(environment: Environment) -> int:
    """Runs the checks that execute nothing of ours. Returns 0 when all pass."""
    return _report(_lint(environment))


def run_checks(environment: Environment, pytest_arguments: list[str]) -> int:
    """Runs every check, each to its end even when an earlier one failed; the tests come last.

    With `pytest_arguments` only pytest runs, with those. Returns 0 when all pass.
    """
    failed = [] if pytest_arguments else _lint(environment)
    session = ["-m", "tests.desktop.session"] if sys.platform == "linux" else []
    python = [str(environment.python)]
    pytest = [*python, "-m", "pytest", *(pytest_arguments or _ON_ALL_CORES)]
    failed += _stage(environment, "pytest", [*python, *session, *pytest] if session else pytest)
    return _report(failed)


def run_soak(environment: Environment, pytest_arguments: list[str]) -> int:
    """Runs the fault tests with all their turns, or the share of them (per cent) that SPOC_SOAK says."""
    os.environ.setdefault("SPOC_SOAK", "100")
    # One test takes a hundred turns, which is longer than a test that hangs may take otherwise.
    patient = ["-o", f"faulthandler_timeout={_SOAK_SECONDS}"]
    command = [str(environment.python), "-m", "pytest", "tests/faults", *patient, *_ON_ALL_CORES]
    command += pytest_arguments
    return _report(_stage(environment, "soak", command))


def _lint(environment: Environment) -> list[str]:
    python = str(environment.python)
    contracts = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"
    return [
        *_stage(environment, "ruff", [python, "-m", "ruff", "check", "--quiet", "."]),
        *_stage(environment, "import-linter", [python, "-c", contracts]),
        *_stage(environment, "mypy", [python, "-m", "mypy"]),
        *_stage(environment, "mypy, as on Windows", [python, "-m", "mypy", *_AS_ON_WINDOWS]),
    ]


def _stage(environment: Environment, name: str, command: list[str]) -> list[str]:
    """Runs one check; returns its name, in a list, when it failed."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    ended = _run_to_its_end(command, environment)
    print(f"== {name}: {'passed' if ended == 0 else 'FAILED'}, {time.monotonic() - began:.0f} s", flush=True)
    return [] if ended == 0 else [name]


def _run_to_its_end(command: list[str], environment: Environment) -> int:
    """Runs one command; told to stop meanwhile, it first lets the command put away what it started."""
    process = subprocess.Popen(command, cwd=environment.root)
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait(timeout=30)
        raise


def _report(failed: list[str]) -> int:
    print("\nFailed: " + ", ".join(failed) if failed else "\nEvery check passed.", flush=True)
    return 1 if failed else 0

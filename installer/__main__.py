"""The commands behind `make`: each does its own set-up, then its work. On Windows: `py -m installer test`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from installer.checks import run_checks, run_lint, run_soak
from installer.environment import Environment, ensure_environment
from installer.locks import write_locks
from installer.system_packages import Missing, ensure_packages

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "demo": "do the whole main job for a fictional force and leave the results in out/demo",
    "run": "open the program",
    "test": "run every check and every test",
    "soak": "put faults into the program for a long time and count what it kept",
    "lint": "run the checks that need no test: ruff, mypy, import-linter",
    "bench": "measure against the budgets",
    "prepare": "only set up; with `test` also what the tests need",
    "lock": "write the lock files anew from requirements/*.in",
}


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit status. Set-up that cannot be done is status 1."""
    parser = argparse.ArgumentParser(
        prog="installer",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:8} {told}" for name, told in COMMANDS.items())
        + "\n\nSPOC_PYTHON=3.11 (or a path) chooses the Python, in an environment of its own.",
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the command")
    asked = parser.parse_args(arguments)
    environment = Environment(ROOT, os.environ.get("SPOC_PYTHON") or None)
    # Asked to end, unwind as for Ctrl+C, so that what was started ends too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(asked.command, asked.rest, environment)
    except Missing as missing:
        print(f"\n{missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: str, rest: list[str], environment: Environment) -> int:
    if command == "lock":
        return write_locks(environment)
    whole = command in ("test", "soak") or (command == "prepare" and "test" in rest)
    if command != "lint":
        ensure_packages(for_tests=whole)
    ensure_environment(environment, "test" if whole or command in ("lint", "bench") else "runtime")
    if command == "prepare":
        return 0
    if command == "test":
        return run_checks(environment, rest)
    if command == "soak":
        return run_soak(environment, rest)
    if command == "lint":
        return run_lint(environment)
    modules = {
        "demo": ["spoc_desk", "demo", "--to", str(Path("out", "demo"))],
        "run": ["spoc_desk"],
        "bench": ["bench"],
    }
    done = subprocess.run([str(environment.python), "-m", *modules[command], *rest], cwd=ROOT, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

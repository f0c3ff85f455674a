"""Runs benchmarks by name, each in a process of its own, and sets their figures beside the budgets.

python -m bench [NAME …] [--quick]. A benchmark is a module of this package with
run(), or run(quick), that answers a tuple of results. One that says BY_NAME_ONLY
is run only when its name is given.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.result import Result

FOLDER = Path(__file__).resolve().parent
WRITTEN = FOLDER / "RESULTS.md"
NOT_BENCHMARKS = {"__init__", "__main__", "result"}


def main(arguments: list[str]) -> int:
    """Status 0 however slow the machine: what is over its budget is marked, for somebody to look at."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benchmarks()))
    parser.add_argument("--quick", action="store_true", help="smaller vaults and fewer rounds")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(benchmarks())
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    if asked.child:
        return _child(asked.names[0], quick=asked.quick)
    failed = [name for name in asked.names or benchmarks(usual=True) if not _run(name, quick=asked.quick)]
    if failed:
        print(f"\nCould not be run: {', '.join(failed)}.")
    return int(bool(failed))


def benchmarks(*, usual: bool = False) -> list[str]:
    """The names of all benchmarks, or of those that are run when none is named."""
    holds_run = re.compile(r"^def run\(", re.MULTILINE)
    modules = (path for path in sorted(FOLDER.glob("*.py")) if path.stem not in NOT_BENCHMARKS)
    texts = {path.stem: path.read_text("utf-8") for path in modules}
    found = [name for name, text in texts.items() if holds_run.search(text)]
    return [name for name in found if not (usual and "\nBY_NAME_ONLY = True\n" in texts[name])]


def _child(name: str, *, quick: bool) -> int:
    run = import_module(f"bench.{name}").run
    results = run(quick) if inspect.signature(run).parameters else run()
    print(json.dumps([asdict(result) for result in results]))
    return 0


def _run(name: str, *, quick: bool) -> bool:
    print(f"{name} …", flush=True)
    command = [sys.executable, "-m", "bench", name, "--child", *(["--quick"] if quick else [])]
    done = subprocess.run(command, cwd=FOLDER.parent, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        return False
    results = [Result(**told) for told in json.loads(done.stdout.splitlines()[-1])]
    rows = [_row(result) for result in results]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])
    _write(name, rows, quick=quick)
    return True


def _row(result: Result) -> tuple[str, str, str, str, str]:
    budget = "" if result.budget is None else _figure(result.budget, result.unit)
    verdict = "" if result.budget is None else "met" if result.ok else "MISSED"
    return result.name, _figure(result.measured, result.unit), budget, verdict, result.against


def _figure(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value < 10 else f"{value:.1f}"
    return f"{shown} {unit}"


def _write(name: str, rows: list[tuple[str, str, str, str, str]], *, quick: bool) -> None:
    """Puts one benchmark's table in place of its old one; the others keep theirs."""
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", _written(), re.MULTILINE | re.DOTALL))
    taken = f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    table = [
        f"{taken}{', quick' if quick else ''}.\n",
        "| what | measured | budget | | against |",
        "|---|---|---|---|---|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    sections[name] = "\n" + "\n".join(table) + "\n\n"
    told = "".join(f"## {title}\n{sections[title]}" for title in sorted(sections))
    head = "# Benchmarks\n\nWritten by `python -m bench`; ratios are of two things measured in one run.\n\n"
    WRITTEN.write_text((head + told).rstrip() + "\n", "utf-8")


def _written() -> str:
    return WRITTEN.read_text("utf-8") if WRITTEN.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Finds the best Python on this machine to run SPOC Desk with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Best first. 3.14 comes last because nobody has run the tests on it.
SUPPORTED = ((3, 13), (3, 12), (3, 11), (3, 14))
SYSTEM_FOLDERS = (Path("/usr/local/bin"), Path("/usr/bin"))

_ASK = """
import importlib.util, json, ssl, sys
print(json.dumps([sys.executable, list(sys.version_info[:3]), bool(importlib.util.find_spec("ensurepip"))]))
"""


@dataclass(frozen=True)
class Python:
    """An interpreter that answered when asked."""

    path: Path
    version: tuple[int, int, int]
    can_make_venv: bool

    @property
    def minor(self) -> tuple[int, int]:
        return self.version[:2]


def find_pythons(wanted: str | None) -> list[Python]:
    """The supported interpreters here, best first; only those that `wanted` allows.

    `wanted` is a version ("3.11"), a path to an interpreter, or None for any.
    """
    if wanted and not _is_version(wanted):
        given = ask(Path(wanted))
        return [given] if given and given.minor in SUPPORTED else []
    minors = [minor for minor in SUPPORTED if wanted in (None, "", f"{minor[0]}.{minor[1]}")]
    found = (python for minor in minors for python in _pythons_of(minor))
    best_of_each: dict[tuple[int, int, bool], Python] = {}
    for python in found:
        best_of_each.setdefault((*python.minor, python.can_make_venv), python)
    return list(best_of_each.values())


def ask(path: Path) -> Python | None:
    """What the interpreter at `path` says of itself; None when it does not answer."""
    try:
        answer = subprocess.run(
            [str(path), "-I", "-c", _ASK], capture_output=True, encoding="utf-8", timeout=20, check=True
        ).stdout
        executable, version, can_make_venv = json.loads(answer)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Python(Path(executable), (version[0], version[1], version[2]), can_make_venv)


def _is_version(wanted: str) -> bool:
    return wanted in {f"{major}.{minor}" for major, minor in SUPPORTED}


def _pythons_of(minor: tuple[int, int]) -> Iterator[Python]:
    seen: set[Path] = set()
    for path in _places(minor):
        if path in seen:
            continue
        seen.add(path)
        python = ask(path)
        if python and python.minor == minor:
            yield python


def _places(minor: tuple[int, int]) -> Iterator[Path]:
    name = f"python{minor[0]}.{minor[1]}"
    if sys.version_info[:2] == minor and sys.prefix == sys.base_prefix:
        yield Path(sys.executable)
    for command in (name, "python3", "python"):
        # pyenv's shims answer for whichever version is switched on; its own folder is read below.
        on_path = shutil.which(command)
        if on_path and "shims" not in Path(on_path).parts:
            yield Path(on_path)
    if sys.platform == "win32":
        yield from _from_launcher(minor)
        return
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    builds = versions.glob(f"{minor[0]}.{minor[1]}.*/bin/{name}")
    yield from sorted(builds, key=lambda path: _patch(path.parts[-3]), reverse=True)
    yield from (folder / name for folder in SYSTEM_FOLDERS)


def _from_launcher(minor: tuple[int, int]) -> Iterator[Path]:
    launcher = shutil.which("py")
    if not launcher:
        return
    answer = subprocess.run(
        [launcher, f"-{minor[0]}.{minor[1]}", "-c", "import sys; print(sys.executable)"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode == 0:
        yield Path(answer.stdout.strip())


def _patch(version: str) -> int:
    last = version.rpartition(".")[2]
    return int(last) if last.isdigit() else -1

"""Makes the virtual environment from the hash-locked requirements, and keeps it in step with them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from installer.launcher import write_launcher
from installer.pythons import SUPPORTED, Python, ask, find_pythons
from installer.system_packages import Missing, install, is_debian

_LISTED = """
import importlib.metadata as m
print("\\n".join(sorted({d.metadata["Name"] for d in m.distributions()})))
"""
_NEVER_REMOVED = {"pip", "setuptools", "wheel"}


@dataclass(frozen=True)
class Environment:
    """One virtual environment, and the lock files it follows."""

    root: Path
    wanted_python: str | None

    @property
    def folder(self) -> Path:
        if self.wanted_python is None:
            return self.root / ".venv"
        return self.root / (".venv-" + re.sub(r"[^\w.]+", "-", self.wanted_python).strip("-"))

    @property
    def python(self) -> Path:
        if sys.platform == "win32":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / "spoc-desk.json"

    def lock(self, kind: str) -> Path:
        return self.root / "requirements" / f"{kind}.txt"


def ensure_environment(environment: Environment, kind: str) -> None:
    """Makes `environment` hold exactly what the lock `kind` ("runtime" or "test") names.

    The test lock includes the runtime's, so an environment made for tests serves both. Installs
    nothing when the stamp left by the last call still fits; the command spoc-desk is there either way.
    Raises Missing when no Python will do.
    """
    stamped = _read_stamp(environment)
    if environment.python.exists():
        # Once made for tests, an environment stays so: it serves both.
        kind = "test" if stamped.get("kind") == "test" else kind
        if stamped == _stamp(environment, kind):
            write_launcher(environment.python.parent, environment.root)
            return
    if not _usable(environment):
        _make(environment)
    environment.stamp.unlink(missing_ok=True)
    _install_locked(environment, kind)
    _remove_unlocked(environment)
    write_launcher(environment.python.parent, environment.root)
    environment.stamp.write_text(json.dumps(_stamp(environment, kind)), encoding="utf-8")


def _read_stamp(environment: Environment) -> dict[str, str]:
    try:
        read = json.loads(environment.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


def _stamp(environment: Environment, kind: str) -> dict[str, str]:
    config = environment.folder / "pyvenv.cfg"
    return {
        "kind": kind,
        "lock": hashlib.sha256(environment.lock(kind).read_bytes()).hexdigest(),
        "python": hashlib.sha256(config.read_bytes()).hexdigest(),
    }


def _usable(environment: Environment) -> bool:
    python = ask(environment.python) if environment.python.exists() else None
    return python is not None and python.minor in SUPPORTED


def _make(environment: Environment) -> None:
    python = _choose_python(environment.wanted_python)
    print(f"Making {environment.folder.name} with Python {'.'.join(map(str, python.version))}", flush=True)
    if environment.folder.exists():
        shutil.rmtree(environment.folder)
    _run([str(python.path), "-m", "venv", str(environment.folder)])


def _choose_python(wanted: str | None) -> Python:
    pythons = find_pythons(wanted)
    for python in pythons:
        if python.can_make_venv:
            return python
    # Debian splits the venv module's other half into a package of its own.
    for python in pythons:
        if is_debian():
            install([f"python{python.minor[0]}.{python.minor[1]}-venv"])
            return python
    needed = wanted or "3.13, 3.12 or 3.11"
    raise Missing(f"SPOC Desk needs Python {needed}, and none was found. Install it, then try again.")


def _install_locked(environment: Environment, kind: str) -> None:
    print(f"Installing what requirements/{kind}.txt names", flush=True)
    _run(
        [
            *(str(environment.python), "-I", "-m", "pip", "install", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--progress-bar", "off", "--no-warn-script-location"),
            *("--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(environment.lock(kind))),
        ]
    )


def _remove_unlocked(environment: Environment) -> None:
    """Removes what neither lock names, so that no undeclared package is leant on unnoticed.

    What only the tests need stays: a demonstration takes no developer's tools away.
    """
    listed = subprocess.run(
        [str(environment.python), "-I", "-c", _LISTED], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    locked = environment.lock("test").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Za-z0-9._-]+)==", locked, re.MULTILINE))
    kept = {_normal(name) for name in named} | _NEVER_REMOVED
    extra = [name for name in listed if _normal(name) not in kept]
    if extra:
        print("Removing what no lock names: " + " ".join(extra), flush=True)
        _run([str(environment.python), "-I", "-m", "pip", "uninstall", "--quiet", "--yes", *extra])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _run(command: list[str]) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        command,
        env=clean,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        told = f"{done.stdout}\nThis command ended with status {done.returncode}:\n\n  {' '.join(command)}\n"
        raise Missing(told)

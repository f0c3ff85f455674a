"""Writes requirements/*.txt from requirements/*.in: every wheel's hash, and no index's address."""

from __future__ import annotations

import subprocess
import sys

from installer.environment import Environment
from installer.pythons import find_pythons
from installer.system_packages import Missing


def write_locks(environment: Environment) -> int:
    """Resolves both locks for every supported Python and system at once. Needs the package index."""
    tool = environment.root / ".venv-lock"
    python = next((found for found in find_pythons(None) if found.can_make_venv), None)
    if python is None:
        raise Missing("Writing the locks needs a Python with its venv module.")
    binaries = tool / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(python.path), "-m", "venv", str(tool)], check=True)
    subprocess.run([str(binaries / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    for kind in ("runtime", "test"):
        subprocess.run(
            [
                *(str(binaries / "uv"), "pip", "compile", "--quiet", "--upgrade", "--universal"),
                *("--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"),
                *("--no-emit-index-url", "--no-emit-find-links"),
                *(f"requirements/{kind}.in", "--output-file", f"requirements/{kind}.txt"),
            ],
            cwd=environment.root,
            check=True,
        )
    return 0

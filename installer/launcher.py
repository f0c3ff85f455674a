"""Puts the command spoc-desk into the environment: a few lines that start the checkout it lies in."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

NAME = "spoc-desk.cmd" if sys.platform == "win32" else "spoc-desk"
_START = "import sys; sys.path[0] = sys.argv.pop(1); from spoc_desk.__main__ import main; sys.exit(main())"
_UNIX = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/python" -c '{start}' "$here/{up}" "$@"
"""
_WINDOWS = """@"%~dp0python.exe" -c "{start}" "%~dp0{up}" %*
"""


def write_launcher(scripts: Path, root: Path) -> None:
    """Writes the launcher beside the environment's Python, unless it is there as it should be.

    scripts: the folder of that Python; root: the checkout, kept relative so that both may be moved.
    """
    up = os.path.relpath(root, scripts)
    told = (_WINDOWS if sys.platform == "win32" else _UNIX).format(start=_START, up=up).encode()
    launcher = scripts / NAME
    try:
        if launcher.read_bytes() == told and os.access(launcher, os.X_OK):
            return
    except OSError:
        pass
    launcher.write_bytes(told)
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

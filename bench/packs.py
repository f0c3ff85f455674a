"""Evidence packs: from cold, and with every part kept, beside qpdf concatenating the same parts."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.result import Result


def run(quick: bool = False) -> tuple[Result, ...]:
    """The named case, then small print of several lengths."""
    cases = ("mixed-quick", "500", "5000") if quick else ("mixed", "500", "5000", "20000")
    return tuple(result for case in cases for result in in_own_process(case))


def in_own_process(case: str) -> list[Result]:
    """One case, so that its memory is its own."""
    with tempfile.TemporaryDirectory(prefix="spoc-bench-", dir=Path.cwd()) as place:
        command = [sys.executable, "-m", "bench.pack_cases", case, place]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return [Result(**told) for told in json.loads(done.stdout.splitlines()[-1])]

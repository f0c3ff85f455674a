"""A pack of 10 GB and 20,000 pages, in volumes. Run by its name only: it needs 35 GB of disk and minutes."""

from __future__ import annotations

from bench.packs import in_own_process
from bench.result import Result

BY_NAME_ONLY = True


def run() -> tuple[Result, ...]:
    """One build, read back, and qpdf concatenating the same parts."""
    return tuple(in_own_process("huge"))

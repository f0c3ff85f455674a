"""The same with 10 GiB of evidence, which needs 25 GiB of disk and some minutes: by name only."""

from __future__ import annotations

from bench.backup import MIB, measure
from bench.result import Result

BY_NAME_ONLY = True


def run() -> tuple[Result, ...]:
    """160 files of 64 MiB, once."""
    return measure(160, 64 * MIB, rounds=1)

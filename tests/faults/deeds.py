"""What the program is killed at: each deed begins in a folder, acknowledges, and is looked into afterwards.

A deed is one entry of DEEDS. What it says is a fact; facts() says what is true of the folder
afterwards, having first proved that it opens and is sound. Whatever was said must be a fact.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults import migrating, vaults

BEGUN = vaults.BEGUN
say = vaults.say


@dataclass(frozen=True)
class Deed:
    """prepare: makes its beginning. act: does it. facts: proves the folder sound, tells what it holds."""

    prepare: Callable[[Path], None]
    act: Callable[[Path], None]
    facts: Callable[[Path], set[str]]


DEEDS = {
    "save": Deed(vaults.make, vaults.save, vaults.facts),
    "ingest": Deed(vaults.make, vaults.ingest, vaults.facts),
    "open": Deed(vaults.make_unfinished, vaults.open_and_close, vaults.facts),
    "migrate": Deed(migrating.make, migrating.migrate, migrating.facts),
}


def look_into(name: str, folder: Path, said: set[str], told: str) -> None:
    """Asserts that a folder is sound and holds everything acknowledged. told: how to do it again."""
    try:
        found = DEEDS[name].facts(folder)
    except Exception as fault:
        raise AssertionError(told) from fault
    assert said <= found, f"{told}: lost {sorted(said - found)}"


if __name__ == "__main__":
    DEEDS[sys.argv[1]].act(Path(sys.argv[2]))
    os._exit(0)

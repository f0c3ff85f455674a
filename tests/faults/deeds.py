"""What the program is killed at: each deed begins in a folder, acknowledges, and is looked into afterwards.

A deed is one entry of DEEDS. What it says is a fact; facts() says what is true of the folder
afterwards, having first proved that it opens and is sound. Whatever was said must be a fact.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from spoc_desk.domain.errors import DomainError
from tests.faults import backing_up, destroying, migrating, rekeying, restoring, vaults

BEGUN = vaults.BEGUN
REFUSED = "refused "
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
    "backup": Deed(backing_up.make, backing_up.back_up, backing_up.facts),
    "restore": Deed(restoring.make, restoring.restore, restoring.facts),
    "rekey": Deed(rekeying.make, rekeying.renew, rekeying.facts),
    "passphrase": Deed(rekeying.make, rekeying.change, rekeying.changed),
    "destroy": Deed(destroying.make, destroying.destroy_it, destroying.facts),
    "migrate": Deed(migrating.make, migrating.migrate, migrating.facts),
}


def look_into(name: str, folder: Path, said: set[str], told: str) -> None:
    """Asserts that a folder is sound and holds everything acknowledged. told: how to do it again."""
    try:
        found = DEEDS[name].facts(folder)
    except Exception as fault:
        raise AssertionError(told) from fault
    assert said <= found, f"{told}: lost {sorted(said - found)}"


def main(name: str, folder: Path) -> None:
    """Does a deed in this process; a refusal is said with its code, everything else is a fault of ours."""
    try:
        DEEDS[name].act(folder)
    except DomainError as refused:
        say(f"{REFUSED}{refused.code}")


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Shows a traceback, not by write(), into which the fault may have been put."""
    os.writev(2, ["".join(traceback.format_exception(kind, error, trace)).encode()])


if __name__ == "__main__":
    sys.excepthook = _tell
    main(sys.argv[1], Path(sys.argv[2]))
    # As the end of the program ends it: nothing that Python tidies up counts.
    os._exit(0)

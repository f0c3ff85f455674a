"""Puts a restored vault in its place by renaming, so that a crash leaves the old one or the new one.

A restore is made and checked beside its place, in a folder whose name begins with a dot. A note in it
says that it is whole. Whoever finds the place empty and such a note may finish what was interrupted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import replace_patiently, sync_folder, write_durably

WHOLE = "restored.json"
DATABASE = "vault.db"


def scratch_of(place: Path) -> Path:
    """Where a vault for this place is restored and checked."""
    return place.with_name(f".{place.name}.restoring")


def aside_of(place: Path, stamp: str) -> Path:
    """A free name for the vault that a restored one replaces."""
    first = place.with_name(f"{place.name} before restore {stamp}")
    others = (first.with_name(f"{first.name} {number}") for number in range(2, 1000))
    return next(name for name in (first, *others) if not os.path.lexists(name))


def mark_whole(scratch: Path) -> None:
    """Says that the vault in scratch is whole and checked."""
    write_durably(scratch / WHOLE, b"{}\n")


def take_place(scratch: Path, place: Path, aside: Path | None) -> None:
    """Renames what is there to aside, and scratch to the place. Raises OSError, and puts it back."""
    if aside is not None:
        replace_patiently(place, aside)
    elif place.is_dir():
        place.rmdir()
    sync_folder(place.parent)
    try:
        _move_in(scratch, place)
    except BaseException:
        if aside is not None and not os.path.lexists(place):
            replace_patiently(aside, place)
        raise


def settle(place: Path) -> None:
    """Finishes a restore that was interrupted between its two renamings; does nothing otherwise.

    Raises DomainError("restore.unsettled").
    """
    scratch = scratch_of(place)
    try:
        if not os.path.lexists(place) and (scratch / WHOLE).is_file() and (scratch / DATABASE).is_file():
            _move_in(scratch, place)
        elif (place / DATABASE).is_file():
            (place / WHOLE).unlink(missing_ok=True)
    except OSError as fault:
        raise DomainError("restore.unsettled", folder=str(scratch)) from fault


def _move_in(scratch: Path, place: Path) -> None:
    replace_patiently(scratch, place)
    sync_folder(place.parent)
    with suppress(FileNotFoundError):
        (place / WHOLE).unlink()

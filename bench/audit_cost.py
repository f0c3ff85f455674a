"""What an audit entry adds to the commit it is part of, and what a long trail costs to check."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from bench.casework import ACTOR, KEY, MIGRATIONS, Now, incidents
from bench.result import Result, at_most, noted, percentile, seconds
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage.store import SIGNING_KEY, Store

MEMORY = Path("/dev/shm")


def run(quick: bool = False) -> tuple[Result, ...]:
    """One incident to a commit, with its entry and without, in turn; on the disk, and in memory alone."""
    pairs = 200 if quick else 1000
    with _store(None) as store:
        bare, added = _cost(store, pairs)
        told = f"{added * 1e6:.0f} µs on {bare * 1e6:.0f} µs, lower quartiles of {pairs} pairs"
        results = [
            at_most("an audit entry", added / bare * 100, 10, "%", f"the same commit without it: {told}")
        ]
        results += _trail(store, 10_000 if quick else 100_000)
    if MEMORY.is_dir():
        with _store(MEMORY) as store:
            bare, added = _cost(store, pairs)
        told = f"on {bare * 1e6:.0f} µs; no disk to wait for"
        results.append(noted("an audit entry in memory alone", added * 1e6, "µs", told))
    return tuple(results)


@contextmanager
def _store(folder: Path | None) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="spoc-bench-", dir=folder) as name:
        store = Store(Path(name) / "vault.db", KEY, Now())
        store.upgrade(MIGRATIONS)
        yield store
        store.close()


def _cost(store: Store, pairs: int) -> tuple[float, float]:
    """Seconds of a commit without its entry, and what the entry adds, by lower quartiles."""
    work: Any = store.work(ACTOR)
    supply = incidents(2 * pairs + 100)

    def commit(record: Incident, *, logged: bool) -> None:
        with work() as unit:
            if not logged:
                unit._trail.append = _leave_out  # noqa: SLF001 there is no such switch, rightly
            kept = unit.add(replace(record, reference=unit.next_reference("IN", 2027)))
            unit.record(IncidentReported(incident=kept.id))

    def one(*, logged: bool) -> float:
        record = next(supply)
        return seconds(lambda: commit(record, logged=logged))

    taken: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(-50, pairs):
        for logged in (bool(turn % 2), not turn % 2):
            cost = one(logged=logged)
            if turn >= 0:
                taken[logged].append(cost)
    bare = percentile(taken[False], 0.25)
    return bare, percentile(taken[True], 0.25) - bare


def _leave_out(_change: object, _at: object, _touched: object) -> None:
    """In place of the entry."""


def _trail(store: Store, entries: int) -> Iterator[Result]:
    numbers = count(1)

    def record() -> None:
        with store.work(ACTOR)() as unit:
            unit.set_setting(SIGNING_KEY, "5a" * 32)
            for _ in range(entries):
                unit.record(IncidentReported(incident=next(numbers)))

    wrote = seconds(record)
    checked = seconds(lambda: store.check_audit(_unheard))
    signed = seconds(lambda: store.sign_checkpoint("bench"))
    again = seconds(lambda: store.sign_checkpoint("bench"))
    yield noted("one entry among many in a transaction", wrote / entries * 1e6, "µs", f"{entries:,} entries")
    yield noted(f"checking a trail of {entries:,}", checked, "s", "from within")
    yield noted("the first signed checkpoint", signed, "s", f"over {entries:,} entries")
    compared = seconds(lambda: store.check_records(_uncounted))
    yield noted(
        "comparing records with the trail",
        compared,
        "s",
        f"{store.queries.counts()['incidents']:,} incidents",
    )
    yield noted("the next, with nothing new", again * 1000, "ms", "as at each lock")


def _uncounted(_done: int) -> None:
    """Progress that nobody follows."""


def _unheard(_done: int, _total: int) -> None:
    """Progress that nobody follows."""

"""Checks a trail of a million entries, and compares that with hashing the same bytes and nothing else."""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.casework import ACTOR, KEY, MIGRATIONS, Now
from bench.result import Result, at_most, noted, seconds
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.storage.store import SIGNING_KEY, Store

ENTRIES, AT_ONCE = 1_000_000, 20_000
MIB = 1024 * 1024


def run(quick: bool = False) -> tuple[Result, ...]:
    """A million consultations, 50,000 when quick; checked whole three times."""
    total = 50_000 if quick else ENTRIES
    with tempfile.TemporaryDirectory(prefix="spoc-bench-") as name:
        store = Store(Path(name) / "vault.db", KEY, Now())
        store.upgrade(MIGRATIONS)
        _fill(store, total)
        checked = median(seconds(lambda: _check(store, total)) for _ in range(3))
        hashed = median(_hashed(store) for _ in range(3))
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MIB if sys.platform == "darwin" else 1024)
    told = f"hashlib over the same bytes, {hashed:.2f} s; {total:,} entries in {checked:.2f} s"
    return (
        noted(
            "checking the audit trail", total / checked, "entries/s", f"{total:,} entries, from the database"
        ),
        noted("the same, in times of hashing alone", checked / hashed, "×", told),
        at_most("its memory, the filling included", peak, 300, "MiB", "peak of the whole process"),
    )


def _fill(store: Store, total: int) -> None:
    with store.work(ACTOR)() as work:
        work.set_setting(SIGNING_KEY, "5a" * 32)
        work.record(RecordConsulted(kind="incident", record=1))
    for start in range(1, total, AT_ONCE):
        with store.work(ACTOR)() as work:
            for number in range(start, min(start + AT_ONCE, total)):
                work.record(RecordConsulted(kind="incident", record=number))


def _check(store: Store, total: int) -> None:
    if store.check_audit(lambda _done, _total: None) != total:
        raise RuntimeError("the trail made for this is not whole")


def _hashed(store: Store) -> float:
    """Seconds for SHA-256 over every commitment and link, the bytes read beforehand and not counted."""
    spent, batch = 0.0, []
    for entry in store.queries.audit_entries():
        batch.append(b"".join(str(value).encode() for value in entry.values()))
        if len(batch) == AT_ONCE:
            spent += seconds(lambda parts=batch: [hashlib.sha256(part).digest() for part in parts])  # type: ignore[misc]
            batch = []
    return spent + seconds(lambda: [hashlib.sha256(part).digest() for part in batch])

"""Lists as the window asks for them: a page of rows, every id, words typed letter by letter, scrolling."""

from __future__ import annotations

import random
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bench.casework import KEY, build
from bench.result import Result, at_most, noted, paired, percentile, seconds
from spoc_desk.storage.engine import DatabaseKey, checkpoint, connector, open_engine, raw_reading
from spoc_desk.storage.lists import listing_of
from spoc_desk.storage.queries import SqlQueries

PAGE = 60
BLOCK = 128
TYPED = (
    "burnt", "northmere", "in/2027/0", "high street", "kings way 12", "dc farrah q", "threat penhal", "nm/00",
    "vehicle witn", "counterfeit n",
)  # fmt: skip
MIB = 1024 * 1024


def run(quick: bool = False) -> tuple[Result, ...]:
    """At 100,000 incidents, and at 1,000,000 unless quick."""
    results: list[Result] = []
    for count, budget in ((100_000, 100), *(() if quick else ((1_000_000, 150),))):
        with tempfile.TemporaryDirectory(prefix="spoc-bench-") as folder:
            path = Path(folder) / "vault.db"
            writer = build(path, count)
            checkpoint(writer)
            writer.dispose()
            reader = open_engine(path, DatabaseKey(KEY), writes=False)
            queries = SqlQueries(reader)
            before = _resident()
            if count == 100_000:
                results += _page(path, reader, queries, count)
            results += _whole(reader, queries, count)
            results += _typing(queries, count, budget)
            results += _scrolling(queries, count)
            results += _memory(before, queries, count)
            reader.dispose()
    return tuple(results)


def _page(path: Path, reader: Engine, queries: SqlQueries, count: int) -> Iterator[Result]:
    ids = tuple(range(count - 100, count - 100 - PAGE, -1))
    words = listing_of("incidents").row
    statement = queries._sql.rows("incidents", PAGE)  # noqa: SLF001 the very words it asks in
    raw = connector(path, DatabaseKey(KEY), writes=False)()

    def query() -> object:
        with raw_reading(reader) as cursor:
            return cursor.execute(statement, ids).fetchall()

    ours, theirs = paired(query, lambda: raw.execute(statement, ids).fetchall(), 2000)
    yield at_most(
        "60-row list, the query", ours / theirs, 1.3, "×", f"raw sqlcipher3, same SQL: {theirs * 1e6:.0f} µs"
    )
    ours, theirs = paired(
        lambda: queries.rows("incidents", ids),
        lambda: [words(*row) for row in raw.execute(statement, ids).fetchall()],
        2000,
    )
    yield at_most(
        "60-row list, as words", ours / theirs, 1.3, "×", f"the same by hand: {theirs * 1e6:.0f} µs"
    )
    raw.close()


def _whole(reader: Engine, queries: SqlQueries, count: int) -> Iterator[Result]:
    def fresh_counts() -> None:
        SqlQueries(reader).chips("incidents")

    for name, step in (
        ("every id", lambda: queries.ids("incidents")),
        ("every open id", lambda: queries.ids("incidents", chip="Open")),
        ("first 200 notable ids", lambda: queries.first_ids("incidents", chip="Notable")),
        ("counts of all chips", fresh_counts),
    ):
        step()
        taken = sorted(seconds(step) for _ in range(5))[2]
        yield noted(f"{name}, {count:,} incidents", taken * 1000, "ms", "median of 5")


def _typing(queries: SqlQueries, count: int, budget: int) -> Iterator[Result]:
    """Each letter of ten searches: the first ids and their first page, as the window needs them to paint."""
    pressed = [words[:length] for words in TYPED for length in range(1, len(words) + 1)]

    def press(words: str, chip: str) -> None:
        queries.rows("incidents", queries.first_ids("incidents", words, chip)[:PAGE])

    for chip in ("Open", "All", "Notable"):
        taken = [seconds(partial(press, words, chip)) for words in pressed]
        told = f"{len(pressed)} keys, median {percentile(taken, 0.5) * 1000:.1f} ms; without painting"
        p95 = percentile(taken, 0.95) * 1000
        yield at_most(f"key press to first rows, {chip}, {count:,}, p95", p95, budget, "ms", told)
    whole = [seconds(partial(queries.ids, "incidents", words, "Open")) for words in pressed[::3]]
    p95 = percentile(whole, 0.95) * 1000
    yield noted(f"every id that matches, Open, {count:,}, p95", p95, "ms", "while the first rows show")


def _scrolling(queries: SqlQueries, count: int) -> Iterator[Result]:
    ids = queries.ids("incidents")
    chance = random.Random(5)
    kept: deque[object] = deque(maxlen=64)

    def show(place: int) -> None:
        kept.append(queries.rows("incidents", ids[place : place + BLOCK]))

    for name, places in (
        ("further down", range(0, 300 * BLOCK, BLOCK)),
        ("anywhere", [chance.randrange(0, count - BLOCK) for _ in range(300)]),
    ):
        p95 = percentile([seconds(partial(show, place)) for place in places], 0.95) * 1000
        yield at_most(f"128 rows {name}, {count:,}, p95", p95, 16, "ms", "without painting")


def _memory(before: int, queries: SqlQueries, count: int) -> Iterator[Result]:
    ids = queries.ids("incidents")
    kept = [queries.rows("incidents", ids[place : place + BLOCK]) for place in range(0, 64 * BLOCK, BLOCK)]
    if sys.platform == "linux":
        grown = (_resident() - before) / MIB
        told = f"{len(ids):,} ids, {len(kept)} blocks of rows, page cache, all that was asked before"
        yield at_most(f"memory for a list of {count:,}", grown, 50, "MiB", told)


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096

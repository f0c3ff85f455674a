"""What lists, search and reports read, each in one snapshot of the vault."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, literal_column, select, text
from sqlalchemy.exc import DBAPIError

from spoc_desk.domain import audit
from spoc_desk.services.figures import KnownWords, ReturnFigures
from spoc_desk.services.ports import AuditHead, Reader
from spoc_desk.services.rows import ListRow, SearchHit
from spoc_desk.storage import lists, return_figures, tables
from spoc_desk.storage.search import match_words
from spoc_desk.storage.unit_of_work import SqlReader, translated


class SqlQueries:
    """Reads of one open vault; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as fault:
            raise translated(fault) from fault

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """A reader that sees one moment of the vault."""
        with self._reading() as connection:
            yield SqlReader(connection)

    def ids(self, kind: str, search: str = "", chip: str = "") -> array[int]:
        """Ids of a list, newest first."""
        with self._reading() as connection:
            return lists.list_ids(connection, kind, search, chip)

    def rows(self, kind: str, ids: tuple[int, ...]) -> tuple[ListRow, ...]:
        """The rows of these ids, in the order asked."""
        with self._reading() as connection:
            return lists.rows_of(connection, kind, ids)

    def chips(self, kind: str) -> Mapping[str, int]:
        """How many records each chip of a list holds."""
        with self._reading() as connection:
            return lists.chip_counts(connection, kind)

    def due_casefiles(self, until: date) -> tuple[int, ...]:
        """Ids of open casefiles whose last day to charge is no later than this day, soonest first."""
        with self._reading() as connection:
            return lists.due_casefiles(connection, until)

    def search(self, words: str, limit: int = 12) -> tuple[SearchHit, ...]:
        """Records of every kind that hold these words, best match of each kind first."""
        wanted = match_words(words)
        if not wanted:
            return ()
        hits: list[SearchHit] = []
        with self._reading() as connection:
            for listing in lists.listings().values():
                if listing.index:
                    ids = _ranked(connection, listing.index, wanted, limit)
                    hits += [_hit(row) for row in lists.rows_of(connection, listing.kind, ids)]
        exact = words.strip().casefold()
        return tuple(sorted(hits, key=lambda hit: not hit.reference.casefold().startswith(exact))[:limit])

    def audit_head(self) -> AuditHead:
        """The last audit entry; number 0 before the first."""
        c = tables.audit_entry.c
        with self._reading() as connection:
            last = connection.execute(select(c.seq, c.hash).order_by(c.seq.desc()).limit(1)).first()
        return AuditHead(last.seq, last.hash) if last else AuditHead(0, audit.START.hex())

    def audit_entries(self, casefile: int | None = None) -> Iterator[Mapping[str, Any]]:
        """The trail in order. Of one casefile: the others keep their place in the chain but not their payload."""
        with self._reading() as connection:
            for entry, owner in chain(connection):
                hidden = casefile is not None and owner != casefile
                yield {
                    "seq": entry.seq,
                    "at": entry.at,
                    "payload": None if hidden else entry.payload,
                    "salt": None if hidden else entry.salt,
                    "commit": entry.commit,
                    "prev": entry.prev,
                    "hash": entry.hash,
                }

    def recent_changes(self, limit: int = 12, casefile: int | None = None) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads, each with its time under "at"."""
        c = tables.audit_entry.c
        wanted = select(c.at, c.payload).order_by(c.seq.desc()).limit(limit)
        if casefile is not None:
            wanted = wanted.where(c.casefile_id == casefile)
        with self._reading() as connection:
            return tuple({**json.loads(row.payload), "at": row.at} for row in connection.execute(wanted))

    def return_figures(self, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
        """The counts of a return: everything recorded before end, what is new from start."""
        with self._reading() as connection:
            return return_figures.return_figures(connection, start, end, last_day)

    def known_words(self) -> KnownWords:
        """What the vault knows that a return must not say."""
        with self._reading() as connection:
            return return_figures.known_words(connection)

    def counts(self) -> Mapping[str, int]:
        """How many records each list holds."""
        with self._reading() as connection:
            return {
                kind: connection.execute(select(func.count()).select_from(listing.table)).scalar_one()
                for kind, listing in lists.listings().items()
            }


def chain(connection: Connection) -> Iterator[tuple[audit.Entry, int | None]]:
    """The audit chain in order, each entry with the casefile it belongs to."""
    c = tables.audit_entry.c
    columns = (c.seq, c.at, c.payload, c.salt, c.commit, c.prev, c.hash, c.casefile_id)
    for row in connection.execution_options(yield_per=2000).execute(select(*columns).order_by(c.seq)):
        yield audit.Entry(*row[:7]), row[7]


def _ranked(connection: Connection, index: str, words: str, limit: int) -> tuple[int, ...]:
    wanted = (
        select(literal_column("rowid"))
        .select_from(text(index))
        .where(text(f"{index} MATCH :words"))
        .order_by(literal_column("rowid").desc())
        .limit(limit)
    )
    return tuple(row[0] for row in connection.execute(wanted, {"words": words}))


def _hit(row: ListRow) -> SearchHit:
    return SearchHit(row.kind, row.id, row.reference, row.title, row.detail)

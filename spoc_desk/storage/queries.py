"""What lists, search and reports read, each in one snapshot of the vault."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain as joined
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from spoc_desk.domain import audit
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.figures import KnownWords, ReturnFigures
from spoc_desk.services.ports import AuditHead, Cancelled, Reader
from spoc_desk.services.rows import ListRow, PollAhead, SearchHit
from spoc_desk.services.trail_query import TrailQuery, TrailRow
from spoc_desk.storage import agenda, return_figures, tables, trail_search
from spoc_desk.storage.audit import LAST_ENTRY, chain
from spoc_desk.storage.engine import raw_reading, refusing
from spoc_desk.storage.lists import Listing, ListSql, listing_of, listings
from spoc_desk.storage.search import match_words, matching
from spoc_desk.storage.unit_of_work import SqlReader

FIRST = 200
# Few enough that the window can paint between two of them.
AT_ONCE = 2000
ROWS_AT_ONCE = 500
_DUE = (
    select(tables.casefile.c.id)
    .where(tables.casefile.c.limit_on <= bindparam("until"))
    .where(tables.casefile.c.status.not_in(("charged", "closed")))
    .order_by(tables.casefile.c.limit_on)
)


class SqlQueries:
    """Reads of one open vault; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = ListSql(engine.dialect)
        self._counted: dict[str, tuple[int, dict[str, int]]] = {}

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refusing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self, why: Permission = Permission.READ) -> Iterator[Reader]:
        """A reader that sees one moment of the vault. Whether `why` is permitted was asked before."""
        with self._reading() as connection:
            yield SqlReader(connection)

    def ids(
        self, kind: str, search: str = "", chip: str = "", cancelled: Cancelled | None = None
    ) -> array[int]:
        """Ids of a list, newest first.

        cancelled is asked every few milliseconds: an overtaken question stops
        with DomainError("work.cancelled").
        """
        listing, words = listing_of(kind), match_words(search)
        if search.strip() and not words:
            return array("q")
        if words and not listing.search:
            return self._holding(listing, search, chip)
        statement = self._matching(listing, chip) if words else self._sql.ids(kind, chip)
        return self._ids(statement, (words,) if words else (), cancelled)

    def first_ids(self, kind: str, search: str = "", chip: str = "", limit: int = FIRST) -> array[int]:
        """The first ids of a list: enough to paint at once, while ids() finds the rest."""
        listing, words = listing_of(kind), match_words(search)
        if not words:
            every = f"{self._sql.ids(kind, chip)} LIMIT ?"
            return array("q") if search.strip() else self._ids(every, (limit,))
        if not listing.search:
            return self._holding(listing, search, chip)[:limit]
        return self._ids(self._matching(listing, chip, limited=True), (words, limit))

    def rows(self, kind: str, ids: Sequence[int]) -> tuple[ListRow, ...]:
        """The rows of these ids, in the order asked; an id that is gone is left out."""
        made, found = listing_of(kind).row, {}
        with raw_reading(self._engine) as cursor:
            for start in range(0, len(ids), ROWS_AT_ONCE):
                asked = tuple(ids[start : start + ROWS_AT_ONCE])
                for row in cursor.execute(self._sql.rows(kind, len(asked)), asked).fetchall():
                    found[row[0]] = made(*row)
        return tuple(found[key] for key in ids if key in found)

    def chips(self, kind: str) -> Mapping[str, int]:
        """How many records each chip of a list holds; counted anew only once something was written."""
        listing = listing_of(kind)
        with raw_reading(self._engine) as cursor:
            version = cursor.execute("SELECT max(seq) FROM audit_entry").fetchone()[0] or 0
            counted = self._counted.get(kind)
            if counted is None or counted[0] != version:
                numbers = cursor.execute(self._sql.counts(kind)).fetchone()
                counted = self._counted[kind] = (version, dict(zip(listing.chips, numbers, strict=True)))
        return dict(counted[1])

    def counts(self) -> Mapping[str, int]:
        """How many records each list holds."""
        with raw_reading(self._engine) as cursor:
            return {kind: cursor.execute(self._sql.total(kind)).fetchone()[0] for kind in listings()}

    def due_casefiles(self, until: date) -> tuple[int, ...]:
        """Ids of open casefiles whose last day to charge is no later than this day, soonest first."""
        with self._reading() as connection:
            return tuple(connection.execute(_DUE, {"until": until}).scalars())

    def search(self, words: str, limit: int = 12) -> tuple[SearchHit, ...]:
        """Records of every kind that hold these words: the reference typed first, then the newest of each."""
        wanted = match_words(words)
        if not wanted:
            return ()
        found: list[tuple[ListRow, ...]] = []
        for listing in listings().values():
            if listing.search:
                exact = self._by_reference(listing, words) if listing.table.c.reference.unique else ()
                newest = self._ids(matching(listing.search, limited=True), (wanted, limit))
                found.append(self.rows(listing.kind, tuple(dict.fromkeys((*exact, *newest)))))
        turns = [row for row in joined.from_iterable(zip_longest(*found)) if row is not None]
        typed = words.strip().casefold()
        turns.sort(key=lambda row: not row.reference.casefold().startswith(typed))
        return tuple(_hit(row) for row in turns[:limit])

    def audit_head(self) -> AuditHead:
        """The last audit entry; number 0 before the first."""
        with self._reading() as connection:
            last = connection.execute(LAST_ENTRY).first()
        return AuditHead(last.seq, last.hash) if last else AuditHead(0, audit.START.hex())

    def audit_entries(self, casefile: int | None = None) -> Iterator[Mapping[str, Any]]:
        """The trail in order. Of one casefile: the others keep their place in the chain alone."""
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

    def due_follow_ups(self, until: date) -> tuple[int, ...]:
        """Ids of the last advice given to somebody that promises a follow-up by this day, soonest first."""
        with self._reading() as connection:
            return agenda.due_follow_ups(connection, until)

    def due_reviews(self, until: date) -> tuple[int, ...]:
        """Ids of protective measures in use whose review falls by this day, soonest first."""
        with self._reading() as connection:
            return agenda.due_reviews(connection, until)

    def spent_contacts(self, before: date, today: date) -> tuple[tuple[int, date], ...]:
        """Contacts whose last poll was no later than before, with its day, and whom nothing keeps here."""
        with self._reading() as connection:
            return agenda.spent_contacts(connection, before, today)

    def next_polls(self, start: date, limit: int = 3) -> tuple[PollAhead, ...]:
        """The next polling days from this day on. Who has withdrawn does not stand."""
        with self._reading() as connection:
            return agenda.next_polls(connection, start, limit)

    def recent_events(
        self, verbs: tuple[str, ...], limit: int, but: tuple[str, ...] = ()
    ) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads of these verbs but for these events, each with its time under "at"."""
        with self._reading() as connection:
            return agenda.recent_events(connection, verbs, limit, but)

    def find_entries(
        self, query: TrailQuery, before: int | None = None, limit: int | None = None
    ) -> tuple[TrailRow, ...]:
        """The audit entries that fit, newest first; only those before an entry when its number is given."""
        with self._reading() as connection:
            return tuple(trail_search.find_entries(connection, query, before, limit))

    def count_entries(self, query: TrailQuery) -> int:
        """How many audit entries fit."""
        with self._reading() as connection:
            return trail_search.count_entries(connection, query)

    def return_figures(self, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
        """The counts of a return: everything recorded before end, what is new from start."""
        with self._reading() as connection:
            return return_figures.return_figures(connection, start, end, last_day)

    def known_words(self) -> KnownWords:
        """What the vault knows that a return must not say."""
        with self._reading() as connection:
            return return_figures.known_words(connection)

    def _matching(self, listing: Listing, chip: str, *, limited: bool = False) -> str:
        clause = self._sql.clause(listing.kind, chip)
        return matching(listing.search, listing.listed, clause, limited=limited)

    def _ids(
        self, statement: str, values: tuple[object, ...], cancelled: Cancelled | None = None
    ) -> array[int]:
        ids = array("q")
        with raw_reading(self._engine, cancelled) as cursor:
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(AT_ONCE):
                ids.extend(joined.from_iterable(rows))
                if cancelled is not None and cancelled():
                    raise DomainError("work.cancelled")
        return ids

    def _by_reference(self, listing: Listing, words: str) -> array[int]:
        table = listing.table.name
        asked = f"SELECT id FROM {table} WHERE reference = ? ORDER BY id DESC LIMIT 12"  # noqa: S608 ours
        return self._ids(asked, (words.strip().upper().encode("utf-8", "replace").decode(),))

    def _holding(self, listing: Listing, search: str, chip: str) -> array[int]:
        """Ids of a short list whose rows hold every typed word."""
        wanted = search.casefold().split()
        shown = self.rows(listing.kind, self._ids(self._sql.ids(listing.kind, chip), ()))
        held = ((row.id, f"{row.reference} {row.title} {row.detail}".casefold()) for row in shown)
        return array("q", (key for key, said in held if all(word in said for word in wanted)))


def _hit(row: ListRow) -> SearchHit:
    return SearchHit(row.kind, row.id, row.reference, row.title, row.detail)

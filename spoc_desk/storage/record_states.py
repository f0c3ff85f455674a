"""What each record was when the audit trail last told of it, so that a record changed past the program shows.

Every entry commits to a keyed digest of each record that its transaction wrote
or removed, and keeps those digests beside its payload: one line for each, with
table, id and digest. A record altered, put in or taken out by any other tool,
or a page of it put back from an older copy, then differs from its newest line.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from spoc_desk.domain.audit import digest
from spoc_desk.storage import tables
from spoc_desk.storage.engine import driver_sql
from spoc_desk.storage.mapping import MAPPED

STATE_KEY = "record_state_key"
GONE = "gone"
# Each reads one kind of record as it is stored, by its table's name.
READS = {mapped.table.name: driver_sql(mapped.reads) for mapped in MAPPED.values()}
NAMES = {mapped.table.name: mapped.names for mapped in MAPPED.values()}
# A column that a later schema adds holds one of these in every older row, and must not change its digest.
_EMPTY = (None, "", 0, "[]")
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr)
_READ_KEY = "SELECT value FROM setting WHERE name = ?"
_ENTRY = tables.audit_entry.c
_TOLD = select(_ENTRY.seq, _ENTRY.payload, _ENTRY.states).order_by(_ENTRY.seq)


class States:
    """Digests records within one writing transaction."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._key = b""

    def of(self, touched: Iterable[tuple[str, int]]) -> str:
        """The present state of these records, by table and id: one line for each."""
        self._key = self._key or self._read_key()
        ordered = sorted(touched)
        return "\n".join(f"{table} {number} {self._digest(table, number)}" for table, number in ordered)

    def _digest(self, table: str, number: int) -> str:
        row = self._cursor.execute(f"{READS[table]} WHERE {table}.id = ?", (number,)).fetchone()
        return GONE if row is None else state_of(self._key, table, row)

    def _read_key(self) -> bytes:
        found = self._cursor.execute(_READ_KEY, (STATE_KEY,)).fetchone()
        if found is None:
            found = (secrets.token_hex(32),)
            self._cursor.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (STATE_KEY, *found))
        return bytes.fromhex(found[0])


def state_of(key: bytes, table: str, row: tuple[Any, ...]) -> str:
    """The keyed digest of a record as it is stored, in hexadecimal."""
    told = {name: value for name, value in zip(NAMES[table], row, strict=True) if value not in _EMPTY}
    return hmac.digest(key, f"{table} {_CANONICAL.encode(told)}".encode(), "sha256").hex()


def root(states: str) -> str:
    """What an entry's payload says of the states kept with it; hexadecimal."""
    return digest(b"rec", states.encode()).hex()


def check_states(connection: Connection, heard: Callable[[int], None]) -> tuple[str, ...]:
    """Every record that is not as the trail last left it, and every entry whose states were touched.

    heard is told every few thousand records how far it is.
    """
    faults: list[str] = []
    newest = _newest(connection, faults)
    key = bytes.fromhex(connection.exec_driver_sql(_READ_KEY, (STATE_KEY,)).scalar() or "")
    for done, (table, row) in enumerate(_records(connection), start=1):
        told = newest.pop((table, str(row[0])), None)
        if told is None:
            faults.append(f"{_named(table, row)} was put in past the audit trail")
        elif told != state_of(key, table, row):
            faults.append(f"{_named(table, row)} is not as the audit trail last left it")
        if done % 2000 == 0:
            heard(done)
    faults += [
        f"{table} number {number} was taken out past the audit trail"
        for (table, number), told in newest.items()
        if told != GONE
    ]
    return tuple(faults)


def _newest(connection: Connection, faults: list[str]) -> dict[tuple[str, str], str]:
    newest: dict[tuple[str, str], str] = {}
    for entry in connection.execute(_TOLD, execution_options={"yield_per": 2000}):
        if json.loads(entry.payload).get("records", "") != (root(entry.states) if entry.states else ""):
            faults.append(f"what audit entry {entry.seq} says of its records was altered")
        for line in entry.states.splitlines():
            table, number, state = (*line.split(" "), "", "")[:3]
            newest[table, number] = state
    return newest


def _records(connection: Connection) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for table, reads in READS.items():
        rows = connection.exec_driver_sql(reads, execution_options={"yield_per": 2000})
        yield from ((table, tuple(row)) for row in rows)


def _named(table: str, row: tuple[Any, ...]) -> str:
    shown = dict(zip(NAMES[table], row, strict=True))
    return f"{table.replace('_', ' ')} {shown.get('reference') or f'number {row[0]}'}"

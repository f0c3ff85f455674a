"""What each record was when the audit trail last told of it, so that a record changed past the program shows.

The payload of an entry holds a keyed digest of each record that its
transaction wrote, by table and id. A record altered, put in or taken out by any
other tool, or a page of it put back from an older copy, then differs from the
newest digest; and to alter that is to break the chain.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from spoc_desk.storage import tables
from spoc_desk.storage.engine import driver_sql
from spoc_desk.storage.mapping import MAPPED, stored_text

STATE_KEY = "record_state_key"
GONE = "gone"
BY_TABLE = {mapped.table.name: mapped for mapped in MAPPED.values()}
# Each reads one kind of record as it is stored.
READS = {table: driver_sql(mapped.reads) for table, mapped in BY_TABLE.items()}
_READ_KEY = "SELECT value FROM setting WHERE name = ?"
_ENTRY = tables.audit_entry.c
_PAYLOADS = select(_ENTRY.payload).order_by(_ENTRY.seq)


# By table and id: the values that were written, or None when the record was removed.
Touched = Mapping[tuple[str, int], Mapping[str, Any] | None]


class States:
    """Digests records within one writing transaction."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.key = b""

    def of(self, touched: Touched) -> dict[str, str]:
        """The state in which these records were written, by table and id."""
        self.key = self.key or self._read_key()
        return {f"{key[0]}/{key[1]}": self._state(*key, values) for key, values in touched.items()}

    def _state(self, table: str, number: int, values: Mapping[str, Any] | None) -> str:
        if values is None:
            return GONE
        told = [table, f"id {len(str(number))} {number}"]
        for name, value in values.items():
            if value:
                text = value if type(value) is str else stored_text(value)
                told.append(f"{name} {len(text)} {text}")
        return _digest(self.key, told)

    def _read_key(self) -> bytes:
        found = self._cursor.execute(_READ_KEY, (STATE_KEY,)).fetchone()
        if found is None:
            found = (secrets.token_hex(32),)
            self._cursor.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (STATE_KEY, *found))
        return bytes.fromhex(found[0])


def state_of(key: bytes, table: str, row: Iterable[Any]) -> str:
    """The keyed digest of a record as it is stored, 128 bits in hexadecimal, without its empty columns."""
    told = [table]
    for name, value in zip(BY_TABLE[table].names, row, strict=True):
        # A column that a later schema adds holds nothing in every older row, and must change no digest.
        if value and value != "[]":
            text = value if isinstance(value, str) else repr(value)
            told.append(f"{name} {len(text)} {text}")
    return _digest(key, told)


def _digest(key: bytes, told: list[str]) -> str:
    return hmac.digest(key, "\n".join(told).encode(), "sha256")[:16].hex()


def check_states(connection: Connection, heard: Callable[[int], None]) -> tuple[str, ...]:
    """Every record that is not as the trail last left it. The trail itself must have been checked.

    heard is told every few thousand records how far it is.
    """
    faults: list[str] = []
    newest = _newest(connection)
    key = bytes.fromhex(connection.exec_driver_sql(_READ_KEY, (STATE_KEY,)).scalar() or "")
    for done, (table, row) in enumerate(_records(connection), start=1):
        told = newest.pop(f"{table}/{row[0]}", None)
        if told is None:
            faults.append(f"{_named(table, row)} was put in past the audit trail")
        elif told != state_of(key, table, row):
            faults.append(f"{_named(table, row)} is not as the audit trail last left it")
        if done % 2000 == 0:
            heard(done)
    missing = (place for place, told in newest.items() if told != GONE)
    faults += [f"{place.replace('/', ' number ')} was taken out past the audit trail" for place in missing]
    return tuple(faults)


def _newest(connection: Connection) -> dict[str, str]:
    newest: dict[str, str] = {}
    for (payload,) in connection.execute(_PAYLOADS, execution_options={"yield_per": 2000}):
        newest.update(json.loads(payload).get("records", {}))
    return newest


def _records(connection: Connection) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for table, reads in READS.items():
        rows = connection.exec_driver_sql(reads, execution_options={"yield_per": 2000})
        yield from ((table, tuple(row)) for row in rows)


def _named(table: str, row: tuple[Any, ...]) -> str:
    shown = dict(zip(BY_TABLE[table].names, row, strict=True))
    return f"{table.replace('_', ' ')} {shown.get('reference') or f'number {row[0]}'}"

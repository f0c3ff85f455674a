"""One transaction of the vault: records in and out, and an audit entry for every change, together or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from spoc_desk.domain import audit
from spoc_desk.domain.changes import Change
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Clock, UnitOfWork
from spoc_desk.storage import tables
from spoc_desk.storage.mapping import MAPPED, values_of
from spoc_desk.storage.search import index_record

Record = TypeVar("Record")
_ADD_ENTRY = insert(tables.audit_entry)
_ENTRY = tables.audit_entry.c
_LAST_ENTRY = select(_ENTRY.seq, _ENTRY.hash).order_by(_ENTRY.seq.desc()).limit(1)
_LAST_OF_SERIES = select(tables.series.c.last).where(tables.series.c.name == bindparam("series"))
_NEXT_OF_SERIES = update(tables.series).where(tables.series.c.name == bindparam("series"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works, where and in which sitting: what each audit entry says of its author."""

    officer: str
    workstation: str
    session: str


class SqlReader:
    """Frozen records out of one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: type[Record], record_id: int) -> Record:
        """The record with this id. Raises DomainError("records.not_found")."""
        mapped = MAPPED[kind]
        row = self._connection.execute(mapped.reads.where(mapped.table.c.id == record_id)).first()
        if row is None:
            raise DomainError("records.not_found", kind=mapped.table.name.replace("_", " "), id=record_id)
        found: Record = mapped.kind(*row)
        return found

    def find(self, kind: type[Record], **equal: object) -> tuple[Record, ...]:
        """Every record whose fields equal these values, in recording order."""
        mapped = MAPPED[kind]
        wanted = mapped.reads.order_by(mapped.table.c.id)
        for name, value in equal.items():
            column = mapped.table.c[name]
            wanted = wanted.where(column.in_(value) if isinstance(value, tuple | list | frozenset) else column == value)
        return tuple(mapped.kind(*row) for row in self._connection.execute(wanted))

    def setting(self, name: str) -> str:
        """A vault setting, or an empty string."""
        found = self._connection.execute(select(tables.setting.c.value).where(tables.setting.c.name == name)).scalar()
        return found or ""


class SqlUnitOfWork(SqlReader):
    """The writing half. One at a time: the database lets one writer begin."""

    def __init__(self, connection: Connection, actor: Actor, clock: Clock) -> None:
        super().__init__(connection)
        self._actor = actor
        self._clock = clock

    def add(self, record: Record) -> Record:
        """Stores a new record and answers it with its id."""
        mapped = MAPPED[type(record)]
        key = self._connection.execute(mapped.inserts, values_of(record)).inserted_primary_key
        stored: Any = replace(record, id=key[0])  # type: ignore[type-var, index]
        index_record(self._connection, stored)
        kept: Record = stored
        return kept

    def change(self, record: object) -> None:
        """Stores the new values of a record that has an id."""
        mapped = MAPPED[type(record)]
        key = record.id  # type: ignore[attr-defined]
        self._connection.execute(mapped.updates, values_of(record) | {"row_id": key})
        index_record(self._connection, record)

    def remove(self, record: object) -> None:
        """Removes a link row; records of casework are never removed."""
        mapped = MAPPED[type(record)]
        key = record.id  # type: ignore[attr-defined]
        self._connection.execute(delete(mapped.table).where(mapped.table.c.id == key))

    def next_reference(self, series: str, year: int) -> str:
        """The next free reference of a series, such as CF/2026/0001."""
        name = f"{series}/{year}"
        last = self._connection.execute(_LAST_OF_SERIES, {"series": name}).scalar()
        if last is None:
            last = 0
            self._connection.execute(insert(tables.series).values(name=name, last=1))
        else:
            self._connection.execute(_NEXT_OF_SERIES, {"series": name, "last": last + 1})
        return f"{name}/{last + 1:04d}"

    def set_setting(self, name: str, value: str) -> None:
        """Stores a vault setting."""
        self._connection.execute(delete(tables.setting).where(tables.setting.c.name == name))
        self._connection.execute(insert(tables.setting).values(name=name, value=value))

    def record(self, change: Change) -> None:
        """Puts a change on the audit trail, in this transaction."""
        last = self._connection.execute(_LAST_ENTRY).first()
        seq, prev = (last.seq + 1, bytes.fromhex(last.hash)) if last else (1, audit.START)
        told = audit.payload_of(
            change, officer=self._actor.officer, workstation=self._actor.workstation, session=self._actor.session
        )
        at = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        linked = audit.link(seq, at, audit.canonical(told), secrets.token_bytes(16), prev)
        self._connection.execute(_ADD_ENTRY, asdict(linked) | {"casefile_id": change.casefile})


@contextmanager
def unit_of_work(engine: Engine, actor: Actor, clock: Clock) -> Iterator[UnitOfWork]:
    """Begins, hands over, commits; rolls everything back when anything is raised."""
    try:
        with engine.begin() as connection:
            yield SqlUnitOfWork(connection, actor, clock)
    except DBAPIError as fault:
        raise translated(fault) from fault


def translated(fault: DBAPIError) -> Exception:
    """The refusal a storage fault means to a user, or the fault itself when it is our own mistake."""
    said = str(fault.orig)
    if isinstance(fault.orig, dbapi2.OperationalError):
        for sign, code in (
            ("full", "vault.disk_full"),
            ("readonly", "vault.read_only"),
            ("unable to open", "vault.unreadable"),
            ("disk I/O", "vault.disk_fault"),
            ("locked", "vault.busy"),
        ):
            if sign in said:
                return DomainError(code)
    if "malformed" in said or "not a database" in said:
        return DomainError("vault.database_damaged")
    return fault

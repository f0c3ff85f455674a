"""One transaction of the vault: records in and out, and an audit entry for each change, or none of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, bindparam, delete, insert, select, update

from spoc_desk.domain.changes import Change
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.permissions import check_change
from spoc_desk.services.ports import Clock, UnitOfWork
from spoc_desk.storage import tables
from spoc_desk.storage.audit import Actor, Trail
from spoc_desk.storage.columns import whole_text
from spoc_desk.storage.engine import refusing
from spoc_desk.storage.erasing import (
    drop_drafts,
    erasing,
    keep_numbers,
    merge_indexes,
    next_number,
    numbers_given,
)
from spoc_desk.storage.mapping import MAPPED, Mapped, values_of
from spoc_desk.storage.search import FOUND_UNDER, INDEXED, forget_record, index_record

__all__ = ["Actor", "SqlReader", "SqlUnitOfWork", "unit_of_work"]

Record = TypeVar("Record")
_SETTING = tables.setting.c
_SERIES = tables.series.c
_READ_SETTING = select(_SETTING.value).where(_SETTING.name == bindparam("asked"))
_LAST_OF_SERIES = select(_SERIES.last).where(_SERIES.name == bindparam("series"))
_NEXT_OF_SERIES = update(tables.series).where(_SERIES.name == bindparam("series"))
# Far fewer than one statement may carry.
VALUES_AT_ONCE = 1000


class SqlReader:
    """Frozen records out of one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: type[Record], record_id: int) -> Record:
        """The record with this id. Raises DomainError("records.not_found")."""
        found = self._found(MAPPED[kind], (("id", "one"),), {"id": record_id})
        if not found:
            raise _not_found(MAPPED[kind], record_id)
        record: Record = found[0]
        return record

    def find(self, kind: type[Record], **equal: object) -> tuple[Record, ...]:
        """Every record whose fields equal these values, in recording order.

        A tuple, list or frozenset of values fits any of them, and None fits an empty field.
        Raises KeyError for what is no field.
        """
        mapped = MAPPED[kind]
        given = {name: _listed(value) for name, value in equal.items()}
        shape = tuple((name, _manner(value)) for name, value in given.items())
        # One list of values may be longer than a statement: it is asked for in turns.
        lists = {name: value for name, value in given.items() if isinstance(value, list)}
        longest = max(lists, key=lambda name: len(lists[name]), default="")
        values = lists.get(longest, [])
        if len(values) <= VALUES_AT_ONCE:
            return tuple(self._found(mapped, shape, given))
        found: list[Any] = []
        for start in range(0, len(values), VALUES_AT_ONCE):
            found += self._found(mapped, shape, given | {longest: values[start : start + VALUES_AT_ONCE]})
        return tuple(sorted(found, key=lambda record: int(record.id)))

    def setting(self, name: str) -> str:
        """A vault setting, or an empty string."""
        return self._connection.execute(_READ_SETTING, {"asked": name}).scalar() or ""

    def _found(self, mapped: Mapped, shape: tuple[tuple[str, str], ...], values: dict[str, Any]) -> list[Any]:
        wanted = _wanted(mapped.table.name, shape)
        return [mapped.kind(*row) for row in self._connection.execute(wanted, values)]


class SqlUnitOfWork(SqlReader):
    """The writing half. One at a time: the database lets one writer begin."""

    def __init__(self, connection: Connection, actor: Actor, clock: Clock) -> None:
        super().__init__(connection)
        self._clock = clock
        self._trail = Trail(connection, actor)
        self._role = actor.role
        self._to_index: dict[tuple[type[Any], int], Any] = {}
        self._changed = False
        self._erased: set[type[Any]] = set()
        self._given: dict[str, int] | None = None
        self._touched: dict[tuple[str, int], dict[str, Any] | None] = {}
        self._recorded: list[tuple[Change, datetime, dict[tuple[str, int], dict[str, Any] | None]]] = []

    def add(self, record: Record) -> Record:
        """Stores a new record and answers it with its id."""
        mapped = MAPPED[type(record)]
        values = values_of(record)
        key = self._connection.execute(mapped.inserts, values | self._number(mapped)).inserted_primary_key
        stored: Any = replace(record, id=key[0])  # type: ignore[type-var, index]
        self._wrote(stored, values)
        kept: Record = stored
        return kept

    def change(self, record: object) -> None:
        """Stores the new values of a record that has an id. Raises DomainError("records.not_found")."""
        mapped = MAPPED[type(record)]
        key = record.id  # type: ignore[attr-defined]
        values = values_of(record)
        if not self._connection.execute(mapped.updates, values | {"row_id": key}).rowcount:
            raise _not_found(mapped, key)
        self._wrote(record, values)

    def remove(self, record: object) -> None:
        """Removes a link row; casework records are never removed. Raises DomainError("records.not_found")."""
        mapped = MAPPED[type(record)]
        key = record.id  # type: ignore[attr-defined]
        if not self._connection.execute(delete(mapped.table).where(mapped.table.c.id == key)).rowcount:
            raise _not_found(mapped, key)
        self._wrote(record, None)
        self._to_index.pop((type(record), key), None)
        forget_record(self._connection, record)

    def erase(self, records: Sequence[object], drafts: Sequence[str] = ()) -> None:
        """Takes casework out for good, in this order: what refers to a record before the record itself.

        drafts: subjects whose unsaved text goes too, such as "casefile.12".
        """
        keep_numbers(self._connection, records)
        with erasing(self._connection):
            for record in records:
                self.remove(record)
        drop_drafts(self._connection, drafts)
        self._erased |= {type(record) for record in records}

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
        self._connection.execute(delete(tables.setting).where(_SETTING.name == name))
        self._connection.execute(insert(tables.setting).values(name=name, value=whole_text(value)))
        self._changed = True

    def record(self, change: Change) -> None:
        """Puts a change on the audit trail, in this transaction. Raises permissions.refused."""
        check_change(self._role, change)
        self._recorded.append((change, self._clock.now(), self._touched))
        self._touched = {}

    def finish(self) -> None:
        """What is left to do before the commit. Raises RuntimeError when something changed unrecorded."""
        if self._changed and not self._recorded:
            raise RuntimeError("a verb changed the vault and recorded no change")
        for (kind, key), record in self._to_index.items():
            index_record(self._connection, record or self.get(kind, key))
        merge_indexes(self._connection, self._erased)
        if self._recorded:
            # What was written after the last change was recorded belongs to it.
            self._recorded[-1][2].update(self._touched)
        for change, at, touched in self._recorded:
            self._trail.append(change, at, touched)

    def _number(self, mapped: Mapped) -> dict[str, int]:
        """The number to give a new record, where the table's own next one was a destroyed record's."""
        if self._given is None:
            self._given = numbers_given(self._connection)
        floor = self._given.get(mapped.table.name)
        return {} if floor is None else {"id": next_number(self._connection, mapped.table, floor)}

    def _wrote(self, record: Any, values: dict[str, Any] | None) -> None:
        self._changed = True
        kind = type(record)
        self._touched[MAPPED[kind].table.name, record.id] = values
        if kind in INDEXED:
            self._to_index[kind, record.id] = record
        elif kind in FOUND_UNDER:
            owner, name = FOUND_UNDER[kind]
            self._to_index.setdefault((owner, getattr(record, name)), None)


@contextmanager
def unit_of_work(engine: Engine, actor: Actor, clock: Clock) -> Iterator[UnitOfWork]:
    """Begins, hands over, commits; rolls everything back when anything is raised."""
    with refusing(), engine.begin() as connection:
        work = SqlUnitOfWork(connection, actor, clock)
        yield work
        work.finish()


def _listed(value: object) -> object:
    if isinstance(value, tuple | list | frozenset):
        return [_listed(each) for each in dict.fromkeys(value)]
    return whole_text(value) if isinstance(value, str) and not isinstance(value, StrEnum) else value


def _manner(value: object) -> str:
    return "none" if value is None else "any" if isinstance(value, list) else "one"


@cache
def _wanted(table: str, shape: tuple[tuple[str, str], ...]) -> Select[Any]:
    """The select for one shape of question; making one anew costs more than running it."""
    mapped = next(each for each in MAPPED.values() if each.table.name == table)
    wanted = mapped.reads.order_by(mapped.table.c.id)
    for name, manner in shape:
        column = mapped.table.c[name]
        if manner == "none":
            wanted = wanted.where(column.is_(None))
        elif manner == "any":
            wanted = wanted.where(column.in_(bindparam(name, expanding=True)))
        else:
            wanted = wanted.where(column == bindparam(name))
    return wanted


def _not_found(mapped: Mapped, record_id: int) -> DomainError:
    return DomainError("records.not_found", kind=mapped.table.name.replace("_", " "), id=record_id)

"""Puts a database under another key: copied into a file beside it, which then takes its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import replace_patiently, sync_folder
from spoc_desk.storage.engine import DatabaseKey, connector, prepare_file, refusing

NEXT = "vault.next.db"
_LOGS = ("-wal", "-shm", "-journal")
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
_PAGES = 1000


class Source:
    """The one connection that can write, held so that nobody else does."""

    def __init__(self, held: Any, engines: tuple[Engine, ...]) -> None:
        self._held, self._pools = held, tuple(engine.pool for engine in engines)

    @property
    def driver(self) -> Any:
        """The driver's own connection."""
        return self._held.driver_connection

    def end(self) -> None:
        """Closes this connection; the key must be withheld by now."""
        self._held.invalidate()

    def close_idle(self) -> None:
        """Closes every connection that lies in a pool."""
        for pool in self._pools:
            pool.dispose()


@contextmanager
def writing_alone(writer: Engine, reader: Engine) -> Iterator[Source]:
    """Holds the pool's only writing connection, with the write-ahead log moved into the file.

    Raises DomainError("vault.busy") while a reader stays in the log.
    """
    with refusing():
        held = writer.raw_connection()
    try:
        source = Source(held, (writer, reader))
        with refusing():
            busy, _, _ = source.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DomainError("vault.busy")
        yield source
    finally:
        held.close()


def copy_under(source: Source, target: Path, key: bytes) -> None:
    """Copies the database into a new file under this key. Raises DomainError."""
    prepare_file(target)
    spoken = DatabaseKey(key)
    try:
        with refusing():
            copy = connector(target, spoken, writes=True)()
            try:
                source.driver.backup(copy, pages=_PAGES)
                # Closing would move the log into the file too, and not say when it could not.
                copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                copy.close()
    finally:
        spoken.forget()


def row_counts(source: Source) -> dict[str, int]:
    """How many rows each table has."""
    with refusing():
        return row_counts_of(source.driver.cursor())


def row_counts_of(cursor: Any) -> dict[str, int]:
    """The same, by a cursor of the driver's."""
    names = [str(name) for (name,) in cursor.execute(_TABLES).fetchall()]
    counted = (cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in names)  # noqa: S608 ours
    return dict(zip(names, (int(count) for (count,) in counted), strict=True))


def swap_in(new: Path, path: Path) -> None:
    """Renames the new file over the old one, last of all; nobody may have either open.

    What is left of the old file's log is empty by then. It must be gone first: SQLite would play it
    into the new file.
    """
    for log in _logs(path):
        if log.exists() and log.suffix.endswith("-wal") and log.stat().st_size:
            raise DomainError("vault.busy")
        log.unlink(missing_ok=True)
    _sync(new)
    sync_folder(path.parent)
    replace_patiently(new, path)


def clear_next(database: Path) -> Path:
    """Removes what an earlier attempt left beside the database; answers where the next copy goes."""
    path = database.with_name(NEXT)
    for left in (*_logs(path), path):
        left.unlink(missing_ok=True)
    return path


def drop_copies(database: Path) -> None:
    """Removes copies made before the schema was brought up to date: they are under the old key."""
    for copy in database.parent.glob(f"{database.stem}-before-*{database.suffix}"):
        copy.unlink(missing_ok=True)


def _logs(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in _LOGS)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Opens the encrypted database: one engine that writes, one that only reads. All that is SQLCipher's alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from spoc_desk.domain.errors import DomainError

# temp_store=MEMORY: sorting in a temporary file would leave plaintext on the disk.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
    "cache_size=-16384",
)


def connector(path: Path, key: bytes, *, writes: bool) -> Callable[[], Any]:
    """A function that opens one keyed connection; the key never enters SQL or a URL.

    key: 32 raw bytes.
    """

    def connect() -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.set_key(f"x'{key.hex()}'")
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            if not writes:
                connection.execute("PRAGMA query_only=ON")
        except dbapi2.DatabaseError as fault:
            connection.close()
            raise DomainError("vault.database_damaged") from fault
        return connection

    return connect


def open_engine(path: Path, key: bytes, *, writes: bool) -> Engine:
    """An engine over one database. A writer begins IMMEDIATE, so two writers queue instead of failing late."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connector(path, key, writes=writes),
        poolclass=QueuePool,
        pool_size=1 if writes else 3,
        max_overflow=0 if writes else 3,
    )
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def integrity_faults(connection: Connection) -> tuple[str, ...]:
    """What SQLite and SQLCipher find wrong with the database; empty when sound.

    The write-ahead log must have been checkpointed first: the page check reads the file only.
    """
    faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    faults += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [
        f"{row[0]} row {row[1]} points at a missing {row[2]}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return tuple(faults)


def checkpoint(engine: Engine) -> None:
    """Moves the write-ahead log into the database file."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()

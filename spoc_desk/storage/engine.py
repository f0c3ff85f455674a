"""Opens the encrypted database: one engine writes, the other only reads. All that is SQLCipher's alone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement, Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlcipher3 import dbapi2

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import create_private, replace_patiently, sync_folder

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
    "journal_size_limit=67108864",
)
BUSY_SECONDS = 10
# SQLite's primary result codes that mean something a user can act on.
REFUSALS = {
    3: "vault.read_only",
    5: "vault.busy",
    6: "vault.busy",
    8: "vault.read_only",
    9: "work.cancelled",
    10: "vault.disk_fault",
    11: "vault.database_damaged",
    13: "vault.disk_full",
    14: "vault.unreadable",
    15: "vault.busy",
    26: "vault.wrong_key",
}

_BY_WORDS = {"database or disk is full": 13, "disk I/O error": 10, "attempt to write a readonly database": 8}


class DatabaseKey:
    """The raw key while a vault is open. Once forgotten, no connection can be made again.

    It counts the connections that engines made with it, and can be withheld until there are none: only
    then may the file beneath them be another.
    """

    def __init__(self, key: bytes) -> None:
        self._key = bytearray(key)
        self._turn = threading.Condition()
        self._lent = 0
        self._withheld = False

    def spoken(self) -> str:
        """As SQLCipher takes it. Raises DomainError("vault.locked") once it is forgotten."""
        return f"x'{self.raw().hex()}'"

    def raw(self) -> bytes:
        """32 bytes. Raises DomainError("vault.locked") once it is forgotten."""
        if not self._key:
            raise DomainError("vault.locked")
        return bytes(self._key)

    @property
    def forgotten(self) -> bool:
        """Whether the vault was locked."""
        return not self._key

    @property
    def withheld(self) -> bool:
        """Whether connections must be given back now."""
        return self._withheld

    def lend(self) -> None:
        """Counts a connection about to be made; waits while the key is withheld. Raises vault.busy."""
        with self._turn:
            if not self._turn.wait_for(lambda: not self._withheld, BUSY_SECONDS):
                raise DomainError("vault.busy")
            self._lent += 1

    def give_back(self) -> None:
        """A connection counted was closed."""
        with self._turn:
            self._lent -= 1
            self._turn.notify_all()

    @contextmanager
    def kept_back(self) -> Iterator[None]:
        """Makes no connection within the block."""
        with self._turn:
            self._withheld = True
        try:
            yield
        finally:
            with self._turn:
                self._withheld = False
                self._turn.notify_all()

    def await_return(self, close_idle: Callable[[], None]) -> None:
        """Waits until no connection is left. Raises DomainError("vault.busy") when one is kept too long.

        close_idle is called again and again, as one may have come back just before they were withheld.
        """
        until = time.monotonic() + BUSY_SECONDS
        with self._turn:
            while self._lent:
                if time.monotonic() > until:
                    raise DomainError("vault.busy")
                self._turn.release()
                try:
                    close_idle()
                finally:
                    self._turn.acquire()
                self._turn.wait_for(lambda: not self._lent, 0.05)

    def replace(self, key: bytes) -> None:
        """Goes on with another key."""
        self.forget()
        self._key.extend(key)

    def forget(self) -> None:
        """Overwrites the key; Python may still hold copies of it elsewhere."""
        self._key[:] = bytes(len(self._key))
        self._key.clear()


def prepare_file(path: Path) -> None:
    """Makes a new database file private to this account.

    Raises DomainError: vault.database_damaged for an empty file, which SQLite
    would take for a new database, and vault.unreadable.
    """
    try:
        if not path.exists():
            os.close(create_private(path))
        elif path.stat().st_size == 0:
            raise DomainError("vault.database_damaged")
    except OSError as fault:
        raise DomainError("vault.unreadable") from fault


def connector(path: Path, key: DatabaseKey, *, writes: bool) -> Callable[[], Any]:
    """A function that opens one keyed connection; the key never enters SQL or a URL."""

    def connect() -> Any:
        spoken = key.spoken()
        try:
            connection = dbapi2.connect(
                str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
            )
        except dbapi2.Error as fault:
            raise translated(fault) from fault
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.set_key(spoken)
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            _check_settings(connection)
            if not writes:
                connection.execute("PRAGMA query_only=ON")
        except dbapi2.Error as fault:
            connection.close()
            raise translated(fault) from fault
        return connection

    return connect


def _check_settings(connection: Any) -> None:
    """A library built otherwise must fail here, not write plaintext."""
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone() for name in _REQUIRED}
    wrong = [name for name, value in _REQUIRED.items() if asked[name] is None or asked[name][0] not in value]
    if wrong or not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError(f"the database library does not keep {', '.join(wrong) or 'encryption'}")


_REQUIRED = {"journal_mode": ("wal",), "synchronous": (2,), "temp_store": (2,), "foreign_keys": (1,)}


def open_engine(path: Path, key: DatabaseKey, *, writes: bool) -> Engine:
    """An engine over one database. A writer begins IMMEDIATE, so that two queue instead of failing late."""
    connect = connector(path, key, writes=writes)

    def lent() -> Any:
        key.lend()
        try:
            return connect()
        except BaseException:
            key.give_back()
            raise

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lent,
        poolclass=QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0 if writes else 4,
        # What an officer typed must not stand in an exception's text.
        hide_parameters=True,
    )

    def returned(_connection: object, record: ConnectionPoolEntry) -> None:
        # Lent out when the vault was locked or its key renewed, it comes back keyed.
        if key.forgotten or key.withheld:
            record.invalidate()

    event.listen(engine, "checkin", returned)
    event.listen(engine, "close", lambda _connection, _record: key.give_back())
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def driver_sql(statement: ClauseElement) -> str:
    """A statement as the driver takes it, for the few that are run too often to be made anew each time."""
    return str(statement.compile(dialect=sqlite.dialect()))


def translated(fault: Exception) -> Exception:
    """The refusal a storage fault means to a user, or the fault itself when it is our own mistake."""
    if isinstance(fault, PoolTimeout):
        return DomainError("vault.busy")
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    # A backup's own errors come without their number.
    number = getattr(cause, "sqlite_errorcode", None) or _BY_WORDS.get(str(cause))
    code = REFUSALS.get(number & 0xFF) if isinstance(number, int) else None
    return DomainError(code) if code else fault


@contextmanager
def refusing() -> Iterator[None]:
    """Turns what the database says into refusals."""
    try:
        yield
    except (DBAPIError, PoolTimeout, dbapi2.Error) as fault:
        raise translated(fault) from fault


@contextmanager
def raw_reading(engine: Engine, cancelled: Callable[[], bool] | None = None) -> Iterator[Any]:
    """A cursor of the driver's own for one statement, which needs no transaction to see one moment.

    cancelled is asked every few milliseconds; once it says yes the statement
    stops with DomainError("work.cancelled"). A cursor left open after that
    would stop every later statement too, so it is closed here.
    """
    with refusing():
        held = engine.raw_connection()
        driver: Any = held.driver_connection
        cursor = driver.cursor()
        try:
            if cancelled is not None:
                driver.set_progress_handler(cancelled, 20_000)
            yield cursor
        finally:
            cursor.close()
            if cancelled is not None:
                driver.set_progress_handler(None, 0)
            held.close()


def integrity_faults(engine: Engine) -> tuple[str, ...]:
    """What SQLite and SQLCipher find wrong with the database; empty when sound.

    The write-ahead log must have been checkpointed first: the page check reads the file only.
    """
    faults: list[str] = []
    with raw_reading(engine) as cursor:
        for pragma, said in _CHECKS.items():
            try:
                faults += [said.format(*row) for row in cursor.execute(f"PRAGMA {pragma}")]
            except dbapi2.DatabaseError as fault:
                # Too damaged for this check, which is a finding too; the next may still tell more.
                faults.append(f"{pragma}: {fault}")
    return tuple(fault for fault in faults if fault != "ok")


_CHECKS = {
    "cipher_integrity_check": "{0}",
    "integrity_check": "{0}",
    "foreign_key_check": "{0} row {1} points at a missing {2}",
}


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Reads text that is no UTF-8, which only another tool can have put there, as far as it can be read."""
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda content: content.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def checkpoint(engine: Engine) -> None:
    """Moves the write-ahead log into the database file. Raises DomainError("vault.busy") when it cannot."""
    with raw_reading(engine) as cursor:
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise DomainError("vault.busy")


def copy_database(
    engine: Engine, target: Path, key: DatabaseKey, heard: Callable[[int, int], None] | None = None
) -> None:
    """Copies the database, as it now is, into a new file under the same key; whole, or not there at all.

    What a crash left of an earlier copy is removed first. heard: told after every thousand pages how
    many are done, of how many; what it raises stops the copy. Raises DomainError.
    """
    part = target.with_name(target.name + ".part")
    drop_database(part)
    try:
        prepare_file(part)
        copy = connector(part, key, writes=True)()
        try:
            with refusing():
                held = engine.raw_connection()
                try:
                    driver: Any = held.driver_connection
                    told = heard or (lambda _done, _pages: None)
                    # Seen as of one moment, however much is written meanwhile by other connections.
                    driver.execute("BEGIN")
                    driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    driver.backup(
                        copy, pages=1000, progress=lambda _status, left, pages: told(pages - left, pages)
                    )
                finally:
                    driver.rollback()
                    held.close()
                # Closing would move the log into the file too, and not say when it could not.
                copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            copy.close()
        replace_patiently(part, target)
        sync_folder(target.parent)
    except BaseException:
        # A disk that fails here failed before too; the next copy or the next opening clears what is left.
        with suppress(OSError):
            drop_database(part)
        raise


def drop_database(path: Path) -> None:
    """Removes a database file and what SQLite keeps beside it."""
    for beside in ("-shm", "-wal", "-journal", ""):
        path.with_name(path.name + beside).unlink(missing_ok=True)

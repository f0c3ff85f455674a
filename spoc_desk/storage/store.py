"""One open vault database: transactions, queries, drafts, checks, and signed checkpoints of its trail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.integrity_ports import SignedHead
from spoc_desk.services.ports import AuditHead, Clock, Progress, UnitOfWork
from spoc_desk.storage import tables
from spoc_desk.storage.audit import (
    Actor,
    Checkpoint,
    check_trail,
    clock_leapt,
    clock_set_back,
    hashes_at,
    last_checkpoint,
    newest_checkpoint,
    sign_head,
)
from spoc_desk.storage.columns import whole_text
from spoc_desk.storage.durable import sync_folder
from spoc_desk.storage.engine import (
    DatabaseKey,
    any_text,
    checkpoint,
    copy_database,
    integrity_faults,
    open_engine,
    prepare_file,
    raw_reading,
    refusing,
)
from spoc_desk.storage.erasing import is_about_nothing
from spoc_desk.storage.key_files import key_file_faults
from spoc_desk.storage.log_check import LogFault, log_left
from spoc_desk.storage.migrate import schema_faults, upgrade
from spoc_desk.storage.queries import SqlQueries
from spoc_desk.storage.record_states import check_states
from spoc_desk.storage.rekeying import (
    clear_next,
    copy_under,
    row_counts,
    row_counts_of,
    swap_in,
    writing_alone,
)
from spoc_desk.storage.sealed_items import SealedItem, sealed_items
from spoc_desk.storage.unit_of_work import SqlReader, unit_of_work

SIGNING_KEY = "audit_signing_key"
VAULT_UID = "vault_uid"
_PATIENCE_SECONDS = 30
_DRAFT = tables.draft.c
_READ_DRAFT = select(_DRAFT.value).where(_DRAFT.key == bindparam("asked"))


class Store:
    """The database of one vault, keyed and open. Closing it drops every connection and the key."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        """key: 32 raw bytes. Raises DomainError, most of the subject vault; a new database is made empty."""
        prepare_file(path)
        self._path = path
        self._key = DatabaseKey(key)
        self._clock = clock
        self._writing = threading.Lock()
        self._undo: list[Callable[[], None]] = []
        self._writer = open_engine(path, self._key, writes=True)
        self._reader = open_engine(path, self._key, writes=False)
        self.queries = SqlQueries(self._reader)

    def log_fault(self) -> LogFault:
        """Whether a crash cost changes: asked once, before anything is written. Raises DomainError."""
        try:
            left = log_left(self._path)
        except OSError as fault:
            raise DomainError("vault.disk_fault") from fault
        if left is None:
            return LogFault.NONE
        with raw_reading(self._writer) as cursor:
            _, read, _ = cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return left.fault(max(0, read))

    def upgrade(self, migrations: Path) -> bool:
        """Brings the schema to the newest revision, keeping a copy first; answers whether it was behind."""
        return upgrade(self._writer, migrations, self._back_up)

    def work(self, actor: Actor) -> Callable[[], AbstractContextManager[UnitOfWork]]:
        """A function that begins a transaction in this officer's name."""

        @contextmanager
        def begun() -> Iterator[UnitOfWork]:
            with self._turn():
                self._undo.clear()
                try:
                    with unit_of_work(self._writer, actor, self._clock) as work:
                        yield work
                except BaseException:
                    self._undo_files()
                    raise

        return begun

    def undone_by(self, undo: Callable[[], None]) -> None:
        """Has undo called should the transaction under way come to nothing: it puts a file back."""
        self._undo.append(undo)

    def _undo_files(self) -> None:
        for undo in reversed(self._undo):
            with suppress(OSError, DomainError):  # what stopped the transaction is what is told
                undo()

    def save_draft(self, key: str, value: str) -> None:
        """Keeps unsaved text, encrypted like all the rest; an empty value drops it.

        Text about a record that was destroyed meanwhile is dropped too.
        """
        with self._turn(), self._begun(self._writer) as connection:
            connection.execute(delete(tables.draft).where(_DRAFT.key == key))
            if value and not is_about_nothing(connection, key):
                now = self._clock.now()
                values = {"key": key, "value": whole_text(value), "saved_at": now}
                connection.execute(insert(tables.draft).values(**values))

    def load_draft(self, key: str) -> str:
        """Unsaved text kept earlier, or an empty string."""
        with self._begun(self._reader) as connection:
            return connection.execute(_READ_DRAFT, {"asked": key}).scalar() or ""

    def draft_keys(self) -> tuple[str, ...]:
        """Which drafts are kept."""
        with self._begun(self._reader) as connection:
            return tuple(connection.execute(select(_DRAFT.key).order_by(_DRAFT.key)).scalars())

    def sign_checkpoint(self, reason: str) -> AuditHead:
        """Verifies the chain since the last checkpoint, then signs its head (Ed25519) and keeps the note.

        Raises DomainError of the subject audit rather than sign over damage.
        """
        with self._turn(), self._begun(self._writer) as connection:
            key = SqlReader(connection).setting(SIGNING_KEY)
            return sign_head(connection, key, self._clock.now(), reason)

    def last_checkpoint(self) -> Checkpoint:
        """The newest signed checkpoint. Raises DomainError("audit.signing_key_missing")."""
        with self._begun(self._reader) as connection:
            return last_checkpoint(connection, SqlReader(connection).setting(SIGNING_KEY))

    def signing_key(self) -> str:
        """What signs this vault's checkpoints, in hexadecimal."""
        with self._begun(self._reader) as connection:
            return SqlReader(connection).setting(SIGNING_KEY)

    def copy_to(self, path: Path, heard: Callable[[int, int], None]) -> Store:
        """A copy of the database as it now is, in a new file under the same key, open.

        heard: told pages done, of how many; what it raises stops the copy and is raised here.
        """
        copy_database(self._reader, path, self._key, heard)
        return self.another(path)

    def another(self, path: Path) -> Store:
        """Another database under the same key, open. Raises DomainError as a store of its own would."""
        return Store(path, self._key.raw(), self._clock)

    def sealed_items(self) -> tuple[SealedItem, ...]:
        """Every sealed file that this database's records need and that cannot be made again."""
        with self._begun(self._reader) as connection:
            return sealed_items(SqlReader(connection))

    def check_database(self) -> tuple[str, ...]:
        """What SQLite and SQLCipher find wrong with the database; empty when sound. Raises DomainError."""
        checkpoint(self._writer)
        faults = integrity_faults(self._reader)
        if not faults:
            with self._begun(self._reader) as connection:
                return schema_faults(connection)
        # A commit may have moved pages beneath the check; with the writer held, what is wrong stays wrong.
        checkpoint(self._writer)
        with self._begun(self._writer):
            return integrity_faults(self._reader)

    def check_audit(self, progress: Progress) -> int:
        """How many audit entries stand unbroken, held against every signed checkpoint. Raises DomainError."""
        with self._begun(self._reader) as connection, any_text(connection):
            return check_trail(connection, SqlReader(connection).setting(SIGNING_KEY), progress)

    def check_records(self, heard: Callable[[int], None]) -> tuple[str, ...]:
        """Every record that is not as the audit trail last left it. heard is told how many were read."""
        with self._begun(self._reader) as connection, any_text(connection):
            return check_states(connection, heard)

    def leave_no_copies(self) -> None:
        """Empties the write-ahead log, and removes copies of the database made before a migration.

        They are under the vault's own key and hold whatever was destroyed since.
        Raises DomainError("vault.busy").
        """
        for copy in self._path.parent.glob(f"{self._path.stem}-before-*{self._path.suffix}"):
            copy.unlink(missing_ok=True)
        checkpoint(self._writer)

    def clock_set_back(self) -> tuple[int, ...]:
        """Numbers of the audit entries whose time is earlier than that of the entry before."""
        with self._begun(self._reader) as connection:
            return clock_set_back(connection)

    def key(self) -> bytes:
        """The key the vault is open with, to be wrapped in a keyslot. Raises DomainError("vault.locked")."""
        return self._key.raw()

    def clock_leapt(self) -> tuple[int, ...]:
        """Numbers of the audit entries whose time is years after that of the entry before."""
        with self._begun(self._reader) as connection:
            return clock_leapt(connection)

    def signed_head(self) -> SignedHead:
        """The newest signed checkpoint. Raises DomainError("audit.no_checkpoint")."""
        with self._begun(self._reader) as connection:
            return newest_checkpoint(connection, SqlReader(connection).setting(SIGNING_KEY))

    def hashes_at(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The hash of each of these audit entries that there is."""
        with self._begun(self._reader) as connection, any_text(connection):
            return hashes_at(connection, numbers)

    def key_file_faults(self) -> tuple[tuple[str, str], ...]:
        """Each damaged or missing file that lets somebody in, and the code of what is wrong with it."""
        return key_file_faults(self._path.parent)

    def renew_key(self, key: bytes, record: Callable[[Store], None], ready: Callable[[], None]) -> None:
        """Puts the database under another key, in a new file that takes this one's place.

        record writes what was done into the new file; ready is called last before that takes its
        place. Raises DomainError, or what those two raise; then all is as before, unless the disk failed
        once the new file was in place.
        """
        next_path = clear_next(self._path)
        try:
            with self._turn(), writing_alone(self._writer, self._reader) as source:
                copy_under(source, next_path, key)
                self._finish_copy(next_path, key, record, row_counts(source))
                ready()
                with self._key.kept_back():
                    source.end()
                    self._key.await_return(source.close_idle)
                    swap_in(next_path, self._path)
                    self._key.replace(key)
                sync_folder(self._path.parent)
        finally:
            with suppress(OSError):  # the next unlocking clears it
                clear_next(self._path)

    def _finish_copy(
        self, path: Path, key: bytes, record: Callable[[Store], None], counts: dict[str, int]
    ) -> None:
        """Verifies the copy as a whole vault's database, then lets it say how it came to be."""
        copy = Store(path, key, self._clock)
        try:
            faults = (*copy.check_database(), *copy.check_records(lambda _done: None))
            copy.check_audit(lambda _done, _total: None)
            with raw_reading(copy._writer) as cursor:
                if faults or row_counts_of(cursor) != counts:
                    raise DomainError("keys.copy_unsound")
            record(copy)
            checkpoint(copy._writer)
        finally:
            copy.close()

    def close(self) -> None:
        """Drops every connection and the key; nothing can be opened again."""
        self._key.forget()
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writes at a time: while the key is renewed, a change must not go into the old file."""
        if not self._writing.acquire(timeout=_PATIENCE_SECONDS):
            raise DomainError("vault.busy")
        try:
            yield
        finally:
            self._writing.release()

    def _back_up(self, revision: str) -> None:
        target = self._path.with_name(f"{self._path.stem}-before-{revision}{self._path.suffix}")
        if not target.exists():
            copy_database(self._writer, target, self._key)

    @contextmanager
    def _begun(self, engine: Engine) -> Iterator[Connection]:
        with refusing(), engine.begin() as connection:
            yield connection

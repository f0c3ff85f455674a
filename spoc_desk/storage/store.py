"""One open vault database: transactions, queries, drafts, checks, and the signed checkpoints of its audit trail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, insert, select

from spoc_desk.domain import audit
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import AuditHead, Clock, Progress, UnitOfWork
from spoc_desk.storage import tables
from spoc_desk.storage.engine import checkpoint, integrity_faults, open_engine
from spoc_desk.storage.migrate import upgrade
from spoc_desk.storage.queries import SqlQueries, chain
from spoc_desk.storage.unit_of_work import Actor, SqlReader, unit_of_work

SIGNING_KEY = "audit_signing_key"


class Store:
    """The database of one vault, keyed and open. Closing it drops every connection and the key."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        self._clock = clock
        self._writer = open_engine(path, key, writes=True)
        self._reader = open_engine(path, key, writes=False)
        self.queries = SqlQueries(self._reader)

    def upgrade(self, migrations: Path) -> bool:
        """Brings the schema to the newest revision; answers whether it was behind."""
        return upgrade(self._writer, migrations)

    def work(self, actor: Actor) -> Callable[[], AbstractContextManager[UnitOfWork]]:
        """A function that begins a transaction in this officer's name."""
        return lambda: unit_of_work(self._writer, actor, self._clock)

    def save_draft(self, key: str, value: str) -> None:
        """Keeps unsaved text, encrypted like all the rest; an empty value drops it."""
        with self._writer.begin() as connection:
            connection.execute(delete(tables.draft).where(tables.draft.c.key == key))
            if value:
                connection.execute(insert(tables.draft).values(key=key, value=value, saved_at=self._clock.now()))

    def load_draft(self, key: str) -> str:
        """Unsaved text kept earlier, or an empty string."""
        with self._reader.begin() as connection:
            kept: str | None = connection.execute(
                select(tables.draft.c.value).where(tables.draft.c.key == key)
            ).scalar()
        return kept or ""

    def draft_keys(self) -> tuple[str, ...]:
        """Which drafts are kept."""
        with self._reader.begin() as connection:
            return tuple(connection.execute(select(tables.draft.c.key).order_by(tables.draft.c.key)).scalars())

    def sign_checkpoint(self, reason: str) -> AuditHead:
        """Verifies the chain since the last checkpoint, then signs its head (Ed25519) and keeps the note.

        Raises DomainError("audit.broken") rather than sign over damage.
        """
        with self._writer.begin() as connection:
            c = tables.audit_checkpoint.c
            last = connection.execute(select(c.seq, c.head).order_by(c.seq.desc()).limit(1)).first()
            head = _checked_since(connection, last.seq if last else 0, last.head if last else audit.START.hex())
            if head.sequence == 0 or (last and last.seq == head.sequence):
                return head
            at = self._clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SqlReader(connection).setting(SIGNING_KEY)))
            signature = private.sign(signed_note(head, at))
            connection.execute(
                insert(tables.audit_checkpoint).values(
                    seq=head.sequence, head=head.head, at=at, reason=reason, signature=signature.hex()
                )
            )
        return head

    def check_database(self) -> tuple[str, ...]:
        """What SQLite and SQLCipher find wrong with the database; empty when sound."""
        checkpoint(self._writer)
        with self._reader.connect() as connection:
            return integrity_faults(connection)

    def check_audit(self, progress: Progress) -> int:
        """How many audit entries stand unbroken, held against every signed checkpoint. Raises DomainError."""
        with self._reader.begin() as connection:
            c = tables.audit_checkpoint.c
            notes = connection.execute(select(c.seq, c.head, c.at, c.signature)).all()
            public = Ed25519PrivateKey.from_private_bytes(
                bytes.fromhex(SqlReader(connection).setting(SIGNING_KEY))
            ).public_key()
            for note in notes:
                try:
                    public.verify(bytes.fromhex(note.signature), signed_note(AuditHead(note.seq, note.head), note.at))
                except Exception as fault:
                    raise DomainError("audit.checkpoint_forged", entry=note.seq) from fault
            count = audit.check_chain(
                (entry for entry, _ in chain(connection)), {note.seq: note.head for note in notes}
            )
        progress(count, count)
        return count

    def close(self) -> None:
        """Drops every connection."""
        self._writer.dispose()
        self._reader.dispose()


def signed_note(head: AuditHead, at: str) -> bytes:
    """The text that a checkpoint's signature covers."""
    return f"SPOC Desk audit checkpoint\n{head.sequence}\n{head.head}\n{at}\n".encode()


def _checked_since(connection: Connection, seq: int, head: str) -> AuditHead:
    prev = bytes.fromhex(head)
    c = tables.audit_entry.c
    rows = connection.execute(
        select(c.seq, c.at, c.payload, c.salt, c.commit, c.prev, c.hash).where(c.seq > seq).order_by(c.seq)
    )
    for row in rows:
        made = audit.link(seq + 1, row.at, row.payload, bytes.fromhex(row.salt), prev)
        if made.hash != row.hash or row.seq != seq + 1:
            raise DomainError("audit.broken", entry=seq + 1)
        seq, prev = seq + 1, bytes.fromhex(made.hash)
    return AuditHead(seq, prev.hex())

"""The audit trail in the vault: entries put in with each change, checked, sealed by signed checkpoints."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection, bindparam, func, insert, select

from spoc_desk.domain.audit import START, Entry, canonical, follow_chain, link, payload_of
from spoc_desk.domain.changes import Change
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.services.integrity_ports import SignedHead
from spoc_desk.services.ports import AuditHead, Progress
from spoc_desk.storage import tables
from spoc_desk.storage.engine import driver_sql
from spoc_desk.storage.record_states import STATE_KEY, States, Touched

_ENTRY = tables.audit_entry.c
_NOTE = tables.audit_checkpoint.c
_COLUMNS = (_ENTRY.seq, _ENTRY.at, _ENTRY.payload, _ENTRY.salt, _ENTRY.commit, _ENTRY.prev, _ENTRY.hash)
LAST_ENTRY = select(_ENTRY.seq, _ENTRY.hash).order_by(_ENTRY.seq.desc()).limit(1)
# One question for what every first entry of a transaction needs.
_LAST_ENTRY_SQL = f"""SELECT seq, hash, (SELECT value FROM setting WHERE name = '{STATE_KEY}')
    FROM audit_entry ORDER BY seq DESC LIMIT 1"""  # noqa: S608 ours
_ADD_ENTRY_SQL = driver_sql(insert(tables.audit_entry))
# A vault may rest for a season; one that jumps two years has a clock that is wrong.
LEAP_DAYS = 730
_values_of = attrgetter("seq", "at", "payload", "salt", "commit", "prev", "hash")
_CHAIN = select(*_COLUMNS, _ENTRY.casefile_id).where(_ENTRY.seq > bindparam("after")).order_by(_ENTRY.seq)
_NOTES = select(_NOTE.seq, _NOTE.head, _NOTE.at, _NOTE.signature).order_by(_NOTE.seq)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works, where and in which sitting: what an entry says of its author; role: what they may."""

    officer: str
    workstation: str
    session: str
    role: Role


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the trail as it was signed: all but the number hexadecimal or, at, UTC text."""

    sequence: int
    head: str
    at: str
    signature: str
    public_key: str


class Trail:
    """Puts entries at the end of the trail within one writing transaction, which nobody else can be in.

    Every commit pays for this, so its two statements go to the driver as they are.
    """

    def __init__(self, connection: Connection, actor: Actor) -> None:
        self._cursor: Any = connection.connection.cursor()
        self._actor = actor
        self._states = States(self._cursor)
        self._last: tuple[int, bytes] | None = None

    def append(self, change: Change, at: datetime, touched: Touched) -> None:
        """The entry of one change, and of the records it wrote or removed."""
        seq, prev = self._last or self._read_last()
        told = payload_of(
            change,
            officer=self._actor.officer,
            workstation=self._actor.workstation,
            session=self._actor.session,
        )
        if touched:
            told["records"] = self._states.of(touched)
        entry = link(seq + 1, stamped(at, "milliseconds"), canonical(told), secrets.token_bytes(16), prev)
        self._cursor.execute(_ADD_ENTRY_SQL, (*_values_of(entry), change.casefile))
        self._last = (entry.seq, bytes.fromhex(entry.hash))

    def _read_last(self) -> tuple[int, bytes]:
        last = self._cursor.execute(_LAST_ENTRY_SQL).fetchone()
        if last is None:
            return 0, START
        self._states.key = bytes.fromhex(last[2] or "")
        return last[0], bytes.fromhex(last[1])


def stamped(at: datetime, precision: str) -> str:
    """A moment as the trail writes it."""
    return at.isoformat(timespec=precision).replace("+00:00", "Z")


def chain(connection: Connection, after: int = 0) -> Iterator[tuple[Entry, int | None]]:
    """The audit chain in order, each entry with the casefile it belongs to."""
    asked = connection.execute(_CHAIN, {"after": after}, execution_options={"yield_per": 2000})
    for row in asked:
        yield Entry(*row[:7]), row[7]


def check_trail(connection: Connection, signing_key: str, progress: Progress) -> int:
    """How many entries stand, held against every signed checkpoint.

    Raises DomainError: audit.broken, audit.anchor_mismatch, audit.checkpoint_forged.
    """
    notes = connection.execute(_NOTES).all()
    public = private_key(signing_key).public_key()
    for note in notes:
        _check_signature(public, note)
    last = connection.execute(LAST_ENTRY).first()
    total = last.seq if last else 0
    count, _ = follow_chain(
        (entry for entry, _ in chain(connection)),
        {note.seq: note.head for note in notes},
        heard=lambda done: progress(done, total),
    )
    return count


def clock_set_back(connection: Connection) -> tuple[int, ...]:
    """Numbers of the entries whose time is earlier than that of the entry before; the number rules."""
    before = func.lag(_ENTRY.at).over(order_by=_ENTRY.seq).label("before")
    each = select(_ENTRY.seq, _ENTRY.at, before).subquery()
    wanted = select(each.c.seq).where(each.c.at < each.c.before).order_by(each.c.seq)
    return tuple(connection.execute(wanted).scalars())


def clock_leapt(connection: Connection) -> tuple[int, ...]:
    """Numbers of the entries that come more than LEAP_DAYS after the entry before; the number rules."""
    before = func.lag(_ENTRY.at).over(order_by=_ENTRY.seq).label("before")
    each = select(_ENTRY.seq, _ENTRY.at, before).subquery()
    later = func.julianday(func.substr(each.c.at, 1, 19)) - func.julianday(func.substr(each.c.before, 1, 19))
    wanted = select(each.c.seq).where(later > LEAP_DAYS).order_by(each.c.seq)
    return tuple(connection.execute(wanted).scalars())


def hashes_at(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """The hash of each of these entries that there is."""
    found: dict[int, str] = {}
    for start in range(0, len(numbers), 500):
        wanted = select(_ENTRY.seq, _ENTRY.hash).where(_ENTRY.seq.in_(numbers[start : start + 500]))
        found |= {row.seq: str(row.hash) for row in connection.execute(wanted)}
    return found


def sign_head(connection: Connection, signing_key: str, at: datetime, reason: str) -> AuditHead:
    """Checks the trail since the last checkpoint, then signs its head and keeps the note.

    Raises DomainError("audit.broken" or "audit.checkpoint_forged") rather than sign over damage.
    """
    private = private_key(signing_key)
    last = connection.execute(_NOTES.order_by(None).order_by(_NOTE.seq.desc()).limit(1)).first()
    after = (0, START)
    if last is not None:
        _check_signature(private.public_key(), last)
        after = (last.seq, bytes.fromhex(last.head))
        stands = connection.execute(select(_ENTRY.hash).where(_ENTRY.seq == last.seq)).scalar()
        if stands != last.head:
            raise DomainError("audit.anchor_mismatch", entry=last.seq)
    number, head = follow_chain((entry for entry, _ in chain(connection, after[0])), after=after)
    signed = AuditHead(number, head.hex())
    if number > after[0]:
        told = stamped(at, "seconds")
        connection.execute(
            insert(tables.audit_checkpoint).values(
                seq=number,
                head=signed.head,
                at=told,
                reason=reason,
                signature=private.sign(signed_note(signed, told)).hex(),
            )
        )
    return signed


def last_checkpoint(connection: Connection, signing_key: str) -> Checkpoint:
    """The newest signed head. Raises DomainError("audit.checkpoint_forged") when there is none."""
    public = private_key(signing_key).public_key()
    last = connection.execute(_NOTES.order_by(None).order_by(_NOTE.seq.desc()).limit(1)).first()
    if last is None:
        raise DomainError("audit.checkpoint_forged", entry=0)
    return Checkpoint(last.seq, last.head, last.at, last.signature, public.public_bytes_raw().hex())


def newest_checkpoint(connection: Connection, signing_key: str) -> SignedHead:
    """The newest checkpoint, as it may leave the vault. Raises DomainError("audit.no_checkpoint")."""
    note = connection.execute(_NOTES.order_by(None).order_by(_NOTE.seq.desc()).limit(1)).first()
    if note is None:
        raise DomainError("audit.no_checkpoint")
    public = private_key(signing_key).public_key()
    return SignedHead(
        note.seq,
        note.head,
        note.at,
        signed_note(AuditHead(note.seq, note.head), note.at),
        bytes.fromhex(note.signature),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        hashlib.sha256(public.public_bytes_raw()).hexdigest(),
    )


def signed_note(head: AuditHead, at: str) -> bytes:
    """The text that a checkpoint's signature covers."""
    return f"SPOC Desk audit checkpoint\n{head.sequence}\n{head.head}\n{at}\n".encode()


def private_key(signing_key: str) -> Ed25519PrivateKey:
    """The vault's own signing key, from its setting. Raises DomainError("audit.signing_key_missing")."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(signing_key))
    except ValueError as fault:
        raise DomainError("audit.signing_key_missing") from fault


def _check_signature(public: Ed25519PublicKey, note: Any) -> None:
    try:
        signature = bytes.fromhex(note.signature)
        public.verify(signature, signed_note(AuditHead(note.seq, note.head), note.at))
    except (InvalidSignature, ValueError) as fault:
        raise DomainError("audit.checkpoint_forged", entry=note.seq) from fault

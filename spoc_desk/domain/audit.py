"""The audit trail's arithmetic: salted commitments in a hash chain that anybody can check again.

A reader who holds a printed anchor (a number and a hash) can prove with any
SHA-256 program that nothing before it was edited, dropped or put in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from spoc_desk.domain.changes import Change
from spoc_desk.domain.errors import DomainError

START = bytes(32)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain. at: UTC text; payload: canonical JSON; the rest hexadecimal."""

    seq: int
    at: str
    payload: str
    salt: str
    commit: str
    prev: str
    hash: str


def digest(*parts: bytes) -> bytes:
    """SHA-256 over the parts, each after its length in four bytes, so that no two lists read alike."""
    return hashlib.sha256(b"".join([len(part).to_bytes(4, "big") + part for part in parts])).digest()


def canonical(payload: Mapping[str, Any]) -> str:
    """The one way this payload is written."""
    return _CANONICAL.encode(payload)


def payload_of(change: Change, *, officer: str, workstation: str, session: str) -> dict[str, Any]:
    """What the trail keeps of a change: the event, its verb, who and where, and ids only."""
    told: dict[str, Any] = {
        "event": type(change).__name__,
        "verb": str(change.verb),
        "officer": officer,
        "workstation": workstation,
        "session": session,
    }
    for field in fields(change):
        if field.name in told:
            raise ValueError(f"{type(change).__name__} may not have a field called {field.name}")
        value = getattr(change, field.name)
        told[field.name] = value.isoformat() if isinstance(value, date | datetime) else value
    return told


def link(seq: int, at: str, payload: str, salt: bytes, prev: bytes) -> Entry:
    """The entry that follows prev."""
    commit = digest(b"pay", salt, payload.encode())
    chained = digest(b"evt", seq.to_bytes(8, "big"), at.encode(), commit, prev)
    return Entry(seq, at, payload, salt.hex(), commit.hex(), prev.hex(), chained.hex())


def check_chain(entries: Iterable[Entry], anchors: Mapping[int, str] | None = None) -> int:
    """How many entries stand unbroken from the first. anchors and refusals as in follow_chain."""
    return follow_chain(entries, anchors)[0]


def follow_chain(
    entries: Iterable[Entry],
    anchors: Mapping[int, str] | None = None,
    *,
    after: tuple[int, bytes] = (0, START),
    heard: Callable[[int], None] = lambda _count: None,
) -> tuple[int, bytes]:
    """The number and the hash of the last entry, when every one stands.

    anchors: known heads by number. after: number and hash of the entry that
    these follow. heard is told every few thousand entries how far it is.
    Raises DomainError("audit.broken", entry=…) at the first entry that is
    altered, missing or out of place, and DomainError("audit.anchor_mismatch")
    when an anchor is not met.
    """
    count, prev = after
    expected = dict(anchors or {})
    for entry in entries:
        count += 1
        if not _follows(entry, count, prev):
            raise DomainError("audit.broken", entry=count)
        if expected and expected.pop(count, entry.hash) != entry.hash:
            raise DomainError("audit.anchor_mismatch", entry=count)
        prev = bytes.fromhex(entry.hash)
        if count % 2000 == 0:
            heard(count)
    if expected:
        raise DomainError("audit.anchor_mismatch", entry=min(expected))
    heard(count)
    return count, prev


def _follows(entry: Entry, number: int, prev: bytes) -> bool:
    try:
        made = link(number, entry.at, entry.payload, bytes.fromhex(entry.salt), prev)
    except (ValueError, TypeError, AttributeError):
        # Not hexadecimal, or not text at all: put there by something else than this program.
        return False
    return made == entry

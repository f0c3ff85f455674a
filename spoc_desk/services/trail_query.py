"""What of the audit trail is asked for, as the database answers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """Every part that is given must hold. since, until: UTC as the trail writes it, until not included.

    officer: a uid; event: part of the name of a change, in any case; fields: pairs of a payload's
    field and the id it must hold, of which one is enough; read: what a consultation names as kind, for
    the ids in fields; casefile: the id of the casefile that an entry belongs to, as another way to fit.
    """

    verbs: tuple[str, ...] = ()
    event: str = ""
    officer: str = ""
    session: str = ""
    since: str = ""
    until: str = ""
    fields: tuple[tuple[str, int], ...] = ()
    read: tuple[tuple[str, int], ...] = ()
    casefile: int | None = None
    words_hmacs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry as it is kept. payload: canonical JSON."""

    seq: int
    at: str
    payload: str
    salt: str
    commit: str
    prev: str
    hash: str

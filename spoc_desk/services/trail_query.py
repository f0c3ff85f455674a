"""What of the audit trail is asked for, as the database answers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """Every part that is given must hold. since, until: UTC as the trail writes it, until not included.

    officer: a uid; event: part of the name of a change, in any case; fields: pairs of a payload's
    field and the id it must hold, of which one is enough; read: what a consultation names as kind, for
    the ids in fields; casefiles: ids of casefiles that an entry may belong to, as another way to
    fit; words_hmacs: digests of words that were searched for, as another.
    """

    verbs: tuple[str, ...] = ()
    event: str = ""
    officer: str = ""
    session: str = ""
    since: str = ""
    until: str = ""
    fields: tuple[tuple[str, int], ...] = ()
    read: tuple[tuple[str, int], ...] = ()
    casefiles: tuple[int, ...] = ()
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

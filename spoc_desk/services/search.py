"""Search over every record, and the one entry on the audit trail that a search leaves.

Words are looked up at every key, but a search is written down once: when
somebody opens what they found, or stops typing. The trail keeps a keyed digest
of the words and how many records they found, never the words, which are often
a name. Whoever holds the vault can ask whether a name was searched for; whoever
holds only the trail cannot guess it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from spoc_desk.domain.changes import Permission, RecordsSearched
from spoc_desk.services.ports import Changes, Desk
from spoc_desk.services.rows import SearchHit

DIGEST_KEY = "search_digest_key"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and that it was written down."""

    hits: tuple[SearchHit, ...]
    changes: Changes


def search_records(text: str, desk: Desk, limit: int = 12) -> Found:
    """Searches once and writes it down before anything is shown: for what nobody types letter by letter."""
    hits = desk.queries.search(text, limit)
    return Found(hits, log_search(text, len(hits), desk))


def log_search(text: str, results: int, desk: Desk) -> Changes:
    """Writes down that these words were searched for and how many records were shown; no words, no entry."""
    words = _plain(text)
    if not words:
        return ()
    with desk.unit_of_work() as work:
        key = work.setting(DIGEST_KEY)
        if not key:
            key = secrets.token_hex(32)
            work.set_setting(DIGEST_KEY, key)
        change = RecordsSearched(words_hmac=_digest(key, words), results=results)
        work.record(change)
    return (change,)


def digests_of(names: Iterable[str], desk: Desk) -> tuple[str, ...]:
    """What the trail keeps of these words where they were searched for; nothing before the first search."""
    with desk.queries.snapshot() as reader:
        key = reader.setting(DIGEST_KEY)
    plain = filter(None, map(_plain, names))
    return tuple(_digest(key, words) for words in plain) if key else ()


def searches_for(text: str, desk: Desk) -> tuple[int, ...]:
    """Numbers of the audit entries that say these words were searched for, in any case and spacing."""
    desk.check(Permission.AUDIT)
    with desk.queries.snapshot() as reader:
        key = reader.setting(DIGEST_KEY)
    wanted = _digest(key, _plain(text))
    return tuple(
        entry["seq"]
        for entry in desk.queries.audit_entries()
        if json.loads(entry["payload"]).get("words_hmac") == wanted
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(key: str, words: str) -> str:
    return hmac.new(bytes.fromhex(key), words.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

"""Full-text search: what of each record is indexed, and how typed words become a safe query. SQLite's FTS5 alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, text

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident

# A home address is need-to-know, so it is never indexed.
INDEXED: dict[type[Any], tuple[str, Callable[[Any], str]]] = {
    Person: ("person_search", lambda p: f"{p.reference} {p.name} {p.known_as} {p.organisation} {' '.join(p.handles)}"),
    Incident: (
        "incident_search",
        lambda i: " ".join(
            (i.reference, i.title, i.crime_reference, i.log_number, i.location, i.platform, i.officer_in_case,
             i.description, i.verbatim)
        ),
    ),
    Casefile: ("casefile_search", lambda c: f"{c.reference} {c.title} {c.urn} {c.officer_in_case} {c.summary}"),
    Exhibit: ("exhibit_search", lambda e: f"{e.reference} {e.description} {e.filename} {e.found_by}"),
}  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def match_words(typed: str) -> str:
    """Typed words as an FTS5 query: each quoted, each matching its beginnings; empty when there are none."""
    words = _CONTROL.sub(" ", typed).replace('"', " ").split()
    return " ".join(f'"{word}"*' for word in words if any(letter.isalnum() for letter in word))


def index_record(connection: Connection, record: Any) -> None:
    """Puts a record's words into its index, in place of the old ones."""
    if type(record) not in INDEXED:
        return
    table, words = INDEXED[type(record)]
    connection.execute(
        text(f"INSERT OR REPLACE INTO {table}(rowid, words) VALUES (:id, :words)"),  # noqa: S608 the table is ours
        {"id": record.id, "words": _CONTROL.sub(" ", words(record))},
    )


def index_statements() -> tuple[str, ...]:
    """The DDL of the indexes: contentless, so the words are kept once, in the tables."""
    return tuple(
        f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', contentless_delete=1, "
        "prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 2\")"
        for table, _ in INDEXED.values()
    )

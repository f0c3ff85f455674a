"""Full-text search: what is indexed, and how typed words become a safe query. SQLite's FTS5 alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, table, text

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasePerson
from spoc_desk.domain.contacts import ContactPoint, Person
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage import tables as t

WORDS_AT_MOST = 12
WORD_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Indexed:
    """A kind of record that can be searched: its index, its own words, and where it keeps further ones."""

    index: str
    words: Callable[[Any], Iterable[str]]
    parts: tuple[Any, ...] = ()


# A home address is need-to-know, so it is never indexed.
INDEXED: dict[type[Any], Indexed] = {
    Person: Indexed(
        "person_search",
        lambda p: (p.reference, p.name, p.known_as, p.organisation, *p.handles),
        (
            select(t.contact_point.c.value).where(t.contact_point.c.person_id == text(":id")),
            select(t.candidacy.c.area_name, t.candidacy.c.party_name).where(
                t.candidacy.c.person_id == text(":id")
            ),
        ),
    ),
    Incident: Indexed(
        "incident_search",
        lambda i: (
            i.reference, i.title, i.crime_reference, i.log_number, i.location, i.platform, i.account,
            i.officer_in_case, i.description, i.verbatim,
        ),
    ),
    Casefile: Indexed(
        "casefile_search",
        lambda c: (c.reference, c.title, c.urn, c.officer_in_case, c.summary),
        (select(t.case_person.c.name).where(t.case_person.c.casefile_id == text(":id")),),
    ),
    Exhibit: Indexed("exhibit_search", lambda e: (e.reference, e.description, e.filename, e.found_by)),
}  # fmt: skip

# Records whose words are found under another record: the kind, and the field that names it.
FOUND_UNDER: dict[type[Any], tuple[type[Any], str]] = {
    ContactPoint: (Person, "person_id"),
    Candidacy: (Person, "person_id"),
    CasePerson: (Casefile, "casefile_id"),
}

_UNSEARCHABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"\+?\d[\d ()-]{5,}\d")


def match_words(typed: str) -> str:
    """Typed words as an FTS5 query: each quoted, each matching its beginnings; empty when there are none."""
    words = _UNSEARCHABLE.sub(" ", typed).replace('"', " ").split()
    asked = [word[:WORD_LENGTH] for word in words if any(letter.isalnum() for letter in word)]
    return " ".join(f'"{word}"*' for word in asked[:WORDS_AT_MOST])


def matching(index: str, listed: str = "", clause: str = "", *, limited: bool = False) -> str:
    """SQL for the ids that hold the words, newest first; of those, what the clause lets through.

    listed: the table and index that the clause is answered from. Asked row by
    row there, because SQLite would otherwise walk the whole table first.
    """
    exists = f"SELECT 1 FROM {listed} WHERE id = found.rowid AND {clause}"  # noqa: S608 all ours
    chosen = f" AND EXISTS ({exists})" if clause else ""
    return (
        f"SELECT found.rowid FROM {index} AS found WHERE {index} MATCH ?{chosen}"  # noqa: S608 all ours
        f" ORDER BY found.rowid DESC{' LIMIT ?' if limited else ''}"
    )


def index_record(connection: Connection, record: Any) -> None:
    """Puts a record's words into its index, in place of the old ones."""
    indexed = INDEXED[type(record)]
    words = list(indexed.words(record))
    for part in indexed.parts:
        words += [str(word) for row in connection.execute(part, {"id": record.id}) for word in row]
    said = _UNSEARCHABLE.sub(" ", " ".join(filter(None, words)))
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO {indexed.index}(rowid, words) VALUES (?, ?)",  # noqa: S608 the table is ours
        (record.id, f"{said} {_closed_up(said)}"),
    )


def forget_record(connection: Connection, record: Any) -> None:
    """Takes a record's words out of its index."""
    if type(record) in INDEXED:
        index = table(INDEXED[type(record)].index)
        connection.execute(delete(index).where(text("rowid = :id")), {"id": record.id})


def _closed_up(words: str) -> str:
    """Telephone numbers without their spaces, as they are often typed."""
    return " ".join(re.sub(r"\D", "", found) for found in _NUMBER.findall(words))


def index_statements() -> tuple[str, ...]:
    """The DDL of the indexes: contentless, so the words are kept once, in the tables."""
    return tuple(
        f"CREATE VIRTUAL TABLE {indexed.index} USING fts5(words, content='', contentless_delete=1, "
        "prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 2\")"
        for indexed in INDEXED.values()
    )

"""Finds audit entries by what they say, newest first, without reading the others into memory."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from spoc_desk.services.trail_query import TrailQuery, TrailRow
from spoc_desk.storage import tables

_ENTRY = tables.audit_entry.c
_ROW = select(
    _ENTRY.seq, _ENTRY.at, _ENTRY.payload, _ENTRY.salt, _ENTRY.commit, _ENTRY.prev, _ENTRY.hash
)  # fmt: skip


def find_entries(
    connection: Connection, query: TrailQuery, before: int | None, limit: int | None
) -> Iterator[TrailRow]:
    """The entries that fit, from the newest down; only those before an entry when its number is given."""
    wanted = _ROW.where(*_conditions(query)).order_by(_ENTRY.seq.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(_ENTRY.seq < before)
    for row in connection.execute(wanted, execution_options={"yield_per": 500}):
        yield TrailRow(*row)


def count_entries(connection: Connection, query: TrailQuery) -> int:
    """How many entries fit."""
    wanted = select(func.count()).select_from(tables.audit_entry).where(*_conditions(query))
    return int(connection.execute(wanted).scalar_one())


def _conditions(query: TrailQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.verbs:
        found.append(or_(*(_says("verb", verb) for verb in query.verbs)))
    if query.event:
        words = _escaped(query.event)
        found.append(_ENTRY.payload.like(f'%"event":"%{words}%","%', escape="\\"))
        found.append(func.json_extract(_ENTRY.payload, "$.event").like(f"%{words}%", escape="\\"))
    if query.officer:
        found.append(_says("officer", query.officer))
    if query.session:
        found.append(_says("session", query.session))
    if query.since:
        found.append(_ENTRY.at >= query.since)
    if query.until:
        found.append(_ENTRY.at < query.until)
    about = _about(query)
    return [*found, or_(*about)] if about else found


def _about(query: TrailQuery) -> list[ColumnElement[bool]]:
    """The ways to be about a record, of which one is enough."""
    ways = [_holds(field, number) for field, number in query.fields]
    ways += [
        and_(_says("event", "RecordConsulted"), _says("kind", kind), _holds("record", number))
        for kind, number in query.read
    ]
    ways += [_says("words_hmac", digest) for digest in query.words_hmacs]
    if query.casefiles:
        ways.append(_ENTRY.casefile_id.in_(query.casefiles))
    return ways


def _says(field: str, text: str) -> ColumnElement[bool]:
    return _ENTRY.payload.contains(f'"{field}":"{text}"', autoescape=True)


def _holds(field: str, number: int) -> ColumnElement[bool]:
    """A number stands before a comma, or before the brace that ends the payload."""
    told = f'"{field}":{number}'
    return or_(
        _ENTRY.payload.contains(f"{told},", autoescape=True),
        _ENTRY.payload.contains(f"{told}}}", autoescape=True),
    )


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

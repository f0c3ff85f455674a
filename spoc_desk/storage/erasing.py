"""What only a destruction may do to the database: take out casework, and see that no trace of it stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from spoc_desk.services.holdings import SUBJECTS
from spoc_desk.storage import tables
from spoc_desk.storage.mapping import MAPPED
from spoc_desk.storage.search import INDEXED

# Of each table that lost rows, the highest number that was ever given: the trail names records by it.
_GIVEN = "row/"
_SUBJECT = re.compile(r"(officer \d+: )?(?P<name>[a-z_]+)\.(?P<number>\d{1,18})(\.|$)")
_SERIES = tables.series.c
_FLOORS_SQL = "SELECT name, last FROM series WHERE name >= 'row/' AND name < 'row0'"


@contextmanager
def erasing(connection: Connection) -> Iterator[None]:
    """Lets the triggers of casework pass, within this transaction alone."""
    connection.execute(insert(tables.setting).values(name=tables.ERASING, value="yes"))
    try:
        yield
    finally:
        # Whoever goes on after a refusal must not commit it: the triggers would stay open for good.
        connection.execute(delete(tables.setting).where(tables.setting.c.name == tables.ERASING))


def numbers_given(connection: Connection) -> dict[str, int]:
    """By table, the number below which none is given again."""
    cursor: Any = connection.connection.cursor()
    found = cursor.execute(_FLOORS_SQL).fetchall()
    return {name.removeprefix(_GIVEN): last for name, last in found}


def keep_numbers(connection: Connection, records: Iterable[Any]) -> None:
    """Remembers the highest number in each table that is about to lose these records."""
    for table in dict.fromkeys(MAPPED[type(record)].table for record in records):
        highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
        name = f"{_GIVEN}{table.name}"
        before = connection.execute(select(_SERIES.last).where(_SERIES.name == name)).scalar() or 0
        connection.execute(delete(tables.series).where(_SERIES.name == name))
        connection.execute(insert(tables.series).values(name=name, last=max(highest, before)))


def next_number(connection: Connection, table: Any, floor: int) -> int:
    """A number that no record of this table ever had."""
    return max(connection.execute(select(func.max(table.c.id))).scalar() or 0, floor) + 1


def drop_drafts(connection: Connection, subjects: Sequence[str]) -> None:
    """Drops unsaved text about these records: a draft is named by a subject, or by one and a full stop.

    Those of other officers than the first have whose they are before it: "officer 2: casefile.1".
    """
    key = tables.draft.c.key
    for subject in subjects:
        named = or_(
            key == subject,
            key.startswith(f"{subject}.", autoescape=True),
            key.endswith(f": {subject}", autoescape=True),
            key.contains(f": {subject}.", autoescape=True),
        )
        connection.execute(delete(tables.draft).where(named))


def is_about_nothing(connection: Connection, key: str) -> bool:
    """Whether a draft is named by a record that is not there: a form may be open longer than its record."""
    named = _SUBJECT.match(key)
    kinds = [kind for kind, names in SUBJECTS.items() if named and named["name"] in names]
    if named is None or not kinds:
        return False
    tables_named = (MAPPED[kind].table for kind in kinds)
    number = int(named["number"])
    return not any(
        connection.execute(select(table.c.id).where(table.c.id == number)).first() for table in tables_named
    )


def merge_indexes(connection: Connection, kinds: Iterable[type[Any]]) -> None:
    """Rewrites the search indexes of these kinds: a word forgotten stays in them until they are merged."""
    for index in dict.fromkeys(INDEXED[kind].index for kind in kinds if kind in INDEXED):
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 ours

"""Fictional records and raw access for tests of the database."""

from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.incidents import Incident, Mode
from spoc_desk.domain.officers import Role
from spoc_desk.storage.engine import DatabaseKey, connector
from spoc_desk.storage.unit_of_work import Actor

KEY = bytes(range(32))
ACTOR = Actor("0193-officer", "DESK-1", "sitting-1", Role.SPOC)
START = datetime(2027, 4, 20, 8, 42, tzinfo=UTC)


class SteadyClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **how_long: float) -> None:
        self.at += timedelta(**how_long)


def person(number: int = 1, name: str = "Ann Marsh", **more: Any) -> Person:
    return Person(0, f"person-{number}", f"CN/2027/{number:04d}", name, START, **more)


def incident(number: int = 1, title: str = "Threat at the hustings", **more: Any) -> Incident:
    given = {
        "id": 0, "uid": f"incident-{number}", "reference": f"IN/2027/{number:04d}", "title": title,
        "crime_reference": f"NM/{number:07d}/27", "happened_from": START, "happened_local": "20 April 2027",
        "reported_at": START, "reported_local": "20 April 2027", "recorded_at": START,
        "category": "threat_other", "channel": Mode.OFFLINE, "description": "Shouted from a passing car",
    }  # fmt: skip
    return Incident(**given | more)


def casefile(number: int = 1, title: str = "Operation Heron", **more: Any) -> Casefile:
    given = {"status": CasefileStatus.OPEN} | more
    return Casefile(0, f"case-{number}", f"CF/2027/{number:04d}", title, START, **given)


def store_records(work, *records: Any) -> tuple[Any, ...]:
    """Stores records in one transaction with one audit entry."""
    with work() as unit:
        stored = tuple(unit.add(record) for record in records)
        unit.record(IncidentReported(incident=stored[0].id))
    return stored


@contextmanager
def raw(path, key: bytes = KEY):
    """A keyed connection past all of our own layers, as an intruder with the key would open one."""
    connection = connector(path, DatabaseKey(key), writes=True)()
    try:
        yield connection
    finally:
        connection.close()


def sample(kind: type, text: str = "Mxa", **given: Any) -> Any:
    """A record of any kind with something in every field; ids of other records are 1."""
    hints = get_type_hints(kind)
    made = {field.name: _value(hints[field.name], field.name, text) for field in fields(kind)}
    return kind(**made | given)


def _value(hint: Any, name: str, text: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if name == "id":
        return 0
    if get_origin(hint) is tuple:
        return (f"{text} one", f'{text} "two", Ŵ')
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)[-1]
    plain = {bool: True, int: 1, datetime: START, date: date(2027, 5, 6)}
    return plain.get(hint, f"{text} {name} Ŵ")

"""Contacts that somebody about to be added may already be: an alike name, the same phone or e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from spoc_desk.domain.contact_arrivals import reach_key
from spoc_desk.domain.contact_book import NEAR
from spoc_desk.domain.contacts import ContactPoint
from spoc_desk.domain.written_names import alike_key
from spoc_desk.services.ports import Desk
from spoc_desk.services.rows import ListRow

_BEGINNING = 3  # letters: further in, a slip of the pen is likely
_LOOKED_AT = 300
_SHOWN = 5
_WORD = re.compile(r"[^\W_]+")


class Why(StrEnum):
    """What makes somebody look like a contact that is already here."""

    SAME_REACH = "same_reach"
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"


@dataclass(frozen=True, slots=True)
class Similar:
    """A contact that is already here, as its list shows it, and why it may be the same person."""

    person_id: int
    reference: str
    name: str
    detail: str
    why: Why


def similar_contacts(name: str, reaches: Iterable[str], desk: Desk) -> tuple[Similar, ...]:
    """Who is already here that may be meant, likeliest first. It shows no more than the list of contacts."""
    found: dict[int, Similar] = {}
    for row in _by_reach([reach for reach in reaches if len(reach.strip()) >= 6], desk):
        found[row.id] = _similar(row, Why.SAME_REACH)
    key = alike_key(name)
    if len(key) >= _BEGINNING:
        for row in _by_beginnings(name, desk):
            why = _why(key, alike_key(row.title))
            if why is not None:
                found.setdefault(row.id, _similar(row, why))
    order = list(Why)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.why))[:_SHOWN])


def _similar(row: ListRow, why: Why) -> Similar:
    return Similar(row.id, row.reference, row.title, row.detail, why)


def _by_reach(reaches: list[str], desk: Desk) -> tuple[ListRow, ...]:
    wanted = {reach_key(reach) for reach in reaches}
    ids: set[int] = set()
    for reach in reaches:
        ids.update(desk.queries.ids("contacts", reach)[:_LOOKED_AT])
        ids.update(desk.queries.ids("contacts", reach_key(reach))[:_LOOKED_AT])
    if not ids:
        return ()
    with desk.queries.snapshot() as reader:
        points = reader.find(ContactPoint, person_id=tuple(sorted(ids)))
    same = {point.person_id for point in points if reach_key(point.value) in wanted}
    return desk.queries.rows("contacts", tuple(sorted(same)))


def _by_beginnings(name: str, desk: Desk) -> tuple[ListRow, ...]:
    ids: set[int] = set()
    for word in _WORD.findall(name):
        ids.update(desk.queries.ids("contacts", word[:_BEGINNING])[:_LOOKED_AT])
    return desk.queries.rows("contacts", tuple(sorted(ids, reverse=True)))


def _why(one: str, other: str) -> Why | None:
    if one == other:
        return Why.SAME_NAME
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    near = matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
    return Why.NEAR_NAME if near else None

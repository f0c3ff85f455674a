"""How a contact would differ once a file is imported, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spoc_desk.domain.candidacies import Standing
from spoc_desk.domain.contact_arrivals import Arrival
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.written_names import folded


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that would change. field: its name in the record, or phone, email, role or candidacy."""

    field: str
    before: str
    after: str


def may_follow(held: Standing, told: Standing) -> bool:
    """A withdrawal noted by hand outlasts a file that merely counts the candidate out."""
    return held is not Standing.WITHDRAWN or told is Standing.ELECTED


def person_after(arrival: Arrival, person: Person) -> Person:
    """The contact with what the file adds. Its own words stay where the file says nothing."""
    held = {handle.casefold() for handle in person.handles}
    added = tuple(handle for handle in arrival.handles if handle.casefold() not in held)
    return replace(
        person,
        name=_respelt(person.name, arrival.name),
        organisation=_respelt(person.organisation, arrival.organisation),
        democracy_club_id=arrival.democracy_club_id or person.democracy_club_id,
        handles=person.handles + added,
        own_agent=person.own_agent or arrival.own_agent,
    )


def _respelt(held: str, told: str) -> str:
    """What the file says, unless it says nothing or the same in other capitals."""
    return told if told and folded(told) != folded(held) else held


def person_differences(before: Person, after: Person) -> Iterator[Difference]:
    """What sets a contact apart from the same one with what a file adds."""
    for name in ("name", "organisation", "democracy_club_id"):
        if getattr(before, name) != getattr(after, name):
            yield Difference(name, getattr(before, name), getattr(after, name))
    if before.handles != after.handles:
        yield Difference("handles", ", ".join(before.handles), ", ".join(after.handles))
    if before.own_agent != after.own_agent:
        yield Difference("own_agent", "no", "yes")

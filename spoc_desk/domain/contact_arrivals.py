"""The people a file names: its rows brought together by person, with the agents they mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from spoc_desk.domain.contact_rows import ImportRow, RejectedRow, RowCandidacy
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.written_names import folded, mixes_scripts

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person as the file has them, the sum of their rows. place: where in the arrivals, from 0."""

    place: int
    numbers: tuple[int, ...]
    name: str
    democracy_club_id: str = ""
    organisation: str = ""
    roles: tuple[ContactRole, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    candidacies: tuple[RowCandidacy, ...] = ()
    own_agent: bool = False
    notices: tuple[Reason, ...] = ()

    def reach_keys(self) -> frozenset[str]:
        """Their phones and e-mails, as two spellings of one compare equal."""
        return frozenset(map(reach_key, (*self.phones, *self.emails)))

    def ballots(self) -> frozenset[str]:
        """The ballot papers they stand on."""
        return frozenset(candidacy.ballot_paper_id for candidacy in self.candidacies)


def arrivals(rows: Iterable[ImportRow]) -> tuple[tuple[Arrival, ...], tuple[RejectedRow, ...]]:
    """The people in these rows, and the rows that say what an earlier one said, or contradict it."""
    groups: dict[tuple[str, ...], list[ImportRow]] = {}
    refused: list[RejectedRow] = []
    for row in rows:
        group = groups.setdefault(_same_person(row), [])
        earlier = next((held for held in group if _same_entry(held, row)), None)
        if earlier is None:
            group.append(row)
        else:
            refused.append(_refused(row, earlier))
    people = [_arrival(place, group) for place, group in enumerate(groups.values())]
    return (*people, *_agents(people)), tuple(refused)


def agents_by_name(people: Sequence[Arrival]) -> dict[str, Arrival | None]:
    """Who in the file is meant by each agent's name; nobody where two are called so."""
    found: dict[str, Arrival | None] = {}
    for person in people:
        if ContactRole.AGENT in person.roles:
            key = folded(person.name)
            found[key] = None if key in found else person
    return found


def reach_key(value: str) -> str:
    """What two spellings of one phone number or e-mail share."""
    if "@" in value:
        return value.strip().casefold()
    digits = re.sub(r"[^0-9]", "", value)
    return re.sub(r"^(?:0044|44(?=[1-9]\d{8,9}$))", "0", digits)


def _same_person(row: ImportRow) -> tuple[str, ...]:
    if row.democracy_club_id:
        return ("id", row.democracy_club_id)
    reach = next(iter((*row.emails, *row.phones)), "")
    ballot = row.candidacy.ballot_paper_id if row.candidacy else ""
    return ("name", folded(row.name), reach_key(reach) or ballot or row.organisation.casefold())


def _same_entry(one: ImportRow, other: ImportRow) -> bool:
    if one.candidacy and other.candidacy:
        return one.candidacy.ballot_paper_id == other.candidacy.ballot_paper_id
    return one.candidacy is None and other.candidacy is None and _bare(one) == _bare(other)


def _bare(row: ImportRow) -> ImportRow:
    return replace(row, number=0, notices=())


def _refused(row: ImportRow, earlier: ImportRow) -> RejectedRow:
    code = "imports.row_repeated" if _bare(row) == _bare(earlier) else "imports.row_conflicts"
    return RejectedRow(row.number, row.name, reason(code, first=earlier.number))


def _arrival(place: int, rows: Sequence[ImportRow]) -> Arrival:
    first = rows[0]
    told = [row.candidacy for row in rows if row.candidacy]
    own = [entry for entry in told if entry.agent and folded(entry.agent) == folded(first.name)]
    notices = [notice for row in rows for notice in row.notices]
    if mixes_scripts(first.name):
        notices.append(reason("imports.name_mixed_scripts", name=first.name))
    return Arrival(
        place=place,
        numbers=tuple(row.number for row in rows),
        name=first.name,
        democracy_club_id=first.democracy_club_id,
        organisation=next((row.organisation for row in rows if row.organisation), ""),
        roles=_union(row.roles for row in rows),
        phones=_union(row.phones for row in rows),
        emails=_union(row.emails for row in rows),
        handles=_union(row.handles for row in rows),
        candidacies=tuple(replace(entry, agent="") if entry in own else entry for entry in told),
        own_agent=bool(own),
        notices=tuple(dict.fromkeys(notices)),
    )


def _union(parts: Iterable[tuple[Item, ...]]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _agents(people: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """Agents that rows mention and that have no row of their own."""
    present = agents_by_name(people)
    mentioned: dict[str, tuple[str, int]] = {}
    for person in people:
        for entry in person.candidacies:
            if entry.agent and folded(entry.agent) not in present:
                mentioned.setdefault(folded(entry.agent), (entry.agent, person.numbers[0]))
    return tuple(
        Arrival(place, (number,), name, roles=(ContactRole.AGENT,))
        for place, (name, number) in enumerate(mentioned.values(), len(people))
    )

"""Candidates who do not exist, written as a Democracy Club export."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from spoc_desk.demo.clock import POLL
from spoc_desk.demo.story import Story

CANDIDATES = 320
LEADING = ("Jo Fennimore", "Sam Adeyemi", "Kit Penhale")
_COLUMNS = (
    "person_id", "person_name", "election_id", "ballot_paper_id", "election_date", "election_current",
    "party_name", "party_id", "post_label", "cancelled_poll", "seats_contested", "party_description_text",
    "gss", "email", "gender",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the export."""

    number: int
    name: str
    ward: str
    party: str


def candidates(story: Story, chance: Random) -> tuple[Candidate, ...]:
    """Everybody who stands, each name once."""
    names = [f"{first} {last}" for first in story.first_names for last in story.last_names]
    chosen = list(dict.fromkeys([*LEADING, *chance.sample(names, CANDIDATES)]))[:CANDIDATES]
    wards, parties = story.wards, story.parties
    return tuple(
        Candidate(7000 + place, name, wards[place % len(wards)], parties[place // len(wards) % len(parties)])
        for place, name in enumerate(chosen)
    )


def write_export(path: Path, people: tuple[Candidate, ...], story: Story) -> None:
    """An export of them, with two rows that cannot be used, as real files have."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        rows.writerows(_row(person, story) for person in people)
        ward, party = story.wards[0], story.parties[-1]
        rows.writerow(_row(Candidate(7900, "", ward, party), story))
        undated = dict(zip(_COLUMNS, _row(Candidate(7901, "Pat Undated", ward, party), story), strict=True))
        rows.writerow((undated | {"election_date": "not a date"}).values())


def _row(person: Candidate, story: Story) -> list[str]:
    slug = person.ward.lower().replace(" ", "-")
    mailbox = person.name.lower().replace(" ", ".").replace("â", "a")
    return [
        str(person.number),
        person.name,
        f"local.wessmere.{POLL}",
        f"local.wessmere.{slug}.{POLL}",
        POLL,
        "True",
        person.party,
        f"party:{9000 + story.parties.index(person.party)}",
        person.ward,
        "False",
        "3",
        person.party,
        f"E050{story.wards.index(person.ward):05d}",
        f"{mailbox}@example.org" if person.number % 3 else "",
        "",
    ]

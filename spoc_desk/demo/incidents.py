"""Sixty incidents of a campaign, each at its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from spoc_desk.demo.clock import DAYS, FIRST_DAY
from spoc_desk.demo.story import Kind, Story

COUNT = 60


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident of the story. candidate: place in the list of candidates."""

    kind: Kind
    ward: str
    candidate: int
    happened: datetime
    reported: datetime


def happenings(story: Story, chance: Random) -> tuple[Happening, ...]:
    """Sixty incidents over the campaign, in the order they were reported."""
    return tuple(sorted(_told(story, chance), key=lambda each: each.reported))


def _told(story: Story, chance: Random) -> Iterator[Happening]:
    # The night the clocks went back: half past one came twice, and this was the first.
    twice = FIRST_DAY + timedelta(minutes=30)
    yield Happening(story.kinds[5], story.wards[0], 0, twice, FIRST_DAY + timedelta(hours=9))
    for number in range(1, COUNT):
        minutes = chance.randrange(10 * 60, (DAYS - 1) * 24 * 60 - 600)
        happened = FIRST_DAY + timedelta(minutes=minutes)
        reported = happened + timedelta(minutes=chance.randrange(20, 540))
        kind = story.kinds[number % len(story.kinds)]
        yield Happening(kind, chance.choice(story.wards), chance.randrange(0, 300), happened, reported)

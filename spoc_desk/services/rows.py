"""The frozen rows that lists, the search and the command line show."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list, ready to paint: words only, dates already in local time."""

    id: int
    kind: str
    reference: str
    title: str
    detail: str
    when: str
    status: str
    due: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One record that a search found."""

    kind: str
    id: int
    reference: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class PollAhead:
    """A polling day to come: how many people stand on it, and how many of them were offered a briefing."""

    day: date
    standing: int
    offered: int

"""The frozen rows that lists, the search and the command line show."""

from dataclasses import dataclass


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

"""A list that is shown is a consultation of its lines: each list is written down once in a sitting."""

from __future__ import annotations

from threading import Lock

from spoc_desk.domain.changes import RecordsListed
from spoc_desk.services.ports import Changes, Desk


def list_shown(kind: str, results: int, desk: Desk) -> Changes:
    """Writes down that a list was shown, before it is; kind as in Queries.ids, or today."""
    change = RecordsListed(kind=kind, results=results)
    with desk.unit_of_work() as work:
        work.record(change)
    return (change,)


class ShownLists:
    """Which lists were written down in this sitting; asked by several threads."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._lock = Lock()

    def tell(self, kind: str, results: int, desk: Desk) -> None:
        """Writes the list down unless it was already. Raises DomainError rather than let it be shown."""
        with self._lock:
            if kind not in self._told:
                list_shown(kind, results, desk)
                self._told.add(kind)

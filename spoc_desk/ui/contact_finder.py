"""Finds contacts for a form as their name is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spoc_desk.ui.widgets.fields.choices import Find, Pick
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.listing import ShownLists
    from spoc_desk.services.ports import Desk

OFFERED = 12


def contact_finder(workplace: Workplace, owner: QWidget) -> Find:
    """What a PickField asks with; nothing is shown once owner is gone."""

    def find(typed: str, show: Callable[[Sequence[Pick]], None]) -> None:
        workplace.jobs.query(owner, partial(_contacts, typed=typed, shown=workplace.shown), show)

    return find


def _contacts(desk: Desk, *, typed: str, shown: ShownLists) -> list[Pick]:
    ids = tuple(desk.queries.ids("contacts", typed)[:OFFERED])
    shown.tell("contacts", len(ids), desk)
    rows = desk.queries.rows("contacts", ids)
    return [Pick(row.id, row.title, row.detail or row.reference) for row in rows]

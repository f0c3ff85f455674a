"""What stands above a record's tabs: words, buttons, and what is left out where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from spoc_desk.domain.change import Permission
from spoc_desk.ui.theme import Badge


@dataclass(frozen=True, slots=True)
class DetailHead:
    """What stands above the tabs. facts: pairs of icon and words, after the tags."""

    reference: str
    title: str
    recorded: str = ""
    badge: Badge | None = None
    tags: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DetailAction:
    """A button of the header. why_not: when given, it is off and says why. needs: see workplace.permitted."""

    text: str
    icon: str
    run: Callable[[], object]
    kind: str = "secondary"
    why_not: str = field(default="")
    needs: Permission | None = None


class HeadPlan(NamedTuple):
    """What the header shows: the date, which kinds of button without words, and only what must be there."""

    recorded: bool
    compact: frozenset[str]
    tight: bool = False


_NONE, _LESSER = frozenset[str](), frozenset({"secondary", "ghost", "danger"})
_ALL = _LESSER | {"primary"}
PLANS = (
    HeadPlan(True, _NONE),
    HeadPlan(False, _NONE),
    HeadPlan(False, _LESSER),
    HeadPlan(False, _ALL),
    HeadPlan(False, _ALL, True),
)

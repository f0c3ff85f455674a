"""What is asked of a printer: which sides, which pages, and the line that tells one copy from another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from spoc_desk.domain.errors import DomainError

COPIES_AT_MOST = 100
_STRETCH = re.compile(r"([0-9]{1,7})(?:\s*(-)\s*([0-9]{1,7})?)?")


class Sides(StrEnum):
    """Which sides of a sheet are printed, and over which edge a sheet is turned."""

    ONE = "none"
    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class KnownPrinter:
    """A printer of this computer. said: why it is not ready, in its own words."""

    name: str
    ready: bool
    default: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One copy on its way to a printer. title: what all see in the queue, so the reference alone."""

    printer: str
    title: str
    sides: Sides = Sides.ONE
    pages: int = 0


def copy_line(number: int, of: int, recipient: str, *, superseded: bool = False) -> str:
    """What stands at the foot of each page of a printed copy: "Copy 2 of 5 · for J Doe".

    superseded: another pack had taken its place when it was printed.
    """
    told = " ".join(recipient.split())
    late = "Superseded · " if superseded else ""
    return f"{late}Copy {number} of {of}" + (f" · for {told}" if told else "")


def check_copies(copies: int) -> None:
    """Raises DomainError("packs.copies_wrong") or ("packs.copies_many")."""
    if copies < 1:
        raise DomainError("packs.copies_wrong")
    if copies > COPIES_AT_MOST:
        raise DomainError("packs.copies_many", number=copies, limit=COPIES_AT_MOST)


def recipients_of(names: tuple[str, ...], copies: int, otherwise: str) -> tuple[str, ...]:
    """Who receives each copy, in order; copies beyond the names go to the pack's own recipient.

    Raises DomainError("packs.names_many") when there are more names than copies.
    """
    named = tuple(" ".join(name.split()) for name in names if name.strip())
    if len(named) > copies:
        raise DomainError("packs.names_many", names=len(named), copies=copies)
    return named + (otherwise,) * (copies - len(named))


def pages_of(typed: str, count: int) -> tuple[int, ...]:
    """The pages, from 1, that words such as "1-12", "3, 7-" or "" (all) name, in order and each once.

    count: how many pages there are. Raises DomainError("packs.pages_wrong").
    """
    if not typed.strip():
        return tuple(range(1, count + 1))
    pages: set[int] = set()
    for stretch in typed.split(","):
        found = _STRETCH.fullmatch(stretch.strip())
        if found is None:
            raise DomainError("packs.pages_wrong", typed=typed, pages=count)
        first = int(found[1])
        last = int(found[3]) if found[3] else count if found[2] else first
        if not 1 <= first <= last <= count:
            raise DomainError("packs.pages_wrong", typed=typed, pages=count)
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))


def told_pages(pages: tuple[int, ...], count: int) -> str:
    """The pages, from 1, as the log of copies says them: "1-3, 7", or empty for all of them."""
    if len(pages) == count:
        return ""
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(pages), 1) if b != a + 1), len(pages)]
    stretches = [(pages[start], pages[end - 1]) for start, end in pairwise(breaks) if end > start]
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in stretches)

"""What differs between a pack and the one that takes its place, item by item."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.issues import PackItem


class Difference(StrEnum):
    """How an item differs."""

    ADDED = "Added"
    REMOVED = "Removed"
    REPLACED = "Replaced"
    REDACTED = "Redactions changed"
    RENDERED = "Printed another way"
    MOVED = "Moved"
    REPAGED = "On other pages"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item that differs. pages in words, empty where there are none; hashes in hexadecimal."""

    reference: str
    description: str
    how: tuple[Difference, ...]
    pages_before: str = ""
    pages_after: str = ""
    sha256_before: str = ""
    sha256_after: str = ""
    exhibit_id: int = 0


@dataclass(frozen=True, slots=True)
class SheetSide:
    """One of the two packs: its reference, pages, first file's SHA-256 and when it was built."""

    reference: str
    pages: int
    sha256: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """All that a change sheet says. The same sheet always prints the same bytes."""

    force: str
    title: str
    casefile_reference: str
    recipient: str
    earlier: SheetSide
    later: SheetSide
    reason: str
    authorisation: str
    changes: tuple[ItemChange, ...]
    unchanged: int
    demonstration: bool
    marking: str = "OFFICIAL-SENSITIVE"


def changes_between(earlier: Iterable[PackItem], later: Iterable[PackItem]) -> tuple[ItemChange, ...]:
    """Every item that was added, removed, replaced, re-ordered or re-paginated; the later pack's order first.

    An item is moved when its section, or its place among the items that both packs hold, is another;
    of several that changed places the fewest are named.
    """
    before, after = _keyed(earlier), _keyed(later)
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    found = [_between(before.get(key), item, key in moved) for key, item in after.items()]
    found += [_removed(item) for key, item in before.items() if key not in after]
    return tuple(change for change in found if change.how)


def pages_told(item: PackItem) -> str:
    """The pages of an item as people say them: "12" or "12–14", with its volume beyond the first."""
    if not item.first_page:
        return ""
    one = item.first_page == item.last_page
    pages = f"{item.first_page}" if one else f"{item.first_page}–{item.last_page}"
    return pages if item.volume <= 1 else f"vol. {item.volume}, {pages}"


Key = tuple[str, int]


def _keyed(items: Iterable[PackItem]) -> dict[Key, PackItem]:
    """By reference; where one stands twice, by its turn too."""
    seen: Counter[str] = Counter()
    keyed: dict[Key, PackItem] = {}
    for item in sorted(items, key=lambda each: each.place):
        seen[item.reference] += 1
        keyed[item.reference, seen[item.reference]] = item
    return keyed


def _between(before: PackItem | None, after: PackItem, moved: bool) -> ItemChange:
    if before is None:
        return ItemChange(
            after.reference, after.description, (Difference.ADDED,),
            pages_after=pages_told(after), sha256_after=after.sha256, exhibit_id=after.exhibit_id,
        )  # fmt: skip
    how: list[Difference] = []
    if before.sha256 != after.sha256:
        how.append(Difference.REPLACED)
    if (before.redactions, before.redacted_sha256) != (after.redactions, after.redacted_sha256):
        how.append(Difference.REDACTED)
    elif before.rendition != after.rendition:
        how.append(Difference.RENDERED)
    if moved or before.section != after.section:
        how.append(Difference.MOVED)
    if pages_told(before) != pages_told(after):
        how.append(Difference.REPAGED)
    return ItemChange(
        after.reference, after.description, tuple(how), pages_told(before), pages_told(after),
        before.sha256, after.sha256, after.exhibit_id,
    )  # fmt: skip


def _removed(item: PackItem) -> ItemChange:
    return ItemChange(
        item.reference, item.description, (Difference.REMOVED,),
        pages_before=pages_told(item), sha256_before=item.sha256, exhibit_id=item.exhibit_id,
    )  # fmt: skip


def _moved(before: Sequence[Key], after: Sequence[Key]) -> set[Key]:
    """The fewest keys that, taken out, leave both in the same order."""
    places = {key: place for place, key in enumerate(before)}
    ends: list[int] = []  # the smallest last place of a rising run of each length
    lengths = []
    for key in after:
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        lengths.append(length)
    kept: set[Key] = set()
    want = len(ends) - 1
    for key, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == want:
            kept.add(key)
            want -= 1
    return set(after) - kept

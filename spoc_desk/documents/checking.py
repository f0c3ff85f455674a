"""Has a finished pack read back by the child, in as many stretches as it has workers."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from spoc_desk.documents.order import Order
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent
from spoc_desk.services.ports import Parser

_MODULE = "spoc_desk.documents.pack_check"
_WEIGHT = 128 << 20
"""The engine keeps what it has read in memory, so it opens the pack afresh after about so many bytes."""
_BYTES_PER_SECOND = 50_000_000
_PAGES_PER_SECOND = 25


def begin_check(
    content: PackContent, order: Order, path: Path, child: Parser, pool: ThreadPoolExecutor
) -> list["Future[str]"]:
    """Start reading the pack back; each answer is a fault in words, or nothing."""
    seconds = 30 + order.total / _PAGES_PER_SECOND + path.stat().st_size / _BYTES_PER_SECOND
    common = {"path": str(path), "pages": order.total}
    marks = {
        "marking": content.marking, "demonstration": content.demonstration, "volume": order.volume_told,
    }  # fmt: skip
    calls = [("check_bookmarks", {"path": str(path), "bookmarks": order.bookmarks})]
    for first, last in stretches(order, int(getattr(child, "workers", 1))):
        links = [[page, target] for page, target in order.links if first <= page <= last]
        calls.append(("check_pages", {**common, **marks, "first": first, "last": last, "links": links}))

    def ask(function: str, arguments: dict[str, object]) -> str:
        try:
            return str(child.call(f"{_MODULE}:{function}", arguments, seconds))
        except DomainError as refusal:
            return str(refusal.values.get("reason", refusal.code))

    return [pool.submit(ask, *call) for call in calls]


def finish_check(answers: list["Future[str]"]) -> None:
    """Wait for the answers. Raises DomainError("packs.check_failed", fault=…) for the first fault."""
    for answer in answers:
        if answer.result():
            raise DomainError("packs.check_failed", fault=answer.result())


def stretches(order: Order, workers: int) -> Iterator[tuple[int, int]]:
    """First and last page of each stretch to be read at once: one for each worker, more for a heavy pack."""
    total = order.total
    ends = {total, *order.rests(_WEIGHT), *(total * part // workers for part in range(1, workers))}
    for before, end in pairwise([0, *sorted(end for end in ends if end)]):
        yield before + 1, end

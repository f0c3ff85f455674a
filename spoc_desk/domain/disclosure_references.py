"""Finds known references and account names in free text, however they are punctuated; 100,000 at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from spoc_desk.domain.disclosure_text import Skeleton, reduced

REFERENCE_AT_LEAST = 4
_BETWEEN = re.compile(r"[\W_]")

ReferenceBook = Mapping[str, tuple[str, ...]]


def reference_book(references: Iterable[str]) -> ReferenceBook:
    """The letters and digits of each reference, by their first four; shorter ones say nothing."""
    book: dict[str, set[str]] = {}
    for reference in references:
        characters = _BETWEEN.sub("", reduced(reference))
        if len(characters) >= REFERENCE_AT_LEAST:
            book.setdefault(characters[:REFERENCE_AT_LEAST], set()).add(characters)
    return {start: tuple(sorted(found)) for start, found in book.items()}


def find_references(text: Skeleton, book: ReferenceBook) -> Iterator[tuple[int, int]]:
    """The span in the skeleton of each known reference, whatever stands between its letters and digits."""
    run_together = _BETWEEN.sub("", text.text)
    starts = {run_together[at : at + REFERENCE_AT_LEAST] for at in range(len(run_together))}
    for start in sorted(starts & book.keys()):
        for characters in book[start]:
            if characters in run_together:
                expression = r"[\W_]{0,2}".join(map(re.escape, characters))
                for hit in re.finditer(rf"(?<![^\W_]){expression}(?![^\W_])", text.text):
                    yield hit.span()

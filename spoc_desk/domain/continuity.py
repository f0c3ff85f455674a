"""Where an exhibit's continuity has a gap: no first hand, a giver who did not hold it, an odd seal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spoc_desk.domain.exhibits import Exhibit, Movement
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.reasons import Reason, reason

_SEAL = re.compile(r"[A-Z0-9][A-Z0-9/-]*", re.IGNORECASE)


def continuity_faults(exhibit: Exhibit, movements: Sequence[Movement]) -> tuple[Reason, ...]:
    """What a reader of the continuity would ask about, in its order. movements: of this exhibit alone."""
    if not movements:
        return (reason("continuity.none", reference=exhibit.reference),)
    return (*_hands(exhibit, movements), *_order(exhibit, movements), *_seals(exhibit, movements))


def _hands(exhibit: Exhibit, movements: Sequence[Movement]) -> Iterator[Reason]:
    holder = exhibit.found_by
    for move in movements:
        if not same_name(holder, move.from_holder):
            yield reason(
                "continuity.giver",
                reference=exhibit.reference,
                giver=move.from_holder,
                holder=holder,
                when=move.moved_local,
            )
        holder = move.to_holder


def _order(exhibit: Exhibit, movements: Sequence[Movement]) -> Iterator[Reason]:
    before = exhibit.found_at
    for move in movements:
        if move.moved_at < before:
            yield reason("continuity.order", reference=exhibit.reference, when=move.moved_local)
        before = max(before, move.moved_at)


def _seals(exhibit: Exhibit, movements: Sequence[Movement]) -> Iterator[Reason]:
    """A seal is explained when the entry that names another one also names the one that was on."""
    on = _numbers(exhibit.seal_number)
    for move in movements:
        told = _numbers(move.seals)
        if on and told and not on & told:
            yield reason(
                "continuity.seal",
                reference=exhibit.reference,
                seals=move.seals,
                before=", ".join(sorted(on)),
                when=move.moved_local,
            )
        on = (told - on or told) if told else on


def _numbers(text: str) -> frozenset[str]:
    """The seal numbers in free words: every word with a digit in it."""
    return frozenset(word.upper() for word in _SEAL.findall(text) if any(map(str.isdigit, word)))

"""What became of a printed copy: handed over, failed or stopped, then checked sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackCopy


class CopyState(StrEnum):
    """The last that is known of a copy. Spooled is not printed: somebody has to look at the sheets."""

    LOGGED = "logged"
    SPOOLED = "spooled"
    FAILED = "failed"
    STOPPED = "stopped"
    CONFIRMED = "confirmed"
    SPOILED = "spoiled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PackCopyResult:
    """One thing that became known of a copy. Never changed: a later one is added.

    sheets: handed to the printer, or spoiled. note: the printer's words, or what became of the spoils.
    """

    id: int
    copy_id: int
    at: datetime
    officer: str
    state: CopyState
    sheets: int = 0
    note: str = ""


def copy_state(results: Iterable[PackCopyResult]) -> CopyState:
    """Where a copy stands by its results in the order recorded."""
    states = [result.state for result in results]
    return states[-1] if states else CopyState.LOGGED


def check_settling(
    copy: PackCopy, results: Sequence[PackCopyResult], after: CopyState, sheets: int, note: str, pages: int
) -> None:
    """Whether an officer may say this of a copy's sheets. pages: of the pack that were to be printed.

    A copy of which only the log tells, as after a power cut, is settled as spoiled or as unknown. Raises
    DomainError("packs.copy_not_out"), ("packs.copy_settled") when all its sheets are accounted for,
    ("packs.spoils_untold"), and ("packs.spoils_many") for more than can have come out.
    """
    before = copy_state(results)
    settles_log = after in {CopyState.SPOILED, CopyState.UNKNOWN}
    if copy.how != "printed" or (before is CopyState.LOGGED and not settles_log):
        raise DomainError("packs.copy_not_out", number=copy.first_number)
    settled = {CopyState.CONFIRMED: CopyState.SPOOLED, CopyState.UNKNOWN: CopyState.LOGGED}
    if before is CopyState.CONFIRMED or before is not settled.get(after, before):
        raise DomainError("packs.copy_settled", number=copy.first_number)
    if (after is CopyState.SPOILED and sheets < 1) or (settles_log and not note.strip()):
        raise DomainError("packs.spoils_untold")
    handed = next((result.sheets for result in results if result.state is CopyState.SPOOLED), pages)
    most = handed - sum(result.sheets for result in results if result.state is CopyState.SPOILED)
    if after is CopyState.SPOILED and sheets > most:
        raise DomainError("packs.spoils_many", number=copy.first_number, most=most)


def first_free_number(copies: Iterable[PackCopy]) -> int:
    """The next number of a pack's copies, which are counted through over its whole life."""
    return max((copy.first_number + copy.copies for copy in copies if copy.first_number), default=1)


def sheets_of(pages: int, *, both_sides: bool) -> int:
    """How many sheets that many pages take."""
    return (pages + 1) // 2 if both_sides else pages

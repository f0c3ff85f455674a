"""Redactions: what of an exhibit's pages a served copy must not show, why, by whom, who checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.word_matching import found_in

SMALLEST = 200
"""A box narrower or lower than 2 points (in hundredths) was a slip of the mouse."""
LETTERS_AT_LEAST = 3
PAD = 100
"""So much larger, in hundredths of a point on each side, a box is painted than it is kept."""


@dataclass(frozen=True, slots=True)
class RedactionReason:
    """One reason code: printed inside the box where it fits. `source` says where the reason comes from.

    served_as: the code that a served copy prints instead, which must not tell that there is sensitive
    material; empty for its own.
    """

    code: str
    label: str
    means: str
    source: str
    verified: bool
    served_as: str = ""


@dataclass(frozen=True, slots=True)
class RedactionReasons:
    """The force's reason codes, as they stood on a day."""

    version: str
    as_at: date
    reasons: tuple[RedactionReason, ...]

    def named(self, code: str) -> RedactionReason:
        """The reason with this code. Raises DomainError("redaction.no_such_reason")."""
        for reason in self.reasons:
            if reason.code == code.strip().upper():
                return reason
        known = ", ".join(reason.code for reason in self.reasons)
        raise DomainError("redaction.no_such_reason", reason=code[:20], known=known)

    def printed(self, code: str, *, served: bool) -> str:
        """What is printed in the box of a redaction with this code."""
        return next((each.served_as for each in self.reasons if served and each.code == code), "") or code


@dataclass(frozen=True, slots=True)
class Redaction:
    """One place that is to be taken out. It is never deleted, only withdrawn.

    page: from 1, of the exhibit's printed pages; 0 for a word that stands on
    none of them and is taken out of the pack's own words only. Edges in
    hundredths of a point from that page's lower left corner. term: the word it
    came from, empty for a drawn box; everywhere: the word may stand nowhere in
    a pack. part_sha256: of the pages it was drawn on.
    """

    id: int
    exhibit_id: int
    page: int
    left: int
    bottom: int
    right: int
    top: int
    code: str
    note: str
    term: str
    everywhere: bool
    made_by: str
    made_at: datetime
    part_sha256: str
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RedactionCheck:
    """A second person looked at these very redactions. digest: of the set; recorded_by: who entered it."""

    id: int
    exhibit_id: int
    digest: str
    checked_by: str
    recorded_by: str
    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page. page from 1, edges in hundredths of a point."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class RedactedPlace:
    """A box with the code printed in it. word: which it was found by, empty for a drawn box."""

    box: Box
    code: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class PackRedaction:
    """How a pack redacts one exhibit.

    reference, description and filename: as the pages say them on which the
    boxes were drawn. terms: words that may stand nowhere in the pack. codes: each code
    with its label. checked: who checked, in words; empty when nobody did.
    """

    places: tuple[RedactedPlace, ...]
    terms: tuple[str, ...]
    part_sha256: str
    reference: str
    description: str
    filename: str
    codes: tuple[tuple[str, str], ...] = ()
    checked: str = ""


def standing(redactions: Iterable[Redaction]) -> tuple[Redaction, ...]:
    """Those that have not been withdrawn."""
    return tuple(each for each in redactions if each.withdrawn_at is None)


def set_digest(redactions: Iterable[Redaction]) -> str:
    """The SHA-256 of the standing redactions: another box, word, reason or page makes another digest."""
    told = sorted(
        [e.page, e.left, e.bottom, e.right, e.top, e.code, e.term, e.everywhere, e.part_sha256]
        for e in standing(redactions)
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def current_check(redactions: Iterable[Redaction], checks: Iterable[RedactionCheck]) -> RedactionCheck | None:
    """The newest check of exactly these standing redactions."""
    digest = set_digest(redactions)
    return max(
        (check for check in checks if check.digest == digest), key=lambda check: check.at, default=None
    )


def check_second_person(name: str, redactions: Iterable[Redaction]) -> str:
    """The name of who checks.

    Raises DomainError("redaction.checker_missing", "redaction.nothing_to_check" or
    "redaction.checker_made_it").
    """
    clean = " ".join(name.split())
    if not clean:
        raise DomainError("redaction.checker_missing")
    made = standing(redactions)
    if not made:
        raise DomainError("redaction.nothing_to_check")
    if any(_same_person(clean, each.made_by) for each in made):
        raise DomainError("redaction.checker_made_it", name=clean)
    return clean


def checked_box(box: Box, pages: tuple[tuple[float, float], ...]) -> Box:
    """The box cut to its page. pages: width and height of each, in points.

    Raises DomainError("redaction.no_such_page" or "redaction.box_too_small").
    """
    if not 1 <= box.page <= len(pages):
        raise DomainError("redaction.no_such_page", page=box.page, pages=len(pages))
    width, height = (round(100 * edge) for edge in pages[box.page - 1])
    cut = Box(
        box.page,
        max(0, min(box.left, box.right)),
        max(0, min(box.bottom, box.top)),
        min(width, max(box.left, box.right)),
        min(height, max(box.bottom, box.top)),
    )
    if cut.right - cut.left < SMALLEST or cut.top - cut.bottom < SMALLEST:
        raise DomainError("redaction.box_too_small", page=box.page)
    return cut


def checked_term(term: str) -> str:
    """The word or phrase, tidied.

    Raises DomainError("redaction.word_too_short"), or ("redaction.word_unfindable") when it would not
    be found even in itself, so that no search of a finished pack would prove anything.
    """
    clean = " ".join(term.split())
    if sum(letter.isalnum() for letter in clean) < LETTERS_AT_LEAST:
        raise DomainError("redaction.word_too_short", least=LETTERS_AT_LEAST)
    if not found_in(clean, clean):
        raise DomainError("redaction.word_unfindable", word=clean)
    return clean


def check_in_words(check: RedactionCheck | None) -> str:
    """Who checked and who entered that, as it is printed; empty when nobody did."""
    if check is None:
        return ""
    return f"checked by {check.checked_by}, entered by {check.recorded_by}"


def boxes_in_words(places: tuple[RedactedPlace, ...], codes: tuple[tuple[str, str], ...]) -> str:
    """Such as "4 redactions on 2 pages (ADDR home address, DOB date of birth)"."""
    pages = len({place.box.page for place in places})
    used = {place.code for place in places}
    told = ", ".join(f"{code} {label}" for code, label in codes if code in used)
    count = f"{len(places)} {'redaction' if len(places) == 1 else 'redactions'}"
    return f"{count} on {pages} {'page' if pages == 1 else 'pages'}" + (f" ({told})" if told else "")


def _same_person(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())

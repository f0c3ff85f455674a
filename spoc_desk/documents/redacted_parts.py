"""Puts redacted pages in place of exhibits' own, and has finished files proved to hold nothing of them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spoc_desk.documents.checking import stretches
from spoc_desk.documents.order import Order
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent, PackExhibit
from spoc_desk.domain.redaction_words import everywhere_terms, without_terms
from spoc_desk.domain.redactions import PackRedaction, boxes_in_words
from spoc_desk.services.ports import Parser

_REDACT = "spoc_desk.documents.redact_part:redact_file"
_CHECK = "spoc_desk.documents.redaction_check"
_SECONDS = 30.0
_SECONDS_A_PAGE = 4.0
_PAGES_AT_ONCE = 50
_PAGES_READ_AT_ONCE = 200
_BYTES_PER_SECOND = 10_000_000
_UNCHECKED = "not checked by a second person"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What was taken out of one exhibit's pages, as the leak test needs it; page numbers of the part."""

    places: tuple[tuple[Any, ...], ...]
    under: tuple[tuple[Any, ...], ...]
    sha256: str


def redact_parts(
    content: PackContent,
    parts: dict[str, Part],
    faults: Mapping[str, str],
    folder: Path,
    fonts: Path,
    child: Parser,
) -> dict[str, Hidden]:
    """Replace the part of every exhibit that is to be redacted; answers what was taken out, by reference.

    Raises DomainError("redaction.pages_changed") when the pages are not those the boxes were drawn on.
    """
    terms = everywhere_terms(content)
    found: dict[str, Hidden] = {}
    for number, exhibit in enumerate(content.exhibits):
        if exhibit.redaction and exhibit.reference in parts and exhibit.reference not in faults:
            own = parts[exhibit.reference]
            made = folder / f"redacted{number}.pdf"
            parts[exhibit.reference], found[exhibit.reference] = redacted_part(
                exhibit, exhibit.redaction, own, terms, made, fonts, child
            )
    return found


def redacted_part(
    exhibit: PackExhibit,
    redaction: PackRedaction,
    own: Part,
    terms: Sequence[str],
    made: Path,
    fonts: Path,
    child: Parser,
) -> tuple[Part, Hidden]:
    """The redacted version of one exhibit's pages, in the file `made`, and what was taken out."""
    before = _digest(own.path)
    if before != redaction.part_sha256:
        raise DomainError("redaction.pages_changed", reference=exhibit.reference)
    how = f"{without_terms(own.rendition.how, terms)}, redacted"
    notes = tuple(without_terms(note, terms) for note in own.rendition.notes)
    arguments = {
        "source": str(own.path),
        "destination": str(made),
        "fonts": str(fonts.resolve()),
        "boxes": boxes_of(redaction),
        "terms": list(terms),
        "how": how,
        "notes": list(notes),
    }
    seconds = _SECONDS + own.pages * _SECONDS_A_PAGE + own.path.stat().st_size / _BYTES_PER_SECOND
    try:
        told = child.call(_REDACT, arguments, seconds)
    except DomainError as refusal:
        if refusal.code != "preview.unavailable":
            raise
        fault = str(refusal.values.get("reason", ""))
        raise DomainError("redaction.not_made", reference=exhibit.reference, fault=fault) from refusal
    after = _digest(made)
    checked = redaction.checked or _UNCHECKED
    words = f"Printed redacted: {boxes_in_words(redaction.places, redaction.codes)}; {checked}."
    if not redaction.places:
        words = f"Nothing is redacted on its pages, only in the pack's own words; {checked}."
    hashes = (("the redacted pages", after), ("the unredacted pages", before))
    part = replace(
        own, path=made, pages=int(told["pages"]), rendition=Rendition(how, (*notes, words), hashes), key=""
    )
    hidden = Hidden(tuple(map(tuple, told["places"])), tuple(map(tuple, told["under"])), after)
    return part, hidden


def boxes_of(redaction: PackRedaction) -> list[list[Any]]:
    """The places as the child takes them, in points."""
    return [
        [p.box.page, p.box.left / 100, p.box.bottom / 100, p.box.right / 100, p.box.top / 100, p.code, p.word]
        for p in redaction.places
        if p.box.page
    ]


def prove(
    content: PackContent, order: Order, path: Path, hidden: Mapping[str, Hidden], fonts: Path, child: Parser
) -> list[int]:
    """Have a finished file searched for all that was taken out. Raises DomainError("redaction.leaked").

    Answers the pages that hold pictures only, where no word could be looked for.
    """
    places: list[list[Any]] = []
    under: list[list[Any]] = []
    for span, piece in zip(order.spans, order.pieces, strict=True):
        taken = hidden.get(piece.exhibit.reference)
        for target, source in ((places, taken.places), (under, taken.under)) if taken else ():
            inside = [each for each in source if piece.first <= each[0] <= piece.last]
            target += [[each[0] - piece.first + span.first, *each[1:]] for each in inside]
    told = Searched(tuple(stretches(order, 1)), places, under, everywhere_terms(content))
    prove_file(path, told, fonts, child, lambda page: _own_page(order, page))
    return _unread(order, path, child) if told.terms else []


def _own_page(order: Order, page: int) -> dict[str, object]:
    """A page as somebody finds it who does not have the file: by exhibit."""
    for span, piece in zip(order.spans, order.pieces, strict=True):
        if span.first <= page <= span.last:
            own = page - span.first + piece.first
            return {"where": f"exhibit {span.reference}, its page {own}", "reference": span.reference}
    return {"where": f"page {page}, which the pack writes itself" if page else "no single page"}


def _unread(order: Order, path: Path, child: Parser) -> list[int]:
    found: list[int] = []
    for span in order.spans:
        for first in range(span.first, span.last + 1, _PAGES_READ_AT_ONCE):
            last = min(span.last, first + _PAGES_READ_AT_ONCE - 1)
            asked = {"path": str(path), "first": first, "last": last}
            found += _asked(child, "unread_pages", asked, _SECONDS + last - first)
    return found


@dataclass(frozen=True, slots=True)
class Searched:
    """What a file is searched for. stretches: first and last page of each; the rest as redact() says it."""

    stretches: tuple[tuple[int, int], ...]
    places: list[list[Any]]
    under: list[list[Any]]
    terms: Sequence[str]


def prove_file(
    path: Path,
    told: Searched,
    fonts: Path,
    child: Parser,
    where: Callable[[int], Mapping[str, object]] = lambda page: {"where": f"page {page}"},
) -> None:
    """The same for any file. Raises DomainError("redaction.leaked") naming the place, and where it is."""
    pages = told.stretches[-1][1]
    seconds = _SECONDS + pages + path.stat().st_size / _BYTES_PER_SECOND
    for function, arguments in _calls(told, fonts):
        for page, what in _asked(child, function, {"path": str(path), **arguments}, seconds):
            raise DomainError("redaction.leaked", page=page, place=what, **where(page))


def _asked(child: Parser, function: str, arguments: dict[str, Any], seconds: float) -> list[Any]:
    try:
        return list(child.call(f"{_CHECK}:{function}", arguments, seconds))
    except DomainError as refusal:
        fault = str(refusal.values.get("reason", refusal.code))
        raise DomainError("redaction.proof_failed", fault=fault) from refusal


def _calls(told: Searched, fonts: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each question to the child, small enough for its memory."""
    numbers = sorted({place[0] for place in told.places})
    for start in range(0, len(numbers), _PAGES_AT_ONCE):
        some = set(numbers[start : start + _PAGES_AT_ONCE])
        places = [place for place in told.places if place[0] in some]
        under = [each for each in told.under if each[0] in some]
        yield "check_places", {"places": places, "under": under, "fonts": str(fonts.resolve())}
    if told.terms:
        for first, last in told.stretches:
            yield "check_words", {"terms": list(told.terms), "first": first, "last": last}
        yield "check_traces", {"terms": list(told.terms)}


def proof_in_words(
    content: PackContent, hidden: Mapping[str, Hidden], unread: Sequence[tuple[int, int]] = ()
) -> str:
    """What was proved, for the receipt; nothing when nothing was redacted.

    unread: volume and page of each page on which no word could be looked for.
    """
    boxes = sum(len(taken.places) for taken in hidden.values())
    terms = len(everywhere_terms(content))
    if not boxes and not terms:
        return ""
    told = [f"{boxes} {'box' if boxes == 1 else 'boxes'}"] if boxes else []
    told += [f"{terms} {'word' if terms == 1 else 'words'} redacted everywhere"] if terms else []
    pictures = "the pictures under the boxes, " if boxes else ""
    proved = (
        f"{' and '.join(told)} checked in the finished file: text, {pictures}streams, metadata, bookmarks, "
        "notes and attached files. Nothing survived"
    )
    if not unread:
        return f"{proved}."
    return f"{proved} there. No words could be looked for on {_pages_told(unread)}: look at each of them."


def _pages_told(places: Sequence[tuple[int, int]]) -> str:
    """Such as "pages 5-7 and 9 of volume 1, which hold pictures"."""
    runs: list[list[int]] = []
    for volume, page in places:
        if runs and runs[-1][0] == volume and runs[-1][2] == page - 1:
            runs[-1][2] = page
        else:
            runs.append([volume, page, page])
    several = len({volume for volume, _ in places}) > 1
    told = [
        (f"{first}-{last}" if last > first else f"{first}") + (f" of volume {volume}" if several else "")
        for volume, first, last in runs
    ]
    word, verb = ("page", "holds") if len(places) == 1 else ("pages", "hold")
    return f"{word} {', '.join(told)}, which {verb} pictures without text"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

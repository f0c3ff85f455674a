"""Runs in the child: makes the redacted version of an exhibit's pages. What is taken out is not in it."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Pdf

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.page_letters import (
    Letter,
    Place,
    page_letters,
    places_of,
    smallest_letter,
    under,
    words_of,
)
from spoc_desk.documents.parts import Rendition, save_part
from spoc_desk.documents.pruned import TangledError, prune
from spoc_desk.documents.redaction_layer import LayerPage, kept_words, text_layer
from spoc_desk.documents.redaction_picture import (
    DOTS,
    DOTS_FOR_SMALL_PRINT,
    SMALL_PRINT,
    Painted,
    drawn,
    page_of,
    paint,
    stored,
)
from spoc_desk.documents.redaction_traces import holds_any
from spoc_desk.documents.silenced import silence
from spoc_desk.documents.word_boxes import PAD
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.word_matching import found_in


@dataclass(slots=True)
class _Made:
    """What has been put together so far: page numbers from 1."""

    pdf: Pdf
    layers: list[tuple[int, LayerPage]] = field(default_factory=list)
    places: list[list[Any]] = field(default_factory=list)
    under: list[list[Any]] = field(default_factory=list)


def redact_file(
    source: str,
    destination: str,
    fonts: str,
    boxes: list[list[Any]],
    terms: list[str],
    how: str,
    notes: list[str],
) -> dict[str, Any]:
    """Write the redacted version of the pages in `source` to `destination`; see redact."""
    try:
        return redact(
            Path(source), Path(destination), Path(fonts), boxes, terms, Rendition(how, tuple(notes))
        )
    except OSError as fault:
        if is_full(fault):
            raise DomainError("packs.disk_full", need="more room") from fault
        raise


def redact(
    source: Path,
    destination: Path,
    fonts: Path,
    boxes: Sequence[Sequence[Any]],
    terms: Sequence[str],
    rendition: Rendition,
) -> dict[str, Any]:
    """Pages with a box become pictures without it; every other page keeps only what it draws itself.

    boxes: page from 1, left, bottom, right, top in points, code, the word it
    was found by or nothing. terms: words that may stand nowhere; a page that
    holds one where nobody sees it becomes a picture too. Answers pages, places
    (page, left, bottom, right, top, code, dots per inch) as they were painted,
    and under: page, words that stood under a box or that a box was found by, and
    how often they may still stand on that page.
    """
    register_fonts(fonts)
    with pikepdf.open(source) as pages, pikepdf.new() as pdf:
        made = _Made(pdf)
        shown = source
        silenced = silence(pages)
        if silenced.changed:
            shown = destination.with_suffix(".silent")
            pages.save(shown)
        with contextlib.closing(pypdfium2.PdfDocument(shown)) as seen:
            for number in range(1, len(pages.pages) + 1):
                own = [box for box in boxes if box[0] == number]
                if own or not _kept_whole(made, pages, number, terms):
                    _draw(made, seen[number - 1], number, own, fonts, number in silenced.doubtful)
        if shown != source:
            shown.unlink()
        _add_words(made)
        count = save_part(pdf, destination, rendition)
    return {"pages": count, "places": made.places, "under": made.under}


def _kept_whole(made: _Made, pages: Pdf, number: int, terms: Sequence[str]) -> bool:
    """Take the page over as it is, pruned; False, and nothing taken over, when it must become a picture."""
    made.pdf.pages.append(pages.pages[number - 1])
    page = made.pdf.pages[-1]
    try:
        prune(page)
        whole = not (terms and holds_any(page.obj, terms))
    except TangledError:
        whole = False
    if not whole:
        del made.pdf.pages[-1]
    return whole


def _draw(
    made: _Made, page: Any, number: int, boxes: Sequence[Sequence[Any]], fonts: Path, doubtful: bool
) -> None:
    """doubtful: its letters need not lie where they are read, so none is put back."""
    width, height = page.get_size()
    letters = page_letters(page)
    dots = _dots(letters)
    painted = [_painted(box, width, height) for box in boxes]
    picture = drawn(page, dots)
    gone = [each.place for each in painted]
    words = () if doubtful else kept_words(words_of(letters), gone, picture, height, dots)
    paint(picture, height, painted, dots, fonts)
    resources, drawing = page_of(stored(made.pdf, picture), width, height)
    made.pdf.add_blank_page(page_size=(width, height))
    drawn_page = made.pdf.pages[-1].obj
    drawn_page.Resources = resources
    drawn_page.Contents = pikepdf.Stream(made.pdf, drawing)
    made.places += [[number, *each.place, each.code, dots] for each in painted]
    told = {**dict(_stood_under(letters, gone, words)), **dict(_found_by(boxes, letters))}
    made.under += [[number, *each] for each in told.items()]
    made.layers.append((len(made.pdf.pages) - 1, LayerPage(width, height, words)))


def _add_words(made: _Made) -> None:
    """Lay the invisible words over the pages that became pictures."""
    if not made.layers:
        return
    with pikepdf.open(io.BytesIO(text_layer([layer for _, layer in made.layers]))) as words:
        for (index, layer), page in zip(made.layers, words.pages, strict=True):
            if layer.words:
                drawn_page = made.pdf.pages[index]
                drawn_page.obj.Resources.XObject.Words = made.pdf.copy_foreign(page.as_form_xobject())
                drawn_page.contents_add(pikepdf.Stream(made.pdf, b"q /Words Do Q"))


def _dots(letters: Sequence[Letter]) -> int:
    smallest = smallest_letter(letters)
    return DOTS_FOR_SMALL_PRINT if smallest is not None and smallest < SMALL_PRINT * 1.2 else DOTS


def _painted(box: Sequence[Any], width: float, height: float) -> Painted:
    """The box as it is painted: a little larger, inside its page."""
    _, left, bottom, right, top, code, _ = box
    left, bottom, right, top = left - PAD, bottom - PAD, right + PAD, top + PAD
    return Painted((max(0.0, left), max(0.0, bottom), min(width, right), min(height, top)), str(code))


def _found_by(boxes: Sequence[Sequence[Any]], letters: Sequence[Letter]) -> Iterator[tuple[str, int]]:
    """Each word that boxes of a page were found by, and how often it may stay: where its box was withdrawn.

    Counted, not compared by place: a box in the wrong place must not count as one that was left out.
    """
    for term in dict.fromkeys(box[6] for box in boxes if box[6]):
        lines = sum(len(place) for place in places_of(term, letters))
        own = {tuple(box[1:5]) for box in boxes if box[6] == term}
        yield term, max(0, lines - len(own))


def _stood_under(
    letters: Sequence[Letter], gone: Sequence[Place], kept: Sequence[Any]
) -> list[tuple[str, int]]:
    """What stood under each box, and how often the same still stands among the words kept."""
    found: dict[str, int] = {}
    rest = " ".join(word.text for word in kept)
    for place in gone:
        told = " ".join(word.text for word in words_of(letters) if under(word, place))
        if sum(letter.isalnum() for letter in told) > 1:
            found[told] = len(found_in(told, rest, past_marks=False))
    return list(found.items())

"""Text, e-mail and other words as pages: a strip that says what this is, then every line of it."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, MONO, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.printable import printable
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import (
    BOTTOM,
    FAINT,
    HAIRLINE,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SHADE,
    SOFT,
    TOP,
    facts,
    styles,
    text,
)
from spoc_desk.documents.typeset import TextPages

_MONO_TYPES = frozenset({"text/csv", "application/json", "application/xml"})


@dataclass(frozen=True, slots=True)
class Source:
    """The exhibit, or the attachment of one, that a page is made from. size in bytes."""

    reference: str
    description: str
    filename: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """Finished pages, how many characters had to be shown as marks, and whether emoji had a skin tone."""

    content: bytes
    marks: int
    toned: bool = False


def text_part(source: Source, words: str, note: str, *, columns: bool = False) -> TextPart:
    """Every line of a text, numbered as in the file."""
    buffer, canvas = _canvas()
    pages = TextPages(canvas, *_face(source.media_type, columns))
    strip(pages, source, note)
    for number, line in enumerate(words.splitlines() or [""], 1):
        pages.paragraph(line, number)
    pages.finish()
    canvas.save()
    return TextPart(buffer.getvalue(), pages.marks, pages.toned)


def titled(pages: TextPages, title: str) -> None:
    """A heading that keeps some room under it."""
    pages.room(70)
    pages.y -= 26
    pages.canvas.setFillColor(NAVY)
    pages.canvas.setFont(BOLD, 11)
    pages.canvas.drawString(MARGIN, pages.y, title)
    pages.y -= 6


def notice_part(
    source: Source,
    title: str,
    sentences: Sequence[str],
    *,
    alarm: bool = False,
    rows: Sequence[tuple[str, str]] = (),
    below: Callable[[TextPages], None] = lambda _pages: None,
) -> bytes:
    """A page in place of an exhibit that cannot be printed, or is supplied as a file.

    `rows` stand under those of the file itself; `below` draws what follows them.
    """
    buffer, canvas = _canvas()
    pages = TextPages(canvas)
    page_styles = styles()
    pages.y = PAGE_HEIGHT - 170
    canvas.setFillColor(SHADE)
    canvas.rect(0, PAGE_HEIGHT - 160, PAGE_WIDTH, 92, stroke=0, fill=1)
    canvas.setFillColor(NAVY)
    whole = f"Exhibit {source.reference}"
    LineSetter(BOLD, 24).draw(canvas, whole, (MARGIN, PAGE_HEIGHT - 112), 0, whole)
    canvas.setFillColor(FAINT)
    canvas.setFont(SANS, 11)
    canvas.drawString(MARGIN, PAGE_HEIGHT - 134, title)
    for sentence in sentences:
        flow(pages, text(sentence, page_styles.alarm if alarm else page_styles.body), 8)
        alarm = False
    pages.y -= 10
    own = [("Description", source.description), ("File name", source.filename), ("Type", source.media_type)]
    own += [("Size", size_told(source.size)), ("SHA-256", source.sha256)]
    flow(pages, facts([row for row in (*own, *rows) if row[1]], page_styles), 10)
    below(pages)
    pages.finish()
    canvas.save()
    return buffer.getvalue()


def caption(words: str, size: tuple[float, float]) -> bytes:
    """An otherwise empty page with a small line of words under the header."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    setter = LineSetter(SANS, 7.5)
    told = printable(words).text.replace("\n", " ")
    canvas.setFillColor(SOFT)
    line = next(setter.wrapped(told, size[0] - 2 * MARGIN))
    setter.draw(canvas, line, (MARGIN, size[1] - 49), size[0] - 2 * MARGIN, told)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def size_told(size: int) -> str:
    """A size in words a person reads, with the exact bytes."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit} ({size:,} bytes)"
    return f"{size} bytes"


def _canvas() -> tuple[io.BytesIO, Canvas]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    return buffer, canvas


def _face(media_type: str, columns: bool) -> tuple[str, float, float]:
    if columns or media_type in _MONO_TYPES:
        return MONO, 7.6, 10.4
    return SANS, 9.2, 12.8


def strip(pages: TextPages, source: Source, note: str) -> None:
    """The strip at the head of the first page: which file this is, and what the reader should know."""
    page_styles = styles()
    name = text(source.filename, page_styles.cell_bold)
    line = text(f"{size_told(source.size)} · SHA-256 {source.sha256}", page_styles.cell_mono)
    about = text(note, page_styles.cell_soft)
    heights = [each.wrap(pages.text_width - 20, 400)[1] for each in (name, line, about)]
    top = pages.height - TOP + 8
    height = sum(heights) + 20
    pages.canvas.setFillColor(SHADE)
    pages.canvas.setStrokeColor(HAIRLINE)
    pages.canvas.roundRect(MARGIN, top - height, pages.text_width, height, 3, stroke=0, fill=1)
    y = top - 8
    for each, each_height in zip((name, line, about), heights, strict=True):
        y -= each_height
        each.drawOn(pages.canvas, MARGIN + 10, y)
        y -= 2
    pages.y = top - height - 10


def block(pages: TextPages, pairs: list[tuple[str, str]]) -> None:
    """Labels with their values, each over as many pages as it needs."""
    for label, value in pairs:
        flow(pages, facts([(label, value)], styles(), 80), 0)


def flow(pages: TextPages, flowable: object, before: float) -> None:
    """Draw a flowable where the page stands, over as many pages as it needs."""
    left = [flowable]
    while left:
        each = left.pop(0)
        room = pages.y - BOTTOM - before
        _, height = each.wrap(pages.text_width, room)  # type: ignore[attr-defined]
        if height <= room:
            pages.y -= height + before
            each.drawOn(pages.canvas, MARGIN, pages.y)  # type: ignore[attr-defined]
            continue
        pieces = each.split(pages.text_width, room)  # type: ignore[attr-defined]
        if len(pieces) > 1:
            left = [*pieces, *left]
            continue
        if pages.at_top:
            raise ValueError("too tall for a page")
        pages.finish()
        left = [each, *left]

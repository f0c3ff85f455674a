"""Notes that readers of a PDF left in it, where their words stand on no page: sticky notes, comments."""

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.part_text import TextPart, titled
from spoc_desk.documents.pdf_passwords import opened
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import PAGE_HEIGHT, PAGE_WIDTH, SOFT
from spoc_desk.documents.typeset import TextPages

NOTES_AT_MOST = 2000
WORDS_AT_MOST = 20_000
TITLE = "Notes in this PDF"
UNREAD = "Notes that readers left in it could not be looked for; read the original."
_NO_NOTES = frozenset({"/Popup", "/Link"})
_UNSEEN, _PRINTED = 0b100010, 0b100
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_NAMES = {"/Text": "Note", "/FreeText": "Text on the page", "/StrikeOut": "Text struck out"}


@dataclass(frozen=True, slots=True)
class PageNote:
    """One note: its page from 1, what kind of note it is, who wrote it when as the file says, its words."""

    page: int
    kind: str
    author: str
    written: str
    words: str


def notes_in(source: Path, password: str) -> tuple[list[PageNote], list[str]]:
    """(the notes whose words no page shows, what else there is to say of notes)."""
    try:
        with opened(source, password) as original:
            return _found(original)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return [], [UNREAD]


def notes_part(notes: Sequence[PageNote]) -> TextPart:
    """Pages with every note, in the order of the pages they stand on."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    pages = TextPages(canvas, size=9.2, leading=12.8)
    titled(pages, TITLE)
    pages.paragraph("Written into the file beside its pages; printed here as its own words.", colour=SOFT)
    for note in notes:
        told = (f"Page {note.page}", note.kind, note.author, note.written)
        pages.room(60)
        pages.y -= 8
        pages.paragraph(" · ".join(each for each in told if each), colour=SOFT)
        for line in note.words.splitlines():
            pages.paragraph(line)
    pages.finish()
    canvas.save()
    return TextPart(buffer.getvalue(), pages.marks, pages.toned)


def _found(original: Pdf) -> tuple[list[PageNote], list[str]]:
    found: list[PageNote] = []
    hidden = further = cut = 0
    for number, note in _notes(original):
        words = _words(note.get("/Contents"))
        flags = _flags(note)
        if not words or _shows_words(note, flags):
            continue
        if flags & _UNSEEN:
            hidden += 1
        elif len(found) == NOTES_AT_MOST:
            further += 1
        else:
            cut += len(words) > WORDS_AT_MOST
            found.append(_told(number, note, words[:WORDS_AT_MOST]))
    told = [f"Notes in it are printed after its pages: {len(found)}."] if found else []
    told += [f"Notes in it that its author hid, not printed: {hidden}."] if hidden else []
    told += [f"Further notes in it, not printed: {further}; read the original."] if further else []
    told += [f"Notes in it too long to print whole: {cut}; read the original."] if cut else []
    return found, told


def _notes(original: Pdf) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(original.pages, 1):
        for note in page.obj.get("/Annots", ()):
            if isinstance(note, Dictionary) and str(note.get("/Subtype", "")) not in _NO_NOTES:
                yield number, note


def _shows_words(note: Any, flags: int) -> bool:
    """Whether its words are drawn where it stands, and so are printed with the page."""
    kind = str(note.get("/Subtype", ""))
    drawing = note.get("/AP")
    drawn = isinstance(drawing, Dictionary) and "/N" in drawing and flags & _PRINTED and not flags & _UNSEEN
    return kind == "/Widget" or bool(drawn and kind == "/FreeText")


def _told(number: int, note: Any, words: str) -> PageNote:
    kind = str(note.get("/Subtype", ""))
    date = _DATE.match(_words(note.get("/M")) or _words(note.get("/CreationDate")))
    year, month, day, hour, minute = date.groups() if date else (None,) * 5
    written = "-".join(each for each in (year, month, day) if each)
    written += f" {hour}:{minute}" if hour and minute else ""
    named = _NAMES.get(kind, kind.removeprefix("/"))
    return PageNote(number, named, _words(note.get("/T"))[:200], written, words)


def _words(value: object) -> str:
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip() if value is not None else ""


def _flags(note: Any) -> int:
    with contextlib.suppress(TypeError, ValueError):
        return int(note.get("/F", 0))
    return 0

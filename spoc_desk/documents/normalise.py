"""Runs in the child process: turns one exhibit, whatever it is, into a small clean A4 PDF of its own."""

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf

from spoc_desk.documents.additions import append_pages, small_file, words_added
from spoc_desk.documents.chat_records import read_csv_chat, read_json_chat
from spoc_desk.documents.chats import read_whatsapp
from spoc_desk.documents.counted import counted
from spoc_desk.documents.filetypes import HEAD, WEB_ARCHIVE, FileType, Kind, detect
from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.mail import read_mail
from spoc_desk.documents.part_chat import chat_part
from spoc_desk.documents.part_images import image_pages
from spoc_desk.documents.part_mail import Within, mail_pages
from spoc_desk.documents.part_media import media_pages
from spoc_desk.documents.part_notes import notes_in, notes_part
from spoc_desk.documents.part_pdf import PICTURES, pdf_pages
from spoc_desk.documents.part_table import table_part
from spoc_desk.documents.part_text import (
    Source,
    notice_part,
    size_told,
    text_part,
)
from spoc_desk.documents.part_web import web_part
from spoc_desk.documents.parts import Rendition, save_part
from spoc_desk.documents.plain_words import decode
from spoc_desk.documents.resolution import reduced
from spoc_desk.documents.sheets import read_csv
from spoc_desk.documents.web_archives import SavedPage, archived_page, single_page
from spoc_desk.documents.workbooks import SPREADSHEET, read_workbook
from spoc_desk.domain.errors import DomainError

TEXT_AT_MOST = 20_000_000
MAIL_AT_MOST = 100_000_000
NO_ROOM = "there was no room, or no right, to work on it; free some space and build the pack again"
WHOLE = "Text rendition of the whole file, line by line; the file itself is the exhibit."
TABLE = "Every row and cell of the file, rows numbered as in the file; the file itself is the exhibit."
CHAT = "Numbered as they stand in the file; the file itself is the exhibit."
WORKBOOK = (
    "The values its cells hold, rows numbered as in the file; dates are written year first. "
    "The file itself is the exhibit."
)
NO_OFFICE = (
    "LibreOffice, which would print it, is not installed on this computer. "
    "Install it, or add a PDF made from the document, to have it printed."
)
_FILES = {
    Kind.ARCHIVE: ("Archive, supplied as a file", "Add the files it holds as exhibits to have them printed."),
    Kind.OFFICE: ("Office document, supplied as a file", NO_OFFICE),
    Kind.SVG: ("Drawing with code, supplied as a file", "It can hold scripts and is never drawn here."),
    Kind.PROGRAM: ("Program, supplied as a file", "It is never opened here. Handle it with care."),
}


def normalise(
    source: str,
    destination: str,
    fonts: str,
    facts: dict[str, Any],
    strip: bool = False,
    key: str = "",
    dpi_at_most: int = 0,
    converted: Sequence[str] = (),
    password: str = "",
) -> dict[str, Any]:
    """Write the part for the exhibit in the file `source` to `destination`.

    `facts` are the fields of Source. `strip` leaves place and camera data out
    of photographs. `key` is kept in the part, to know it again. No image is shown
    finer than `dpi_at_most` dots per inch, unless that is 0. `converted` says by which program the
    file was made into a PDF first, then what its pages do not show. `password` opens an encrypted
    PDF. Returns pages, how and notes. Raises
    DomainError("preview.unavailable", reason=…) for what cannot be printed, ("packs.disk_full").
    """
    told, path = Source(**facts), Path(source)

    def render(pdf: Pdf) -> Rendition:
        found = _found(path, told.filename)
        if converted:
            rendition = _converted(pdf, path, strip, converted[0], converted[1:])
        else:
            if found.kind not in {Kind.IMAGE, Kind.PDF}:
                register_fonts(Path(fonts))
            rendition = _render(pdf, path, told, found, strip, password=password)
            if found.kind is Kind.PDF:
                rendition = _with_notes(pdf, path, rendition, password, Path(fonts))
            if found.mismatch:
                rendition = Rendition(rendition.how, (misnamed(found), *rendition.notes))
        return reduced(pdf, rendition, dpi_at_most) if dpi_at_most else rendition

    try:
        return _saved(render, Path(destination), key)
    except OSError as fault:
        if is_full(fault):
            raise DomainError("packs.disk_full", need=size_told(2 * told.size)) from fault
        raise


def misnamed(found: FileType) -> str:
    """What is said of a file whose name claims another kind."""
    return f"Its name says otherwise, but the content is {found.media_type}."


def _saved(render: Callable[[Pdf], Rendition], destination: Path, key: str) -> dict[str, Any]:
    with pikepdf.new() as pdf:
        rendition = render(pdf)
        try:
            pages = save_part(pdf, destination, rendition, key)
        except OSError as fault:
            if is_full(fault):
                raise
            raise DomainError("preview.unavailable", reason=NO_ROOM) from fault
    return {"pages": pages, "how": rendition.how, "notes": list(rendition.notes)}


def _with_notes(
    pdf: Pdf, path: Path, rendition: Rendition, password: str = "", fonts: Path | None = None
) -> Rendition:
    """The words of a PDF's notes after its pages, which do not show them. fonts: when not registered yet."""
    notes, told = notes_in(path, password)
    if not notes:
        return Rendition(rendition.how, (*rendition.notes, *told))
    if fonts:
        register_fonts(fonts)
    return words_added(pdf, notes_part(notes), rendition.how, (*rendition.notes, *told))


def _found(path: Path, filename: str) -> FileType:
    with path.open("rb") as stream:
        return detect(stream.read(HEAD), filename)


def _converted(pdf: Pdf, path: Path, strip: bool, how: str, held: Sequence[str]) -> Rendition:
    """What another program made a PDF of; the notes are the document's, unless cleaning had to draw it."""
    cleaned = pdf_pages(pdf, path, strip=strip)
    drawn = cleaned.notes if cleaned.how == PICTURES else ()
    return Rendition(how, ("Its layout may differ from the original.", *held, *drawn))


def is_office(found: FileType) -> bool:
    """Whether an office program is needed to print such a file."""
    return found.kind is Kind.OFFICE and found.media_type != SPREADSHEET


def is_supplied_as_file(head: bytes, filename: str, *, converts: bool = False) -> bool:
    """Whether only the head of such a file is needed, because it is never printed.

    `converts`: there is an office program to print office documents with.
    """
    found = detect(head, filename)
    return not converts if is_office(found) else found.kind in _FILES and found.media_type != SPREADSHEET


def slip(destination: Path, source: Source, fault: str, fonts: Path) -> None:
    """The page that stands in for an exhibit which could not be printed, naming the fault."""
    register_fonts(fonts)
    sentences = (
        f"This exhibit is not printed here: {fault}.",
        "The original is sealed, unaltered by this, under the hash below. It can be supplied as a file.",
        "Everything else in this pack is complete.",
    )
    with pikepdf.new() as pdf:
        append_pages(pdf, notice_part(source, "Slip sheet", sentences, alarm=True))
        save_part(pdf, destination, Rendition("slip sheet", (f"Not printed: {fault}.",)))


def _render(
    pdf: Pdf,
    path: Path,
    source: Source,
    found: FileType,
    strip: bool,
    within: Within | None = None,
    password: str = "",
) -> Rendition:
    if path.stat().st_size == 0:
        raise DomainError("preview.unavailable", reason="the file is empty")
    renderers: dict[Kind, Callable[[], Rendition]] = {
        Kind.IMAGE: lambda: image_pages(pdf, path, found.media_type, strip=strip),
        Kind.PDF: lambda: pdf_pages(pdf, path, strip=strip, password=password),
        Kind.TEXT: lambda: _text(pdf, path, source),
        Kind.HTML: lambda: _html(pdf, path, source),
        Kind.MAIL: lambda: _mail(pdf, path, source, found, strip, within or Within()),
        Kind.VIDEO: lambda: media_pages(pdf, path, source, found.kind, strip=strip),
        Kind.AUDIO: lambda: media_pages(pdf, path, source, found.kind, strip=strip),
    }
    renderer = renderers.get(found.kind)
    if found.media_type == SPREADSHEET:
        return _workbook(pdf, path, source)
    if renderer is not None:
        return renderer()
    if found.kind in _FILES:
        title, advice = _FILES[found.kind]
        append_pages(pdf, notice_part(source, title, (advice,)))
        return Rendition(title.lower())
    raise DomainError("preview.unavailable", reason="this kind of file has no printed form")


def _workbook(pdf: Pdf, path: Path, source: Source) -> Rendition:
    sheets = read_workbook(small_file(path, MAIL_AT_MOST))
    notes = tuple(
        f"Sheet “{each.name}”: {note}" if len(sheets) > 1 else note for each in sheets for note in each.notes
    )
    count = "1 sheet" if len(sheets) == 1 else f"{len(sheets)} sheets"
    made = table_part(source, sheets, f"{WORKBOOK} {count}.")
    return words_added(pdf, made, "workbook, printed as tables", notes)


def _text(pdf: Pdf, path: Path, source: Source) -> Rendition:
    words, encoding = decode(small_file(path, TEXT_AT_MOST))
    ending = source.filename.lower().rpartition(".")[2]
    table = read_csv(words) if ending in {"csv", "tsv", "tab"} else None
    chat = read_csv_chat(table[0]) if table else read_whatsapp(words)
    if chat is None and words.lstrip()[:1] in {"{", "["}:
        chat = read_json_chat(words)
    if chat:
        told = (
            f"{chat.app}: {counted(len(chat.messages), 'message', 'messages')}. {CHAT} Read as {encoding}. "
        )
        made = chat_part(source, chat, told + " ".join(chat.notes))
        return words_added(pdf, made, "chat, printed as a conversation", chat.notes)
    if table:
        made = table_part(source, (table[0],), f"{TABLE} Read as {encoding}, cells parted by {table[1]}.")
        return words_added(pdf, made, "table, every row and cell", ())
    made = text_part(source, words, f"{WHOLE} Read as {encoding}.")
    return words_added(pdf, made, "text rendition", ())


def _html(pdf: Pdf, path: Path, source: Source) -> Rendition:
    return _web_page(pdf, source, single_page(decode(small_file(path, TEXT_AT_MOST))[0]))


def _web_page(pdf: Pdf, source: Source, saved: SavedPage) -> Rendition:
    made, notes = web_part(source, saved)
    return words_added(pdf, made, "web page, its words and pictures", notes)


def _mail(pdf: Pdf, path: Path, source: Source, found: FileType, strip: bool, within: Within) -> Rendition:
    if found.media_type == WEB_ARCHIVE:
        with contextlib.suppress(ValueError, RecursionError, LookupError, AttributeError, TypeError):
            return _web_page(pdf, source, archived_page(small_file(path, MAIL_AT_MOST)))
    outlook = found.media_type == "application/vnd.ms-outlook"
    mail = read_mail(small_file(path, MAIL_AT_MOST), outlook=outlook)
    if mail.raw:
        made = text_part(source, mail.body, " ".join(mail.notes))
        return words_added(pdf, made, "e-mail, raw text", mail.notes)

    def attached(own: Pdf, held: Path, told: Source, kind: FileType, inner: Within) -> Rendition:
        rendition = _render(own, held, told, kind, strip, inner)
        return _with_notes(own, held, rendition) if kind.kind is Kind.PDF else rendition

    return mail_pages(pdf, path, source, mail, attached, within)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

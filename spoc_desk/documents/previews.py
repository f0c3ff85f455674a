"""Runs in the child process: looks at one file for the window. Nothing it holds is run, opened or fetched."""

import contextlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageFile, ImageOps

from spoc_desk.documents.archives import ENTRIES_AT_MOST, list_zip, office_warnings
from spoc_desk.documents.counted import remote_told
from spoc_desk.documents.filetypes import HEAD, FileType, Kind, detect
from spoc_desk.documents.mail import NESTED_AT_MOST, Mail, read_mail
from spoc_desk.documents.part_images import FORMATS, PIXELS_AT_MOST, open_image
from spoc_desk.documents.part_pdf import pdf_warnings
from spoc_desk.documents.pdf_passwords import opened
from spoc_desk.documents.plain_words import decode, plain_html
from spoc_desk.documents.visible import visible
from spoc_desk.documents.workbooks import SPREADSHEET, read_workbook
from spoc_desk.domain.errors import DomainError

TEXT_AT_MOST = 200_000
JPEG_PIXELS_AT_MOST = 250_000_000
_SIDE_AT_MOST = 4000
_ROWS_AT_MOST = 2000
_PDF_BADGES = (
    ("script", "script"),
    ("attached files", "attachments"),
    ("Asked to act", "opens_itself"),
    ("dynamic form", "dynamic_form"),
    ("electronic signature", "signature"),
    ("layers", "layers"),
)


@dataclass(slots=True)
class _Seen:
    """What has been found out so far."""

    found: FileType
    text: str = ""
    pages: list[bytes] = field(default_factory=list)
    page_count: int = 0
    badges: list[tuple[str, str]] = field(default_factory=list)
    carried: list[tuple[str, int, str, str]] = field(default_factory=list)

    def warn(self, code: str, words: str) -> None:
        self.badges.append((code, words))


def look(
    filename: str, width: int, pages: int, size: int, content: bytes, password: str = ""
) -> dict[str, Any]:
    """What there is to see of a file, from its content or as much of it as was sent.

    width: of pictures, in points. pages: how many to draw. size: of the whole
    file. password: opens an encrypted PDF. Answers kind, media_type, text, pages (PNG), page_count,
    badges (code and words) and carried files (name, size, media type, SHA-256). Codes:
    mismatch, polyglot, hidden_characters, encrypted, script, opens_itself,
    attachments, external, remote, place, frames, dynamic_form, signature,
    layers, macros, links, bomb, damaged, program, not_drawn, cut.
    """
    seen = _Seen(detect(content[:HEAD], filename))
    _warn_of_name(seen, filename)
    _warn_of_polyglot(seen, content)
    if size > len(content):
        seen.warn("cut", f"Only the first {len(content):,} of {size:,} bytes were looked at.")
    lookers: dict[Kind, Callable[[], None]] = {
        Kind.IMAGE: lambda: _image(seen, content, width),
        Kind.PDF: lambda: _pdf(seen, content, width, pages, password),
        Kind.MAIL: lambda: _mail(seen, content),
        Kind.TEXT: lambda: _text(seen, content),
        Kind.SVG: lambda: _text(seen, content),
        Kind.HTML: lambda: _html(seen, content),
        Kind.ARCHIVE: lambda: _archive(seen, content),
        Kind.OFFICE: lambda: _office(seen, content),
    }
    looker = lookers.get(seen.found.kind)
    if looker:
        looker()
    if len(seen.text) > TEXT_AT_MOST:
        seen.warn("cut", f"Only the first {TEXT_AT_MOST:,} of its {len(seen.text):,} characters are shown.")
    if seen.found.kind is Kind.SVG:
        seen.warn("not_drawn", "A drawing that can hold code is shown as text only.")
    if seen.found.kind is Kind.PROGRAM:
        seen.warn("program", "This is a program. It is never opened here.")
    return {
        "kind": str(seen.found.kind),
        "media_type": seen.found.media_type,
        "text": visible(seen.text[:TEXT_AT_MOST]),
        "pages": seen.pages,
        "page_count": seen.page_count,
        "badges": seen.badges,
        "carried": [[visible(name[:200]), *rest] for name, *rest in seen.carried],
    }


def _warn_of_name(seen: _Seen, filename: str) -> None:
    if seen.found.mismatch:
        seen.warn("mismatch", f"Its name says otherwise, but the content is {seen.found.media_type}.")
    if visible(filename) != filename:
        seen.warn("hidden_characters", f"Its name hides characters: {visible(filename)[:120]}")


def _warn_of_polyglot(seen: _Seen, content: bytes) -> None:
    kind = seen.found.kind
    also = []
    if kind not in {Kind.ARCHIVE, Kind.OFFICE} and b"PK\x05\x06" in content[-66_000:]:
        also.append("a zip archive")
    if kind is not Kind.PDF and kind is not Kind.MAIL and b"%PDF-" in content[:1024]:
        also.append("a PDF")
    if also:
        seen.warn("polyglot", f"It can also be read as {' and '.join(also)}.")


def _image(seen: _Seen, content: bytes, width: int) -> None:
    media_type = seen.found.media_type
    if media_type == "image/jpeg":
        image: Image.Image = Image.open(io.BytesIO(content), formats=[FORMATS[media_type]])
        if image.width * image.height > JPEG_PIXELS_AT_MOST:
            raise DomainError(
                "preview.unavailable", reason=f"it would need {image.width} × {image.height} points"
            )
        image.draft("RGB", (width, width))
    else:
        image = open_image(io.BytesIO(content), media_type)
    with image:
        if image.getexif().get_ifd(0x8825):
            seen.warn("place", "The picture says where it was taken.")
        seen.page_count = int(getattr(image, "n_frames", 1))
        if seen.page_count > 1:
            seen.warn("frames", f"It holds {seen.page_count} pictures; the first is shown.")
        if image.width * image.height > PIXELS_AT_MOST:
            raise DomainError("preview.unavailable", reason="it is too large to draw safely")
        _load(seen, image)
        image.thumbnail((width, width))
        seen.pages.append(_png(ImageOps.exif_transpose(image)))


def _load(seen: _Seen, image: Image.Image) -> None:
    """Decode; of a picture that breaks off, as much as there is."""
    try:
        image.load()
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        seen.warn("damaged", "The picture is damaged; part of it is missing.")


def _pdf(seen: _Seen, content: bytes, width: int, pages: int, password: str) -> None:
    try:
        with opened(io.BytesIO(content), password) as original:
            _warn_of_pdf(seen, original)
    except pikepdf.PasswordError:
        seen.warn("encrypted", "It is encrypted. Ask the sender for the password, and give it here.")
        return
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        seen.warn("damaged", "The file is damaged; shown as far as it can be drawn.")
    with contextlib.closing(pypdfium2.PdfDocument(content, password=password or None)) as document:
        seen.page_count = len(document)
        words = []
        for index in range(min(pages, len(document))):
            page = document[index]
            side = max(*page.get_size(), 1.0)
            picture = page.render(scale=min(width / side, 4.0, _SIDE_AT_MOST / side)).to_pil()
            seen.pages.append(_png(picture))
            told = page.get_textpage()
            words.append(told.get_text_range()[: TEXT_AT_MOST // 4])
            told.close()
            page.close()
        seen.text = "\n\n".join(words)


def _warn_of_pdf(seen: _Seen, original: pikepdf.Pdf) -> None:
    for words in pdf_warnings(original):
        for sign, code in _PDF_BADGES:
            if sign in words:
                seen.warn(code, words.replace(", taken out", "; it is not run").replace("Held", "Holds"))
    with contextlib.suppress(Exception):
        for name, attached in original.attachments.items():
            inside = attached.get_file().read_bytes()
            seen.carried.append((name, len(inside), "", ""))
    acts = {"/Launch": "start a program", "/GoToR": "open another file", "/URI": "open a web page"}
    found: set[str] = set()
    for each in original.objects:
        for holder in (each, each.get("/A") if isinstance(each, pikepdf.Dictionary) else None):
            if isinstance(holder, pikepdf.Dictionary) and str(holder.get("/S", "")) in acts:
                found.add(acts[str(holder.S)])
    if found:
        seen.warn("external", f"It asks to {' and to '.join(sorted(found))}; nothing is opened here.")


def _mail(seen: _Seen, content: bytes) -> None:
    mail = read_mail(content, outlook=seen.found.media_type == "application/vnd.ms-outlook")
    seen.text = _mail_words(mail, 0)
    for note in mail.notes:
        code = (
            "remote"
            if "not fetched" in note
            else "damaged"
            if "standard" in note or mail.raw
            else "not_drawn"
        )
        seen.warn(code, note)
    for carried in mail.attachments:
        found = detect(carried.content[:HEAD], carried.name)
        seen.carried.append((carried.name, len(carried.content), found.media_type, carried.sha256))
        if found.mismatch or found.kind is Kind.PROGRAM:
            seen.warn("mismatch", f"Attachment “{visible(carried.name[:80])}” is {found.media_type}.")
    if mail.attachments:
        seen.warn("attachments", f"Files attached to it: {len(mail.attachments)}.")


def _mail_words(mail: Mail, depth: int) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in mail.headers)
    further = "".join(f"\n\n{title}\n\n{words}" for title, words in mail.further)
    words = f"{headers}\n\n{mail.body}{further}".strip()
    for each in mail.attachments if depth < NESTED_AT_MOST else ():
        inner = each.nested
        if inner is None and each.media_type == "message/rfc822":
            inner = read_mail(each.content, outlook=False)
        if inner:
            words += f"\n\nAttached message “{each.name}”\n\n{_mail_words(inner, depth + 1)}"
    return words


def _text(seen: _Seen, content: bytes) -> None:
    seen.text = decode(content[: TEXT_AT_MOST * 4])[0]


def _html(seen: _Seen, content: bytes) -> None:
    source = decode(content[: TEXT_AT_MOST * 20])[0]
    plain = plain_html(source)
    seen.text = plain.text
    if plain.remote:
        seen.warn("remote", remote_told(len(plain.remote)))
    if re.search(r"<script|\bon\w+\s*=|<form", source, re.IGNORECASE):
        seen.warn("script", "Holds scripts or forms; only its words are shown.")


def _archive(seen: _Seen, content: bytes) -> None:
    if seen.found.media_type != "application/zip":
        seen.warn("not_drawn", "This kind of archive is not looked into.")
        return
    try:
        listing = list_zip(content)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        seen.warn("damaged", "The archive's table of contents is damaged.")
        return
    seen.page_count = listing.count
    seen.carried = [(entry.name, entry.size, "", "") for entry in listing.entries]
    if listing.bomb:
        seen.warn("bomb", f"It would unpack to {listing.size:,} bytes. Never unpack it on a workstation.")
    if listing.encrypted:
        seen.warn("encrypted", "Files in it are encrypted.")
    if listing.count > ENTRIES_AT_MOST:
        seen.warn("cut", f"{listing.count:,} files; the first {ENTRIES_AT_MOST:,} are listed.")


def _office(seen: _Seen, content: bytes) -> None:
    if seen.found.media_type == SPREADSHEET:
        _workbook(seen, content)
    else:
        seen.warn(
            "not_drawn", "Office documents are not opened here; add a PDF made from it to see its pages."
        )
    codes = {"macros": "macros", "links to other programs": "links", "bomb": "bomb"}
    try:
        for warning in office_warnings(content):
            seen.warn(codes[warning], f"Warning: {warning}.")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError):
        seen.warn("damaged", "The document is damaged.")


def _workbook(seen: _Seen, content: bytes) -> None:
    """The cells of every sheet, as a pack prints them, without the table."""
    try:
        sheets = read_workbook(content)
    except DomainError as refusal:
        seen.warn("not_drawn", f"Its cells are not shown: {refusal.values.get('reason', '')}.")
        return
    except Exception:  # noqa: BLE001  whatever is wrong with it, its warnings are still told
        seen.warn("damaged", "The workbook is damaged.")
        return
    seen.text = "\n\n".join(
        "\n".join([sheet.name, *("\t".join(row.cells) for row in sheet.rows[:_ROWS_AT_MOST])])
        for sheet in sheets
    )
    for sheet in sheets:
        for note in sheet.notes:
            seen.warn("not_drawn", f"{sheet.name}: {note}")


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    if image.mode not in {"L", "RGB", "RGBA"}:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()

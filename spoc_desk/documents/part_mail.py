"""An e-mail as pages: headers, words, what it carries with each hash, then every attachment that prints."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.additions import append_pages, words_added
from spoc_desk.documents.filetypes import HEAD, FileType, Kind, detect
from spoc_desk.documents.fonts import SANS
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.mail import NESTED_AT_MOST, Attachment, Mail
from spoc_desk.documents.part_images import open_image
from spoc_desk.documents.part_text import (
    Source,
    TextPart,
    block,
    caption,
    flow,
    size_told,
    strip,
    titled,
)
from spoc_desk.documents.parts import Rendition, lay_over
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, styles, text
from spoc_desk.documents.typeset import TextPages
from spoc_desk.domain.errors import DomainError

PRINTED_AT_MOST = 200
_NOTES_AT_MOST = 60
_SMALL = (160, 120)
_POINTS_A_DOT = 0.6


@dataclass(slots=True)
class Within:
    """Where a message stands in those around it. `printed` counts the attachments of all of them."""

    depth: int = 0
    number: str = ""
    printed: list[int] = field(default_factory=lambda: [0])

    def inner(self, number: str) -> "Within":
        """The place of the message that is attachment `number`."""
        return Within(self.depth + 1, f"{number}.", self.printed)


Render = Callable[[Pdf, Path, Source, FileType, Within], Rendition]


class _Carried(NamedTuple):
    """An attachment, what was made of it, and why nothing was."""

    attachment: Attachment
    number: str
    pages: bytes = b""
    refusal: str = ""
    picture: object = None


def mail_pages(pdf: Pdf, path: Path, source: Source, mail: Mail, render: Render, within: Within) -> Rendition:
    """Add the message, then its attachments, each page saying of which.

    `path`: scratch files stand beside it. An attachment that does not print is named with the reason.
    """
    notes = list(mail.notes)
    carried = [
        _carried(f"{within.number}{index}", each, path, source, render, within, notes)
        for index, each in enumerate(mail.attachments, 1)
    ]
    made = mail_part(source, mail, carried)
    with pikepdf.new() as own:
        rendition = words_added(own, made, "e-mail, text rendition", tuple(notes[:_NOTES_AT_MOST]))
        if within.number:
            _caption(own, f"Attachment {within.number.removesuffix('.')}: {source.filename}")
        pdf.pages.extend(own.pages)
    for each in carried:
        if each.pages:
            append_pages(pdf, each.pages)
    return rendition


def _carried(
    number: str,
    attachment: Attachment,
    path: Path,
    source: Source,
    render: Render,
    within: Within,
    notes: list[str],
) -> _Carried:
    """One attachment made into pages; whatever its parser throws, the e-mail itself still prints."""
    found = detect(attachment.content[:HEAD], attachment.name)
    try:
        if found.kind is Kind.IMAGE and (picture := _small_picture(attachment, found)):
            return _Carried(attachment, number, picture=picture)
        told, pages = _pages(number, attachment, path, source, render, within, found)
        notes += [f"Attachment {number}: {note}" for note in told]
        return _Carried(attachment, number, pages)
    except DomainError as refusal:
        reason = str(refusal.values.get("reason", refusal.code))
    except Exception as fault:
        if isinstance(fault, OSError) and is_full(fault):
            raise
        reason = f"it is damaged ({type(fault).__name__})"
    notes.append(f"Attachment {number} is not printed: {reason}.")
    return _Carried(attachment, number, refusal=reason)


def _pages(
    number: str,
    attachment: Attachment,
    path: Path,
    source: Source,
    render: Render,
    within: Within,
    found: FileType,
) -> tuple[tuple[str, ...], bytes]:
    is_mail = attachment.nested is not None or found.kind is Kind.MAIL
    if is_mail and within.depth >= NESTED_AT_MOST:
        raise _refused(f"messages inside messages are printed {NESTED_AT_MOST} deep and no deeper")
    if within.printed[0] >= PRINTED_AT_MOST:
        raise _refused(f"{PRINTED_AT_MOST} attachments of this e-mail are printed and no more")
    if not attachment.content and attachment.nested is None:
        raise _refused("it is empty")
    within.printed[0] += 1
    told = Source(
        source.reference,
        source.description,
        attachment.name,
        found.media_type,
        len(attachment.content),
        attachment.sha256 if attachment.content else "",
    )
    scratch = path.with_name(f"{path.name}.{number}")
    scratch.write_bytes(attachment.content)
    try:
        with pikepdf.new() as own:
            if attachment.nested is not None:
                rendition = mail_pages(own, scratch, told, attachment.nested, render, within.inner(number))
            else:
                rendition = render(own, scratch, told, found, within.inner(number))
            if rendition.how.endswith("supplied as a file"):
                raise _refused(rendition.how)
            if not is_mail:
                _caption(own, f"Attachment {_of(number, attachment)}")
            buffer = io.BytesIO()
            own.save(buffer, deterministic_id=True)
    finally:
        scratch.unlink()
    return rendition.notes, buffer.getvalue()


def _of(number: str, attachment: Attachment) -> str:
    return f"{number}: {attachment.name}"


def _refused(reason: str) -> DomainError:
    return DomainError("preview.unavailable", reason=reason)


def _small_picture(attachment: Attachment, found: FileType) -> object:
    """A picture so small, such as a logo, that it is printed beside its name; None when it is not."""
    with open_image(io.BytesIO(attachment.content), found.media_type) as image:
        if image.width > _SMALL[0] or image.height > _SMALL[1] or getattr(image, "n_frames", 1) > 1:
            return None
        return image.convert("RGBA")


def mail_part(source: Source, mail: Mail, carried: list[_Carried]) -> TextPart:
    """Headers, body, what other parts say, the list of what it carries, and every header as it stands."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    pages = TextPages(canvas, SANS, 9.5, 13.5)
    strip(pages, source, "E-mail, text rendition. " + " ".join(mail.notes))
    for name, value in mail.headers:
        block(pages, [(name, value)])
    pages.room(40)
    pages.y -= 12
    for line in mail.body.splitlines() or ["(no text)"]:
        pages.paragraph(line)
    for title, words in mail.further:
        titled(pages, title)
        for line in words.splitlines():
            pages.paragraph(line)
    if carried:
        titled(pages, f"Attachments ({len(carried)})")
    for each in carried:
        _listed(pages, each)
    if mail.head.strip():
        titled(pages, "Every header, as it stands in the message")
        for line in mail.head.split("\n"):
            flow(pages, text(line, styles().cell_mono), 1)
    pages.finish()
    canvas.save()
    return TextPart(buffer.getvalue(), pages.marks, pages.toned)


def _listed(pages: TextPages, each: _Carried) -> None:
    page_styles = styles()
    attachment = each.attachment
    flow(pages, text(f"{each.number}  {attachment.name}", page_styles.cell_bold), 7)
    told = f"{attachment.media_type}, {size_told(len(attachment.content))}, SHA-256 {attachment.sha256}"
    if attachment.nested is not None:
        told = f"{attachment.media_type}, a message inside this one, without a file of its own"
    flow(pages, text(told, page_styles.cell_mono), 1)
    if each.refusal:
        flow(pages, text(f"Not printed: {each.refusal}.", page_styles.cell_soft), 1)
    elif each.picture is not None:
        picture = ImageReader(each.picture)
        wide, high = (side * _POINTS_A_DOT for side in picture.getSize())
        pages.room(high + 6)
        pages.y -= high + 4
        pages.canvas.drawImage(picture, MARGIN, pages.y, wide, high, mask="auto")
    else:
        flow(pages, text("Printed after this message.", page_styles.cell_soft), 1)


def _caption(pdf: Pdf, told: str) -> None:
    captions: dict[tuple[float, float], Pdf] = {}
    for page in pdf.pages:
        size = (float(page.mediabox[2]), float(page.mediabox[3]))
        if size not in captions:
            captions[size] = pikepdf.open(io.BytesIO(caption(told, size)))
        lay_over(pdf, page, captions[size], "/SpocCaption")

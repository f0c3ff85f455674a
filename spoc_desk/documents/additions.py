"""Adds finished pages to a part, and reads a file that has to fit into memory."""

import io
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from spoc_desk.documents.counted import counted
from spoc_desk.documents.part_text import TextPart
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.unicode_maps import repair_unicode_maps
from spoc_desk.domain.errors import DomainError

TONED = "Emoji are printed in one colour and some without their skin tone; the words under them keep it."


def words_added(pdf: Pdf, made: TextPart, how: str, notes: tuple[str, ...] = ()) -> Rendition:
    """The pages added, and what has to be said of the words on them."""
    append_pages(pdf, made.content)
    if made.marks:
        notes = (
            *notes,
            f"{counted(made.marks, 'character is', 'characters are')} shown as ⟦marks⟧; see the original.",
        )
    if made.toned:
        notes = (*notes, TONED)
    return Rendition(how, notes)


def append_pages(pdf: Pdf, content: bytes) -> None:
    """Every page of a PDF of our own, its words made searchable."""
    with pikepdf.open(io.BytesIO(content)) as more:
        repair_unicode_maps(more)
        pdf.pages.extend(more.pages)


def small_file(path: Path, at_most: int) -> bytes:
    """The whole file. Raises DomainError("preview.unavailable") above `at_most` bytes."""
    size = path.stat().st_size
    if size > at_most:
        raise DomainError(
            "preview.unavailable",
            reason=f"it is too long to print ({size:,} bytes of text); supply it as a file",
        )
    return path.read_bytes()

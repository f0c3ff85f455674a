"""Draws the pages around the exhibits, once, remembering where links and page numbers belong."""

import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

from spoc_desk import __version__
from spoc_desk.documents.case_sections import CASE_SECTIONS, HASHES, contents_story
from spoc_desk.documents.cover import cover_story, draw_cover
from spoc_desk.documents.exhibit_sections import exhibits_story, hashes_story
from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.linked import Record
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.rows import Press
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import BOTTOM, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TEXT_WIDTH, TOP, styles
from spoc_desk.documents.unicode_maps import mended
from spoc_desk.domain.packs import PackContent

_LIBRARIES = ("reportlab", "pikepdf", "pypdfium2", "pillow", "uharfbuzz", "pi-heif")

_PROGRAM = f"Made by SPOC Desk {__version__}."


@dataclass(frozen=True, slots=True)
class Laid:
    """The drawn pages: `front` of them stand before the exhibits, the rest after."""

    content: bytes
    pages: int
    front: int
    record: Record


def lay_out(
    content: PackContent,
    renditions: Mapping[str, Rendition],
    faults: Mapping[str, str],
    fonts: Path,
    volumes: int = 1,
) -> Laid:
    """Cover, contents, case papers, exhibit list and hashes as one document; they stand in volume 1."""
    register_fonts(fonts)
    press, told = Press(styles()), versions()
    story: list[Flowable] = [*cover_story(content, press.styles, volumes), PageBreak()]
    story += [*contents_story(content, press, faults), PageBreak()]
    for section in CASE_SECTIONS:
        story += section(content, press)
    story += [*exhibits_story(content, renditions, press), PageBreak()]
    story += hashes_story(content, renditions, told, press)
    drawn, pages = draw_pages(story, content)
    front = next(page for title, page in press.record.sections if title == HASHES)
    return Laid(drawn, pages, front, press.record)


def draw_pages(
    story: Sequence[Flowable], content: PackContent, hashes: str = "on the last pages"
) -> tuple[bytes, int]:
    """The story as A4 pages under a cover's band and anchor, and how many they are.

    hashes: where the list of hashes stands.
    """
    buffer = io.BytesIO()
    frame = Frame(
        MARGIN,
        BOTTOM,
        TEXT_WIDTH,
        PAGE_HEIGHT - TOP - BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def first_page(canvas: Canvas, _document: object) -> None:
        begin_alike(canvas)
        canvas.saveState()
        draw_cover(canvas, content, (_PROGRAM,), hashes)
        canvas.restoreState()

    document = BaseDocTemplate(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    cover = PageTemplate("cover", [frame], onPage=first_page, autoNextPageTemplate="plain")
    document.addPageTemplates([cover, PageTemplate("plain", [frame])])
    document.build(list(story))
    return mended(buffer.getvalue()), int(document.page)


def versions() -> Sequence[str]:
    """What made the pack, for the day somebody must make it again: (one line, then the details)."""
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # a packaged program may leave its metadata out
            found.append(name)
    python = ".".join(str(number) for number in sys.version_info[:3])
    faces = "faces Noto and Nanum (OFL), Droid (Apache)"
    details = f"Python {python}, qpdf {pikepdf.__libqpdf_version__}, {', '.join(found)}; {faces}."
    return (_PROGRAM, details, "The same content gives the same bytes with these versions.")

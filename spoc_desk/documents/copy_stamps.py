"""One numbered copy of a sealed pack for the printer: its pages with the copy's line at the foot of each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, register_fonts
from spoc_desk.documents.guarded_file import write_pdf
from spoc_desk.documents.style import INK, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TEXT_WIDTH, styles, text

BASELINE = 43.0
"""How far above the bottom edge the line stands: over the stamps at the foot, under the exhibits."""
_SIZE = 8.0
# What leads away from a page, or to pages that this copy leaves out.
_LEADS = ("/Outlines", "/OpenAction", "/Names", "/Dests", "/PageLabels", "/AcroForm", "/StructTreeRoot")


def write_numbered(source: BinaryIO, target: BinaryIO, line: str, pages: Sequence[int], fonts: Path) -> None:
    """Writes the pages named, from 1, of the pack in `source` to `target`, `line` at the foot of each.

    The sealed pack is only read. Pages left out are not in the copy at all. target need not be seekable:
    it may be a printer's standard input. Raises OSError when it does not take every byte.
    """
    with pikepdf.open(source) as pdf:
        whole = [page.obj for page in pdf.pages]
        chosen = [whole[number - 1] for number in pages]
        _keep_only(pdf, chosen)
        forms = _drawn(pdf, line, fonts)
        opened = pdf.make_indirect(Stream(pdf, b"q\n"))
        closed = pdf.make_indirect(Stream(pdf, b"\nQ q /SpocCopy Do Q"))
        for page in chosen:
            _stamp(page, forms[_lies(page)], opened, closed)
        # A word between any two parts lets the window's thread have its turn; pikepdf gives it none.
        write_pdf(pdf, target, compress_streams=False, progress=lambda _percent: None)


def numbered(source: BinaryIO, line: str, pages: Sequence[int], fonts: Path) -> bytes:
    """The same bytes in memory, to be looked at before they are sent."""
    made = io.BytesIO()
    write_numbered(source, made, line, pages, fonts)
    return made.getvalue()


def _keep_only(pdf: Pdf, chosen: Sequence[Object]) -> None:
    """One flat list of the pages chosen; links and bookmarks would keep the others in the file."""
    root = pdf.Root
    for key in _LEADS:
        if key in root:
            del root[key]
    for page in chosen:
        page.Parent = root.Pages
        if "/Annots" in page:
            page.Annots = Array([note for note in page.Annots if note.get("/Subtype") != Name.Link])
    root.Pages.Kids, root.Pages.Count = Array(chosen), len(chosen)


def _stamp(page: Any, form: Object, opened: Object, closed: Object) -> None:
    # Resources may be shared between pages, so each page gets its own outer dictionaries.
    resources = _copied(page, "/Resources")
    drawn = _copied(resources, "/XObject")
    drawn["/SpocCopy"] = form
    resources.XObject = drawn
    page.Resources = resources
    contents = page.get("/Contents", Array())
    earlier = list(contents) if isinstance(contents, Array) else [contents]
    page.Contents = Array([opened, *earlier, closed])


def _copied(holder: Any, key: str) -> Any:
    held = holder.get(key)
    return Dictionary(held) if held is not None else Dictionary()


def _drawn(pdf: Pdf, line: str, fonts: Path) -> dict[bool, Object]:
    """The line as a form, for upright pages and for those that lie on their side."""
    register_fonts(fonts)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for size in ((PAGE_WIDTH, PAGE_HEIGHT), (PAGE_HEIGHT, PAGE_WIDTH)):
        canvas.setPageSize(size)
        _draw(canvas, line)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as kit:
        upright, lying = (pdf.copy_foreign(page.as_form_xobject()) for page in kit.pages)
    return {False: upright, True: lying}


def _draw(canvas: Canvas, line: str) -> None:
    style = styles().cell_bold.clone("copy-line", fontName=BOLD, fontSize=_SIZE, leading=10, textColor=INK)
    words = line
    flow = text(words, style)
    _, height = flow.wrap(TEXT_WIDTH, 100)
    while height > 15 and len(words) > 1:
        words = words[: max(1, len(words) * 9 // 10)].rstrip(" …") + "…"
        flow = text(words, style)
        _, height = flow.wrap(TEXT_WIDTH, 100)
    flow.drawOn(canvas, MARGIN, BASELINE - 2)


def _lies(page: Any) -> bool:
    """Whether the page lies on its side."""
    return bool(page.MediaBox[2] > page.MediaBox[3])

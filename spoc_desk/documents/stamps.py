"""What is stamped on every page: marking, exhibit reference, pack reference, page number."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, SANS
from spoc_desk.documents.linked import Box, Slot
from spoc_desk.documents.printable import printable
from spoc_desk.documents.style import (
    FOOTER_BASELINE,
    HEADER_BASELINE,
    INK,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    draw_marks,
)
from spoc_desk.domain.packs import PackContent

_NUMBERS = "0123456789Pageofsht –"
_SIZE = 8.0


@dataclass(frozen=True, slots=True)
class Stamps:
    """Forms shared by pages, and the two faces in which numbers are written."""

    forms: dict[tuple[str, bool], Object]
    bold: Object
    plain: Object
    open: Object
    codes: dict[str, dict[str, int]]


def make_stamps(pdf: Pdf, content: PackContent, owners: Sequence[tuple[str, int, int]]) -> Stamps:
    """Draw the stamp once for each exhibit ("" for case papers) and way its pages lie."""
    lie = ((owner[0], _lies(page.obj)) for page, owner in zip(pdf.pages, owners, strict=True))
    keys = list(dict.fromkeys(lie))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for reference, landscape in keys:
        size = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        canvas.setPageSize(size)
        _draw(canvas, size, content, reference)
        canvas.showPage()
    canvas.setFont(BOLD, _SIZE)
    canvas.drawString(0, 0, _NUMBERS)
    canvas.setFont(SANS, _SIZE)
    canvas.drawString(0, 12, _NUMBERS)
    codes = {face: _codes(canvas, face) for face in (BOLD, SANS)}
    names = {face: pdfmetrics.getFont(face).getSubsetInternalName(0, canvas._doc)[1:] for face in codes}  # noqa: SLF001
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as kit:
        forms = {key: pdf.copy_foreign(kit.pages[index].as_form_xobject()) for index, key in enumerate(keys)}
        fonts = pdf.make_indirect(pdf.copy_foreign(kit.make_indirect(kit.pages[-1].Resources.Font)))
    return Stamps(
        forms,
        fonts[f"/{names[BOLD]}"],
        fonts[f"/{names[SANS]}"],
        pdf.make_indirect(Stream(pdf, b"q\n")),
        codes,
    )


def stamp_pages(
    pdf: Pdf,
    stamps: Stamps,
    owners: Sequence[tuple[str, int, int]],
    slots: Callable[[int], Sequence[tuple[Slot, str]]],
) -> None:
    """Stamp each page. owners: for each page its exhibit, which of its sheets it is, and how many it has."""
    total = len(owners)
    for index, (page, owner) in enumerate(zip(pdf.pages, owners, strict=True)):
        _stamp(pdf, page.obj, stamps, owner, (index + 1, total), slots(index))


def _stamp(
    pdf: Pdf,
    page: Object,
    stamps: Stamps,
    owner: tuple[str, int, int],
    number: tuple[int, int],
    slots: Sequence[tuple[Slot, str]],
) -> None:
    reference, sheet, sheets = owner
    box = page.MediaBox
    width, height = float(box[2]), float(box[3])
    # Resources may be shared between pages, so each page gets its own outer dictionaries.
    resources = _copied(page, "/Resources")
    forms = _copied(resources, "/XObject")
    fonts = _copied(resources, "/Font")
    forms["/SpocStamp"] = stamps.forms[reference, _lies(page)]
    fonts["/SpocB"], fonts["/SpocR"] = stamps.bold, stamps.plain
    resources.XObject, resources.Font = forms, fonts
    page.Resources = resources
    words = [_text(stamps, BOLD, width - MARGIN, FOOTER_BASELINE, _SIZE, f"Page {number[0]} of {number[1]}")]
    if sheets > 1:
        x = label_box(reference, height)[2] + 7
        words.append(
            _text(stamps, SANS, x, height - HEADER_BASELINE, 7.5, f"sheet {sheet} of {sheets}", left=True)
        )
    words += [_text(stamps, SANS, slot.right, slot.baseline, slot.size, told) for slot, told in slots]
    drawing = b"\nQ q /SpocStamp Do 0.04 0.05 0.05 rg BT " + b" ".join(words) + b" ET Q"
    contents = page.get("/Contents", Array())
    earlier = list(contents) if isinstance(contents, Array) else [contents]
    page.Contents = Array([stamps.open, *earlier, pdf.make_indirect(Stream(pdf, drawing))])


def _lies(page: Any) -> bool:
    """Whether the page lies on its side."""
    return bool(page.MediaBox[2] > page.MediaBox[3])


def _copied(holder: Any, key: str) -> Any:
    held = holder.get(key)
    return Dictionary(held) if held is not None else Dictionary()


def _text(
    stamps: Stamps, face: str, x: float, y: float, size: float, words: str, *, left: bool = False
) -> bytes:
    codes = stamps.codes[face]
    told = bytes(codes[character] for character in words).hex().upper()
    if not left:
        x -= pdfmetrics.stringWidth(words, face, size)
    name = "/SpocB" if face == BOLD else "/SpocR"
    return f"{name} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{told}> Tj".encode()


def _codes(canvas: Canvas, face: str) -> dict[str, int]:
    """How the face's first subset writes each character of a page number."""
    font = pdfmetrics.getFont(face)
    codes: dict[str, int] = {}
    for character in _NUMBERS:
        ((subset, code),) = font.splitString(character, canvas._doc)  # noqa: SLF001
        if subset:
            raise ValueError(character)
        codes[character] = code[0] if isinstance(code, bytes) else ord(code)
    return codes


def _draw(canvas: Canvas, size: tuple[float, float], content: PackContent, reference: str) -> None:
    draw_marks(canvas, *size, content.marking, content.demonstration)
    canvas.setFillColor(SOFT)
    canvas.setFont(SANS, _SIZE)
    told = f"{content.pack_reference} · {reference}" if reference else content.pack_reference
    canvas.drawString(MARGIN, FOOTER_BASELINE, printable(told).text)
    if reference:
        left, bottom, right, top = label_box(reference, size[1])
        canvas.setStrokeColor(NAVY)
        canvas.setLineWidth(0.9)
        canvas.roundRect(left, bottom, right - left, top - bottom, 2.5, stroke=1, fill=0)
        canvas.setFillColor(NAVY)
        canvas.setFont(BOLD, 10)
        canvas.drawString(left + 7, bottom + 4.5, reference)
    canvas.setFillColor(INK)


def label_box(reference: str, height: float) -> Box:
    """Where the exhibit's label stands on a page of that height; it leads back to the list of exhibits."""
    baseline = height - HEADER_BASELINE
    wide = pdfmetrics.stringWidth(reference, BOLD, 10)
    return MARGIN, baseline - 4.5, MARGIN + wide + 14, baseline + 11.5

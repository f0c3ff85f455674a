"""What is stamped on every page: marking, exhibit reference, pack reference, page number."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.linked import Box, Slot
from spoc_desk.documents.printable import printable
from spoc_desk.documents.shared_faces import begin_alike
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
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent

_NUMBERS = "0123456789Pageofshtp –:."
_SIZE = 8.0
_RENUMBERED = "/SpocN"
_STAMPED_NUMBER = re.compile(
    rf"/Spoc[BN] {_SIZE:g} Tf 1 0 0 1 [0-9.]+ {FOOTER_BASELINE:.2f} Tm <[0-9A-F]+> Tj".encode()
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a page is: its exhibit ("" for case papers), which of its sheets, and how many it has."""

    reference: str
    sheet: int
    sheets: int


@dataclass(frozen=True, slots=True)
class _Face:
    """A face that writes numbers: its font, its name on the page, each character's code and width."""

    font: Object
    name: str
    codes: dict[str, str]
    widths: dict[str, float]

    def width(self, words: str, size: float) -> float:
        """How wide the words are, in points."""
        return sum(self.widths[character] for character in words) * size

    def at(self, x: float, y: float, size: float, words: str) -> str:
        """Instructions that write the words from there."""
        told = "".join(self.codes[character] for character in words)
        return f"{self.name} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{told}> Tj"

    def before(self, x: float, y: float, size: float, words: str) -> str:
        """Instructions that write the words so that they end there."""
        return self.at(x - self.width(words, size), y, size, words)


@dataclass(frozen=True, slots=True)
class Stamps:
    """Forms shared by pages, and the two faces in which numbers are written."""

    forms: dict[tuple[str, bool], Object]
    bold: _Face
    plain: _Face
    open: Object
    label_ends: dict[str, float]


def make_stamps(
    pdf: Pdf, pages: Sequence[Object], content: PackContent, volume: str, owners: Sequence[Owner]
) -> Stamps:
    """Draw the stamp once for each exhibit ("" for case papers) and way its pages lie.

    volume: what every page says of its volume, or nothing.
    """
    lie = ((owner.reference, _lies(page)) for page, owner in zip(pages, owners, strict=True))
    keys = list(dict.fromkeys(lie))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    begin_alike(canvas)
    for reference, landscape in keys:
        size = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        canvas.setPageSize(size)
        told = " · ".join(filter(None, (content.pack_reference, volume, reference)))
        _draw(canvas, size, content, reference, told)
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
        _Face(fonts[f"/{names[BOLD]}"], "/SpocB", codes[BOLD], _widths(BOLD)),
        _Face(fonts[f"/{names[SANS]}"], "/SpocR", codes[SANS], _widths(SANS)),
        pdf.make_indirect(Stream(pdf, b"q\n")),
        {reference: label_box(reference, PAGE_HEIGHT)[2] for reference, _ in keys},
    )


def stamp_pages(
    pdf: Pdf,
    pages: Sequence[Object],
    stamps: Stamps,
    owners: Sequence[Owner],
    slots: Mapping[int, Sequence[tuple[Slot, str]]],
    before: int = 0,
) -> None:
    """Stamp each page. slots: by page of the file, from 0, what numbers stand where besides its own.

    before: how many pages of the file stand before these.
    """
    total = before + len(owners)
    for index, (page, owner) in enumerate(zip(pages, owners, strict=True), before):
        _stamp(pdf, page, stamps, owner, f"Page {index + 1} of {total}", slots.get(index, ()))


def _stamp(
    pdf: Pdf,
    page: Object,
    stamps: Stamps,
    owner: Owner,
    number: str,
    slots: Sequence[tuple[Slot, str]],
) -> None:
    box = page.MediaBox
    width, height = float(box[2]), float(box[3])
    # Resources may be shared between pages, so each page gets its own outer dictionaries.
    resources = _copied(page, "/Resources")
    forms = _copied(resources, "/XObject")
    fonts = _copied(resources, "/Font")
    forms["/SpocStamp"] = stamps.forms[owner.reference, width > height]
    fonts[stamps.bold.name], fonts[stamps.plain.name] = stamps.bold.font, stamps.plain.font
    resources.XObject, resources.Font = forms, fonts
    page.Resources = resources
    words = [stamps.bold.before(width - MARGIN, FOOTER_BASELINE, _SIZE, number)]
    if owner.sheets > 1:
        x, y = stamps.label_ends[owner.reference] + 7, height - HEADER_BASELINE
        words.append(stamps.plain.at(x, y, 7.5, f"sheet {owner.sheet} of {owner.sheets}"))
    words += [stamps.plain.before(slot.right, slot.baseline, slot.size, told) for slot, told in slots]
    drawing = f"\nQ q /SpocStamp Do 0.04 0.05 0.05 rg BT {' '.join(words)} ET Q".encode()
    if "/Trans" in page:  # ReportLab's way of turning the page over, which archives do not take
        del page["/Trans"]
    contents = page.get("/Contents", Array())
    earlier = list(contents) if isinstance(contents, Array) else [contents]
    page.Contents = Array([stamps.open, *earlier, pdf.make_indirect(Stream(pdf, drawing))])


def restamp_pages(pdf: Pdf, pages: Sequence[Object], stamps: Stamps, total: int) -> None:
    """Give pages that were stamped before their number out of the new total; all else stays as it is.

    Raises DomainError("packs.earlier_unknown") for a page that was not stamped by this program.
    """
    face = replace(stamps.bold, name=_RENUMBERED)
    for index, page in enumerate(pages, 1):
        *before, stamp = page.Contents if isinstance(page.Contents, Array) else (page.Contents,)
        right = float(page.MediaBox[2]) - MARGIN
        number = face.before(right, FOOTER_BASELINE, _SIZE, f"Page {index} of {total}").encode()
        drawing, found = _STAMPED_NUMBER.subn(number, stamp.read_bytes(), count=1)
        if not found:
            raise DomainError("packs.earlier_unknown")
        page.Contents = Array([*before, pdf.make_indirect(Stream(pdf, drawing))])
        page.Resources.Font[face.name] = face.font


def _lies(page: Any) -> bool:
    """Whether the page lies on its side."""
    return bool(page.MediaBox[2] > page.MediaBox[3])


def _copied(holder: Any, key: str) -> Any:
    held = holder.get(key)
    return Dictionary(held) if held is not None else Dictionary()


def _codes(canvas: Canvas, face: str) -> dict[str, str]:
    """How the face's first subset writes each character of a page number, in hexadecimal."""
    font = pdfmetrics.getFont(face)
    codes: dict[str, str] = {}
    for character in _NUMBERS:
        ((subset, code),) = font.splitString(character, canvas._doc)  # noqa: SLF001
        if subset:
            raise ValueError(character)
        codes[character] = f"{code[0] if isinstance(code, bytes) else ord(code):02X}"
    return codes


def _widths(face: str) -> dict[str, float]:
    return {character: pdfmetrics.stringWidth(character, face, 1) for character in _NUMBERS}


def _draw(canvas: Canvas, size: tuple[float, float], content: PackContent, reference: str, told: str) -> None:
    draw_marks(canvas, *size, content.marking, content.demonstration)
    canvas.setFillColor(SOFT)
    told = printable(told).text
    LineSetter(SANS, _SIZE).draw(canvas, told, (MARGIN, FOOTER_BASELINE), 0, told)
    if reference:
        left, bottom, right, top = label_box(reference, size[1])
        canvas.setStrokeColor(NAVY)
        canvas.setLineWidth(0.9)
        canvas.roundRect(left, bottom, right - left, top - bottom, 2.5, stroke=1, fill=0)
        canvas.setFillColor(NAVY)
        _label().draw(canvas, reference, (left + 7, bottom + 4.5), 0, reference)
    canvas.setFillColor(INK)


def label_box(reference: str, height: float) -> Box:
    """Where the exhibit's label stands on a page of that height; it leads back to the list of exhibits."""
    baseline = height - HEADER_BASELINE
    return MARGIN, baseline - 4.5, MARGIN + _label().width(reference) + 14, baseline + 11.5


def _label() -> LineSetter:
    return LineSetter(BOLD, 10)

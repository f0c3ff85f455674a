"""Runs in the child process: finds scanned pages, draws them for OCR, lays the text it read under them."""

import contextlib
import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Page, Pdf, Stream

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.part_text import caption
from spoc_desk.documents.parts import Rendition, add_page, lay_over, read_part, save_part
from spoc_desk.documents.placed_images import PlacedImage, images_by_page

MARK = "Machine-read text (OCR), not checked"
_DOTS_PER_INCH = 300
_POINTS_AT_LEAST = 500_000
_SHEET_AT_LEAST = 600
_PICTURE_AT_LEAST = 1000
_SHEETS = (1.2, 1.6)
"""How much longer than wide a sheet of paper is, at least and at most."""
_GREY = frozenset({"/DeviceGray", "/CalGray"})
_WORDS = frozenset(
    [
        "q",
        "Q",
        "cm",
        "BT",
        "ET",
        "Tf",
        "Tm",
        "Td",
        "TD",
        "T*",
        "Tj",
        "TJ",
        "Tz",
        "Tc",
        "Tw",
        "TL",
        "Ts",
        "'",
        '"',
    ]
)
_UNSEEN = [ContentStreamInstruction([3], Operator("Tr"))]


def scanned(part: str, kind: str) -> list[int]:
    """The pages, from 0, that are scans without text. kind: "pdf", "tiff" or "picture".

    Photographs are none: a picture counts only when it is grey or black and
    white and shaped like a sheet of paper.
    """
    found: list[int] = []
    with pikepdf.open(part) as pdf, contextlib.closing(pypdfium2.PdfDocument(part)) as read:
        for number, images in enumerate(images_by_page(pdf)):
            if _is_scan(images, kind) and not _holds_words(read, number):
                found.append(number)
    return found


def draw(part: str, pages: Sequence[int], destination: str) -> None:
    """These pages in grey at 300 dots per inch, as a PDF that holds pictures of our own making only."""
    with contextlib.closing(pypdfium2.PdfDocument(part)) as read, pikepdf.new() as pdf:
        for number in pages:
            width, height = read[number].get_size()
            picture = read[number].render(scale=_DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L")
            image = Stream(pdf, zlib.compress(picture.tobytes(), 1))
            image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.FlateDecode
            image.Width, image.Height = picture.size
            image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
            resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
            add_page(pdf, (width, height), resources, f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode())
        pdf.save(destination)


def graft(
    part: str,
    texts: Sequence[tuple[str, Sequence[int]]],
    destination: str,
    fonts: str,
    reader: str,
    failed: int,
) -> dict[str, Any]:
    """Lay the words of `texts` (a PDF and the part's pages it was made of) unseen under those pages.

    What stands on the pages stays as it is; each says in a small line under
    its head that its text was read by a machine. `failed`: pages that could not be read.
    """
    register_fonts(Path(fonts))
    old = read_part(Path(part))
    done = 0
    with pikepdf.open(part) as pdf:
        for text, pages in texts:
            with pikepdf.open(text) as source:
                for page, number in zip(source.pages, pages, strict=True):
                    _lay_under(pdf, pdf.pages[number], source, page)
                    done += 1
        told = [f"{MARK}: {done} of {len(pdf.pages)} pages, by {reader}."] if done else []
        if failed:
            told.append(f"Scanned pages that the machine could not read, which have no text: {failed}.")
        rendition = Rendition(old.rendition.how, (*old.rendition.notes, *told))
        count = save_part(pdf, Path(destination), rendition, old.key)
    return {"pages": count, "how": rendition.how, "notes": list(rendition.notes)}


def _is_scan(images: Sequence[PlacedImage], kind: str) -> bool:
    if kind == "pdf":
        points = sum(int(each.stream.Width) * int(each.stream.Height) for each in images)
        return points >= _POINTS_AT_LEAST
    return any(_is_sheet(each.stream, kind) for each in images)


def _is_sheet(image: Stream, kind: str) -> bool:
    short, long = sorted((int(image.Width), int(image.Height)))
    plain = image.get("/BitsPerComponent") == 1 or str(image.get("/ColorSpace")) in _GREY
    if kind != "tiff" and not plain:
        return False
    least = _SHEET_AT_LEAST if kind == "tiff" else _PICTURE_AT_LEAST
    return short >= least and _SHEETS[0] <= long / short <= _SHEETS[1]


def _holds_words(read: Any, number: int) -> bool:
    page = read[number]
    words = page.get_textpage().get_text_bounded()
    page.close()
    return len("".join(words.split())) > 2


def _lay_under(pdf: Pdf, page: Page, source: Pdf, read: Page) -> None:
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    drawn: Any = read.obj.get("/Resources", {})
    words = pdf.copy_foreign(source.make_indirect(Dictionary(drawn)))
    layer = _only_words(pdf, pikepdf.parse_content_stream(read), words)
    layer.BBox = Array([0, 0, width, height])
    held: Any = page.obj.get("/Resources", {})
    resources = Dictionary(held)
    own: Any = resources.get("/XObject", {})
    forms = Dictionary(own)
    forms["/SpocRead"] = pdf.make_indirect(layer)
    resources.XObject = forms
    page.obj.Resources = resources
    page.contents_add(Stream(pdf, b"q /SpocRead Do Q\n"), prepend=True)
    with pikepdf.open(io.BytesIO(caption(MARK, (width, height)))) as mark:
        lay_over(pdf, page, mark, "/SpocMark")


def _only_words(pdf: Pdf, instructions: Any, resources: Any, depth: int = 0) -> Stream:
    """A form with nothing but unseen words; whatever else the reader drew is left out."""
    held: Any = resources.get("/XObject", {})
    inner = Dictionary()
    kept: list[Any] = []
    for each in instructions:
        operator = str(each.operator)
        if operator in _WORDS:
            kept.append(each)
            kept += _UNSEEN if operator == "BT" else []
        elif operator == "Do" and depth < 3:
            form = held.get(str(each.operands[0]))
            if isinstance(form, Stream) and form.get("/Subtype") == Name.Form:
                name = f"/W{len(inner)}"
                inner[name] = pdf.make_indirect(_inner_words(pdf, form, depth))
                kept.append(ContentStreamInstruction([Name(name)], Operator("Do")))
    layer = Stream(pdf, pikepdf.unparse_content_stream(kept))
    layer.Type, layer.Subtype = Name.XObject, Name.Form
    layer.Resources = Dictionary(Font=Dictionary(resources.get("/Font", {})), XObject=inner)
    return layer


def _inner_words(pdf: Pdf, form: Stream, depth: int) -> Stream:
    resources: Any = form.get("/Resources", {})
    layer = _only_words(pdf, pikepdf.parse_content_stream(form), resources, depth + 1)
    layer.BBox = form.BBox
    if "/Matrix" in form:
        layer.Matrix = form.Matrix
    return layer

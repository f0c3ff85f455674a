"""Pages of a PDF drawn as pictures, and which must be: those that hold more than they show."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Dictionary, Name, Page, Pdf, Stream

from spoc_desk.documents.parts import add_page, page_size, placement

Box = Sequence[float]
"""Left, bottom, right and top in points, in the page's own space."""
_DOTS_PER_INCH = 200
_BEYOND = 2.0
"""So many points may stand out over a page's edge: the shape of a letter is measured roughly."""
_DEPTH_AT_MOST = 15
_OUTSIDE_NO_PAGE = frozenset({"/Link", "/Popup"})


def hides_layers(original: Pdf) -> bool:
    """Whether a layer of it may be switched off when it is opened."""
    layers = _dictionary(original.Root.get("/OCProperties"))
    if not layers:
        return False
    default = _dictionary(layers.get("/D"))
    if len(default.get("/OFF", ())) or str(default.get("/BaseState", "/ON")) != "/ON":
        return True
    by_use = bool(len(default.get("/AS", ())))
    if by_use and any(_off_on_screen(each) for each in layers.get("/OCGs", ())):
        return True
    return any(isinstance(each, Dictionary) and each.get("/Type") == "/OCMD" for each in original.objects)


def as_opened(original: Pdf) -> io.BytesIO | None:
    """The file without states of layers that only the drawing engine obeys; None when it holds no such."""
    layers = _dictionary(original.Root.get("/OCProperties"))
    if len(_dictionary(layers.get("/D")).get("/AS", ())):
        return None
    told = [layer for layer in layers.get("/OCGs", ()) if "/Usage" in layer]
    for layer in told:
        del layer["/Usage"]
    buffer = io.BytesIO()
    if told:
        original.save(buffer)
        buffer.seek(0)
    return buffer if told else None


def _off_on_screen(layer: Any) -> bool:
    use = _dictionary(_dictionary(layer).get("/Usage"))
    return str(_dictionary(use.get("/View")).get("/ViewState", "")) == "/OFF"


def notes_outside(page: Page, box: Box) -> bool:
    """Whether something drawn on the page by an annotation reaches outside of the box."""
    for note in page.obj.get("/Annots", ()):
        told = _dictionary(note)
        if "/AP" not in told or str(told.get("/Subtype", "")) in _OUTSIDE_NO_PAGE:
            continue
        edges = [float(each) for each in told.get("/Rect", ())]
        if len(edges) == 4:
            left, right = sorted(edges[::2])
            bottom, top = sorted(edges[1::2])
            if _reaches_out((left, bottom, right, top), box):
                return True
    return False


def drawn_outside(page: pypdfium2.PdfPage, box: Box) -> bool:
    """Whether words, a picture, or a whole line stand outside of the box, however deep they lie."""
    try:
        return any(_is_outside(item, matrix, box) for item, matrix in _items(page, pypdfium2.PdfMatrix(), 0))
    except pypdfium2.PdfiumError:
        return True  # what cannot be placed may stand anywhere


def _is_outside(item: Any, matrix: pypdfium2.PdfMatrix, box: Box) -> bool:
    bounds = item.get_bounds()
    left, bottom, right, top = matrix.on_rect(*bounds)
    if item.type == pdfium.FPDF_PAGEOBJ_PATH:
        # Backgrounds are often drawn larger than the page.
        return bool(right <= box[0] or left >= box[2] or top <= box[1] or bottom >= box[3])
    if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
        # A letter without a shape has no bounds, but stands somewhere.
        x, y = item.get_matrix().multiply(matrix).get()[4:]
        return _reaches_out((x, y, x, y), box) or (
            any(bounds) and _reaches_out((left, bottom, right, top), box)
        )
    return item.type == pdfium.FPDF_PAGEOBJ_IMAGE and _reaches_out((left, bottom, right, top), box)


def _items(
    page: pypdfium2.PdfPage, matrix: pypdfium2.PdfMatrix, depth: int, form: Any = None
) -> Iterator[tuple[Any, pypdfium2.PdfMatrix]]:
    """Everything drawn, with the matrix that takes it to the page's own space."""
    for item in page.get_objects(max_depth=1, form=form, level=depth):
        if item.type == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH_AT_MOST:
            yield from _items(page, item.get_matrix().multiply(matrix), depth + 1, item)
        else:
            yield item, matrix


def _reaches_out(bounds: Sequence[float], box: Box) -> bool:
    left, bottom, right, top = bounds
    low = left < box[0] - _BEYOND or bottom < box[1] - _BEYOND
    return low or right > box[2] + _BEYOND or top > box[3] + _BEYOND


def draw_page(pdf: Pdf, page: pypdfium2.PdfPage) -> None:
    """Add the page as a picture of what it shows."""
    width, height = page.get_size()
    zoom = min(_DOTS_PER_INCH / 72, 4000 / max(width, height, 1))
    buffer = io.BytesIO()
    picture = page.render(scale=zoom, may_draw_forms=True).to_pil().convert("RGB")
    picture.save(buffer, "JPEG", quality=88)
    image = Stream(pdf, buffer.getvalue())
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    scale, x, y = placement(width, height, 1.0)
    drawing = f"q {width * scale:.4f} 0 0 {height * scale:.4f} {x:.4f} {y:.4f} cm /I Do Q"
    resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    add_page(pdf, page_size(width, height), resources, drawing.encode())


def _dictionary(value: object) -> Any:
    return value if isinstance(value, Dictionary) else Dictionary()

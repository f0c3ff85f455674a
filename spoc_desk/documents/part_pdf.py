"""Other people's PDFs as clean pages: forms flattened, scripts and attachments gone, upright on A4."""

import contextlib
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from spoc_desk.documents.counted import counted
from spoc_desk.documents.part_check import looks_the_same
from spoc_desk.documents.part_drawn import as_opened, draw_page, drawn_outside, hides_layers, notes_outside
from spoc_desk.documents.parts import Rendition, add_page, page_size, placement
from spoc_desk.documents.pdf_passwords import opened
from spoc_desk.documents.places import place_taken_out
from spoc_desk.documents.silenced import silence
from spoc_desk.domain.errors import DomainError

UNALTERED = "PDF, its own pages"
PICTURES = "PDF, its pages as pictures"
DAMAGED = "The file is damaged; what a reader could draw of it is printed as pictures."
CHANGED = "Cleaning would have changed how it looks, so its pages are printed as pictures."
UNDRAWN = "Some of its form fields could not be drawn and are missing; read the original."
HIDES = "Its hidden layers are not printed: its pages are printed as pictures of what it shows when opened."
UNPLACED = "it cannot be looked through for what stands outside of its pages"
LOCKED = "it is encrypted; ask whoever sent it for its password, and give that with the exhibit"
OPENED = "Opened with a password supplied by the officer."
_RESTRICTED = "Was restricted by its author, readable without a password."
_READABLE = 0.1
"""A page shown smaller than this is no page that anybody can read."""
_PAGES_AT_MOST = 20_000
# Keys that make a reader act, reach outside the file, or carry words nobody sees on the page.
_ACTIVE = frozenset(
    f"/{key}"
    for key in (
        *("AA", "A", "JS", "Launch", "URI", "Ref", "F", "FFilter", "FDecodeParms", "EmbeddedFile"),
        *("Metadata", "PieceInfo", "OPI", "AF", "StructParents", "StructParent"),
    )
)
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)
_SCRIPT_SIGNS = (("/JavaScript", "a script"), ("/EmbeddedFiles", "attached files"))


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """What cleaning tells of each page: its unit, what of it is shown and whether that is less than all.

    outside: whether an annotation is drawn outside of that.
    """

    notes: list[str]
    units: list[float]
    boxes: list[tuple[list[float], bool]]
    outside: list[bool]


def pdf_pages(pdf: Pdf, source: Path, *, strip: bool = False, password: str = "") -> Rendition:
    """Add every page of a PDF, each on its own A4 page. `strip` takes place data out of photographs in it.

    So that it holds no more than it shows, `strip` also makes a page with something outside of its crop a
    picture. `password` opens it when it is encrypted. Raises DomainError("preview.unavailable") when it
    needs another one or no reader can open it.
    """
    try:
        with opened(source, password) as original:
            if hides_layers(original):
                told = tuple(_opened_with(password, pdf_warnings(original)))
                shown = as_opened(original)
                return _picture_pages(pdf, shown or source, HIDES, told, password="" if shown else password)
            cleaned = _clean_pages(pdf, original)
        rendition = Rendition(UNALTERED, tuple(_opened_with(password, cleaned.notes)))
        notes = rendition.notes + (_placeless(pdf) if strip else ())
    except pikepdf.PasswordError as locked:
        raise DomainError("preview.unavailable", reason=LOCKED) from locked
    except _BROKEN:
        _empty(pdf)
        return _picture_pages(pdf, source, DAMAGED, password=password)
    if looks_the_same(source, pdf, cleaned.units, password):
        outside = _drawn_instead(pdf, source, cleaned, password) if strip else ()
        return Rendition(rendition.how, notes + outside + _crop_told(cleaned, strip))
    _empty(pdf)
    return _picture_pages(pdf, source, CHANGED, rendition.notes, password=password)


def pdf_warnings(original: Pdf) -> list[str]:
    """What a PDF brings along besides its pages, in words."""
    root = original.Root
    told: list[str] = []
    names = _dictionary(root.get("/Names"))
    told += [f"Held {words}, taken out." for key, words in _SCRIPT_SIGNS if key in names]
    if "/OpenAction" in root or "/AA" in root:
        told.append("Asked to act when opened, taken out.")
    form = _dictionary(root.get("/AcroForm"))
    if "/XFA" in form:
        told.append("Holds a dynamic form, which may show only a placeholder; ask for a printed copy.")
    with contextlib.suppress(ValueError, TypeError):
        if int(form.get("/SigFlags", 0)) & 1:
            told.append(
                "Carried an electronic signature, which printing cannot carry; check it in the original."
            )
    if "/OCProperties" in root:
        told.append("Has layers that can be hidden; printed as they stand by default.")
    if "/Encrypt" in original.trailer:
        told.append(_RESTRICTED)
    return told + list(_attached(original))


def _attached(original: Pdf) -> Iterator[str]:
    with contextlib.suppress(Exception):
        for name, attached in sorted(original.attachments.items()):
            content = attached.get_file().read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            yield f"Attached file “{name[:80]}”, {len(content)} bytes, SHA-256 {digest}, not printed."


def _empty(pdf: Pdf) -> None:
    while len(pdf.pages):
        del pdf.pages[-1]


def _clean_pages(pdf: Pdf, original: Pdf) -> _Cleaned:
    if not 0 < len(original.pages) <= _PAGES_AT_MOST:
        raise ValueError("no pages")
    notes = pdf_warnings(original)
    boxes = [_visible_box(page) for page in original.pages]
    outside = [notes_outside(page, box) for page, (box, _) in zip(original.pages, boxes, strict=True)]
    try:
        original.generate_appearance_streams()
    except Exception:  # noqa: BLE001  a form too broken to draw is printed without its fields
        notes.append(UNDRAWN)
    original.flatten_annotations("print")
    units = [max(0.01, _number(page.obj.get("/UserUnit", 1)) or 1.0) for page in original.pages]
    scales = [
        _add_clean_page(pdf, page, unit, box)
        for page, unit, (box, _) in zip(original.pages, units, boxes, strict=True)
    ]
    _take_out_active(pdf)
    silence(pdf)
    small = sum(scale < _READABLE for scale in scales)
    if small:
        told = "so large that paper shows less than a tenth of its size; read the original"
        notes.append(f"{_pages(small)} {told}.")
    return _Cleaned(notes, units, boxes, outside)


def _opened_with(password: str, notes: list[str]) -> list[str]:
    return [OPENED if password and note == _RESTRICTED else note for note in notes]


def _drawn_instead(pdf: Pdf, source: Path, cleaned: _Cleaned, password: str) -> tuple[str, ...]:
    """Put pictures in place of the pages that have something outside of what they show; says how many."""
    count = 0
    try:
        with contextlib.closing(pypdfium2.PdfDocument(source, password=password or None)) as drawn:
            drawn.init_forms()
            for index, (box, _) in enumerate(cleaned.boxes):
                with contextlib.closing(drawn[index]) as page:
                    if cleaned.outside[index] or drawn_outside(page, box):
                        draw_page(pdf, page)
                        pdf.pages[index] = pdf.pages[-1]
                        del pdf.pages[-1]
                        count += 1
    except pypdfium2.PdfiumError as fault:
        raise DomainError("preview.unavailable", reason=UNPLACED) from fault
    told = "printed as pictures: what stands outside of the shown part is not in this copy"
    return (f"{_pages(count)} {told}.",) if count else ()


def _crop_told(cleaned: _Cleaned, strip: bool) -> tuple[str, ...]:
    cropped = sum(crop for _, crop in cleaned.boxes)
    told = "is not printed but is in the original"
    if not strip:
        told = "is not shown, but its words can be copied out of this file"
    return (f"{_pages(cropped)} cropped: what lies outside the crop {told}.",) if cropped else ()


def _pages(count: int) -> str:
    return "1 page is" if count == 1 else f"{count} pages are"


def _add_clean_page(pdf: Pdf, page: Page, unit: float, box: list[float]) -> float:
    """How large it is shown, 1 for its own size. box: the part of it that is shown."""
    for name in (Name.MediaBox, Name.CropBox, Name.TrimBox):
        page.obj[name] = Array(box)
    rotation = int(_number(page.obj.get("/Rotate", 0))) % 360
    if "/Rotate" not in page.obj:
        rotation = _inherited_rotation(page.obj)
    form = pdf.copy_foreign(page.as_form_xobject(True))
    width, height = box[2] - box[0], box[3] - box[1]
    if rotation in {90, 270}:
        width, height = height, width
    scale, x, y = placement(width, height, largest=max(1.0, unit))
    left, bottom = _drawn_corner(form)
    move = f"q {scale:.6f} 0 0 {scale:.6f} {x - left * scale:.4f} {y - bottom * scale:.4f} cm /P Do Q"
    add_page(pdf, page_size(width, height), Dictionary(XObject=Dictionary(P=form)), move.encode())
    return scale


def _visible_box(page: Page) -> tuple[list[float], bool]:
    """The part of the page that is shown: the crop box inside the media box, the right way round."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    inside = [max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])]
    for box, cropped in ((inside, inside != media), (media, False)):
        if box[2] - box[0] > 1 and box[3] - box[1] > 1:
            return box, cropped
    return [0.0, 0.0, 612.0, 792.0], False


def _ordered(box: Any) -> list[float]:
    left, bottom, right, top = (_number(each) for each in box)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


def _inherited_rotation(page: Object) -> int:
    for _ in range(50):
        if "/Rotate" in page:
            return int(_number(page.Rotate)) % 360
        parent = page.get("/Parent")
        if parent is None:
            break
        page = parent
    return 0


def _drawn_corner(form: Object) -> tuple[float, float]:
    """The lower left corner of the form after its own matrix, which already turns the page upright."""
    matrix = [_number(each) for each in form.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))]
    box = [_number(each) for each in form.BBox]
    corners = [
        (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
        for x in (box[0], box[2])
        for y in (box[1], box[3])
    ]
    return min(x for x, _ in corners), min(y for _, y in corners)


def _take_out_active(pdf: Pdf) -> None:
    """Remove every key that acts, points outside or hides words, however deep it lies."""
    for each in pdf.objects:
        if isinstance(each, Stream):
            _bare(each, _ACTIVE)
        elif (
            isinstance(each, Dictionary)
            and "/S" in each
            and str(each.get("/S")) in {"/JavaScript", "/Launch", "/URI"}
        ):
            _bare(each, frozenset(each.keys()))


def _placeless(pdf: Pdf) -> tuple[str, ...]:
    changed = place_taken_out(pdf)
    taken = counted(changed, "photograph", "photographs")
    return (f"Place, camera and other metadata removed from {taken} in it.",) if changed else ()


def _bare(holder: Object, unwanted: frozenset[str]) -> None:
    for key in [key for key in holder.keys() if key in unwanted]:  # noqa: SIM118  keys change while walking
        del holder[key]


def _picture_pages(
    pdf: Pdf, source: Path | io.BytesIO, why: str, notes: tuple[str, ...] = (), *, password: str
) -> Rendition:
    """Every page as a picture, drawn by another reader than the one that failed."""
    try:
        with contextlib.closing(pypdfium2.PdfDocument(source, password=password or None)) as drawn:
            drawn.init_forms()
            for page in drawn:
                draw_page(pdf, page)
                page.close()
    except pypdfium2.PdfiumError as fault:
        raise DomainError(
            "preview.unavailable", reason="it is damaged beyond what two PDF readers can open"
        ) from fault
    return Rendition(PICTURES, (why, *notes))


def _dictionary(value: object) -> Any:
    return value if isinstance(value, Dictionary) else Dictionary()


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0

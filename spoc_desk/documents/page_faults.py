"""Runs in the child: what a reader of a finished pack's exhibit pages would find fault with, page by page."""

import contextlib
import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from spoc_desk.domain.served_copies import without

POINTS_AT_LEAST = 6.0
SCALE_AT_LEAST = 0.5
_DPI_ALLOWANCE = 1.02  # a page fitted to A4 by whole points
_OBJECTS_LOOKED_AT = 80
_DEPTH_AT_MOST = 4
_CHILDREN = pdfium.FPDFFormObj_CountObjects
Finding = list[Any]


@dataclass
class _Seen:
    """What one page shows. text: width of print by its height in points; scale: of the smallest form."""

    print_widths: list[tuple[float, float]] = field(default_factory=list)
    dpi: float = 0.0
    scale: float = 1.0
    images: int = 0
    objects: int = 0


def look(path: str, first: int, last: int, secrets: list[str], dpi_at_most: int) -> list[Finding]:
    """Findings on the pages `first` to `last`, from 1, each [code, page, number].

    small: most print is less high than POINTS_AT_LEAST, number: its height. reduced: a picture of a
    page, number: per cent of its size. dense: a picture of more dots per inch than `dpi_at_most` (0: any).
    exposed: one of `secrets` stands there, number: how many. blank: nothing but what was stamped on it.
    unseen: it cannot be opened.
    """
    found: list[Finding] = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(first, last + 1):
            page = pdfium.FPDF_LoadPage(document, number - 1)
            if not page:
                found.append(["unseen", number, 0])
                continue
            try:
                found += [[code, number, value] for code, value in _page(page, secrets, dpi_at_most)]
            finally:
                pdfium.FPDF_ClosePage(page)
    return found


def _page(page: Any, secrets: list[str], dpi_at_most: int) -> Iterator[tuple[str, float]]:
    seen = _seen(page)
    if not seen.objects:
        yield "blank", 0
    height = _usual_height(seen.print_widths)
    if height and height < POINTS_AT_LEAST:
        yield "small", round(height, 1)
    elif not height and seen.images and seen.scale < SCALE_AT_LEAST:
        yield "reduced", round(seen.scale * 100)
    if dpi_at_most and seen.dpi > dpi_at_most * _DPI_ALLOWANCE:
        yield "dense", round(seen.dpi)
    told = _exposed(page, secrets)
    if told:
        yield "exposed", told


def _usual_height(widths: list[tuple[float, float]]) -> float:
    """The height that half of the print, by its width, does not exceed."""
    half = sum(width for _, width in widths) / 2
    for height, width in sorted(widths):
        half -= width
        if half <= 0:
            return height
    return 0.0


def _seen(page: Any) -> _Seen:
    """All but what was stamped last: a form, then lines of numbers."""
    seen, last = _Seen(), pdfium.FPDFPage_CountObjects(page) - 1
    while last > 0 and pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, last)) == _TEXT:
        last -= 1
    for index in _spread(last):
        _look_at(pdfium.FPDFPage_GetObject(page, index), 1.0, seen, 0)
    return seen


def _look_at(item: Any, scale: float, seen: _Seen, depth: int) -> None:
    kind, own = pdfium.FPDFPageObj_GetType(item), _scale_of(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth < _DEPTH_AT_MOST:
            seen.scale = min(seen.scale, scale * own)
            for index in _spread(_CHILDREN(item)):
                _look_at(pdfium.FPDFFormObj_GetObject(item, index), scale * own, seen, depth + 1)
        return
    seen.objects += 1
    if kind == _TEXT:
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item, size)
        seen.print_widths.append((size.value * own * scale, _width_of(item)))
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        seen.images += 1
        seen.dpi = max(seen.dpi, _dots_per_inch(item, scale))


def _spread(count: int) -> Iterator[int]:
    """Up to so many of these, evenly: a page of a drawing may hold a million lines."""
    return iter(range(0, count, max(1, math.ceil(count / _OBJECTS_LOOKED_AT))))


def _scale_of(item: Any) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return math.hypot(matrix.c, matrix.d)


def _width_of(item: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return float(max(0.0, right.value - left.value))


def _dots_per_inch(item: Any, scale: float) -> float:
    matrix, width, height = pdfium.FS_MATRIX(), ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    inches = math.hypot(matrix.a, matrix.b) * scale / 72
    return width.value / inches if inches else 0.0


def _exposed(page: Any, secrets: list[str]) -> int:
    if not secrets:
        return 0
    words = pdfium.FPDFText_LoadPage(page)
    room = max(0, pdfium.FPDFText_CountChars(words)) + 1
    text = (ctypes.c_ushort * room)()
    pdfium.FPDFText_GetText(words, 0, room - 1, text)
    pdfium.FPDFText_ClosePage(words)
    told = bytes(text).decode("utf-16-le", "replace").rstrip("\0")
    return sum(without(told, [secret]) != told for secret in secrets)


_TEXT = pdfium.FPDF_PAGEOBJ_TEXT

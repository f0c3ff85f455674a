"""Where a page draws its runs of letters, through every form, by what it draws and not by what it says."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

Place = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEPTH_AT_MOST = 30


def text_places(page: Any) -> dict[int, Place]:
    """The place of every run of letters of a pdfium page, by its address."""
    found: dict[int, Place] = {}
    count = pdfium.FPDFPage_CountObjects(page.raw)
    _gather(count, lambda index: pdfium.FPDFPage_GetObject(page.raw, index), _AS_IT_IS, found, 0)
    return found


def address(drawn: Any) -> int:
    """By which one drawn object is told from another while its page is open."""
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0


def _gather(
    count: int, drawn: Callable[[int], Any], matrix: _Matrix, found: dict[int, Place], depth: int
) -> None:
    for index in range(count):
        each = drawn(index)
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found[address(each)] = _bounds(each, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH_AT_MOST:
            _gather_form(each, matrix, found, depth + 1)


def _gather_form(form: Any, matrix: _Matrix, found: dict[int, Place], depth: int) -> None:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, own)
    inner = _joined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    count = max(0, pdfium.FPDFFormObj_CountObjects(form))
    _gather(count, lambda index: pdfium.FPDFFormObj_GetObject(form, index), inner, found, depth)


def _bounds(drawn: Any, matrix: _Matrix) -> Place:
    left, bottom, right, top = edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
        return (0.0, 0.0, 0.0, 0.0)
    corners = [_moved(x.value, y.value, matrix) for x in (left, right) for y in (bottom, top)]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return (min(across), min(along), max(across), max(along))


def _moved(x: float, y: float, by: _Matrix) -> tuple[float, float]:
    return (x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5])


def _joined(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    x, y = _moved(e, f, then)
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        x,
        y,
    )

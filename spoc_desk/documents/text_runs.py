"""Where a page draws its runs of letters, through every form, by what it draws and not by what it says."""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Place = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEPTH_AT_MOST = 30


@dataclass(slots=True)
class Run:
    """Letters drawn at once. speaks: the address of the mark that gives them other words, 0 for none."""

    place: Place
    speaks: int = 0


def text_runs(page: Any) -> dict[int, Run]:
    """Every run of letters of a pdfium page by its address; those that one mark speaks for share a place."""
    found: dict[int, Run] = {}
    count = pdfium.FPDFPage_CountObjects(page.raw)
    _gather(count, lambda index: pdfium.FPDFPage_GetObject(page.raw, index), _AS_IT_IS, found, 0)
    whole: dict[int, Place] = {}
    for run in found.values():
        if run.speaks:
            whole[run.speaks] = around([run.place, whole.get(run.speaks, run.place)])
    for run in found.values():
        run.place = whole.get(run.speaks, run.place)
    return found


def address(drawn: Any) -> int:
    """By which one drawn object is told from another while its page is open."""
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0


def around(places: Sequence[Place]) -> Place:
    """The smallest place that holds all of these."""
    return (
        min(place[0] for place in places),
        min(place[1] for place in places),
        max(place[2] for place in places),
        max(place[3] for place in places),
    )


def _speaks(drawn: Any) -> int:
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(drawn))):
        mark = pdfium.FPDFPageObj_GetMark(drawn, index)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING:
            return address(mark)
    return 0


def _gather(
    count: int, drawn: Callable[[int], Any], matrix: _Matrix, found: dict[int, Run], depth: int
) -> None:
    for index in range(count):
        each = drawn(index)
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found[address(each)] = Run(_bounds(each, matrix), _speaks(each))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH_AT_MOST:
            _gather_form(each, matrix, found, depth + 1)


def _gather_form(form: Any, matrix: _Matrix, found: dict[int, Run], depth: int) -> None:
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

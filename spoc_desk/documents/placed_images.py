"""Finds how large every image of a PDF is shown, through forms within forms, at whatever angle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

_DEPTH = 12
Matrix = tuple[float, float, float, float, float, float]
_START: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class PlacedImage:
    """An image and the largest width and height, in points, at which any page shows it."""

    stream: Stream
    width: float = 0.0
    height: float = 0.0

    @property
    def finest(self) -> float:
        """Dots per inch where it is shown largest; 0 when it is nowhere shown."""
        if not (self.width and self.height):
            return 0.0
        return max(
            72 * int(self.stream.Width) / self.width,
            72 * int(self.stream.Height) / self.height,
        )


def placed_images(pdf: Pdf) -> dict[tuple[int, int], PlacedImage]:
    """Every image that a page's own drawing shows, by its object number. Raises PdfError, ValueError."""
    walk = _Walk({}, {})
    for page in pdf.pages:
        walk.over(page)
    return walk.found


def images_by_page(pdf: Pdf) -> Iterator[list[PlacedImage]]:
    """The images of each page. Raises PdfError, ValueError."""
    walk = _Walk({}, {})
    for page in pdf.pages:
        walk.found = {}
        walk.over(page)
        yield list(walk.found.values())


@dataclass(slots=True)
class _Walk:
    found: dict[tuple[int, int], PlacedImage]
    holding: dict[tuple[int, int], bool]

    def over(self, page: Page) -> None:
        """Look at one page."""
        resources = page.obj.get("/Resources")
        if resources is not None and self.holds_images(resources, 0):
            self.follow(page, resources, _START, 0)

    def holds_images(self, resources: Object, depth: int) -> bool:
        """Whether drawing with these resources could show an image; most pages of text need no reading."""
        return depth < _DEPTH and any(self._is_or_holds_image(each, depth) for _, each in _forms(resources))

    def _is_or_holds_image(self, each: Stream, depth: int) -> bool:
        if each.get("/Subtype") == Name.Image:
            return True
        if each.objgen not in self.holding:
            self.holding[each.objgen] = False  # a form that holds itself holds nothing new
            inner = each.get("/Resources")
            self.holding[each.objgen] = inner is not None and self.holds_images(inner, depth + 1)
        return self.holding[each.objgen]

    def follow(self, content: Any, resources: Object, start: Matrix, depth: int) -> None:
        """Walk the drawing instructions, keeping count of where they have moved to."""
        forms = dict(_forms(resources))
        matrix, kept = start, []
        for instruction in pikepdf.parse_content_stream(content, "q Q cm Do"):
            operator = str(instruction.operator)
            if operator == "q":
                kept.append(matrix)
            elif operator == "Q":
                matrix = kept.pop() if kept else matrix
            elif operator == "cm":
                matrix = _times(_matrix(instruction.operands), matrix)
            elif operator == "Do" and str(instruction.operands[0]) in forms:
                self._shown(forms[str(instruction.operands[0])], matrix, resources, depth)

    def _shown(self, each: Stream, matrix: Matrix, resources: Object, depth: int) -> None:
        if each.get("/Subtype") == Name.Image:
            placed = self.found.setdefault(each.objgen, PlacedImage(each))
            placed.width = max(placed.width, math.hypot(matrix[0], matrix[1]))
            placed.height = max(placed.height, math.hypot(matrix[2], matrix[3]))
        elif depth < _DEPTH and self._is_or_holds_image(each, depth):
            own = _matrix(each.get("/Matrix", _START))
            self.follow(each, each.get("/Resources", resources), _times(own, matrix), depth + 1)


def _forms(resources: Object) -> Iterator[tuple[str, Stream]]:
    held = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if isinstance(held, Dictionary):
        for name, each in held.items():
            if isinstance(each, Stream):
                yield name, each


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip

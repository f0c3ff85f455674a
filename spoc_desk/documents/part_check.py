"""Compares a cleaned PDF with its original, both drawn small: flattening must not change what is seen."""

import contextlib
import io
from pathlib import Path
from typing import Any

import pypdfium2
from pikepdf import Pdf
from PIL import Image, ImageChops

from spoc_desk.documents.parts import page_size, placement

PAGES_AT_MOST = 3
BYTES_AT_MOST = 64 << 20
_ZOOM = 0.4
_GRID = (96, 128)
_DARK = 60
_CHANGED_AT_MOST = 0.02
"""The share of the page that may look clearly different before it counts as changed."""


def looks_the_same(source: Path, cleaned: Pdf, units: list[float], password: str = "") -> bool:
    """Whether the first pages of the cleaned PDF show what the original shows, by a second engine.

    `units`: each page's own unit in points; pages with another unit than one
    are not compared, because the engine ignores it. An original, or a page of it, that
    the engine cannot open counts as the same: there is nothing to compare with. So
    does one above 64 MB, which would not fit the child's memory twice.
    """
    if source.stat().st_size > BYTES_AT_MOST:
        return True
    buffer = io.BytesIO()
    cleaned.save(buffer)
    try:
        original = pypdfium2.PdfDocument(source, password=password or None)
    except pypdfium2.PdfiumError:
        return True
    with contextlib.closing(original), contextlib.closing(pypdfium2.PdfDocument(buffer.getvalue())) as made:
        original.init_forms()
        if len(original) != len(made):
            return True
        for index in range(min(PAGES_AT_MOST, len(made))):
            try:
                before = original[index]
            except pypdfium2.PdfiumError:
                continue
            if units[index] == 1 and _changed(before, made[index]) > _CHANGED_AT_MOST:
                return False
    return True


def _changed(original: Any, made: Any) -> float:
    width, height = original.get_size()
    if width < 1 or height < 1:
        return 0.0
    scale, x, y = placement(width, height, 1.0)
    page_height = page_size(width, height)[1]
    before = original.render(scale=_ZOOM * scale, may_draw_forms=True, grayscale=True).to_pil()
    whole = made.render(scale=_ZOOM, grayscale=True).to_pil()
    box = (x, page_height - y - height * scale, x + width * scale, page_height - y)
    after = whole.crop(tuple(round(edge * _ZOOM) for edge in box))
    histogram = ImageChops.difference(_small(before), _small(after)).histogram()
    return sum(histogram[_DARK:]) / sum(histogram)


def _small(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize(_GRID, Image.Resampling.BOX)

"""The court copy's rule of resolution: no image finer than so many dots per inch where it is shown."""

from pikepdf import Pdf

from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.placed_images import PlacedImage, placed_images
from spoc_desk.documents.resampling import BROKEN, coarser

COURT = 300
"""Dots per inch of the court copy, the most that PD 27A's electronic bundles are to have."""
_AS_FOUND = ("original bytes", "original pixels", "original scan")
_PIXELS_AT_MOST = 2_000_000_000
"""How many pixels one exhibit may have resampled, so that it never takes too long to print."""


def reduced(pdf: Pdf, rendition: Rendition, dpi: int) -> Rendition:
    """Make every image that is shown finer than `dpi` coarser, in place; the rendition says how many.

    An image shown in several places is as fine as its largest place needs.
    Masks, rare colour spaces and damaged images are left alone, and counted.
    """
    try:
        placed = placed_images(pdf)
    except BROKEN:
        unmeasured = f"Its images could not be measured against {dpi} dots per inch; left as found."
        return Rendition(rendition.how, (*rendition.notes, unmeasured))
    changed = left = pixels = 0
    for each in placed.values():
        if each.finest <= dpi:
            continue
        pixels += int(each.stream.Width) * int(each.stream.Height)
        if pixels <= _PIXELS_AT_MOST and _made_coarser(each, dpi):
            changed += 1
        else:
            left += 1
    return _told(rendition, dpi, changed, left)


def _made_coarser(each: PlacedImage, dpi: int) -> bool:
    stream = each.stream
    width = min(int(stream.Width), max(1, int(each.width / 72 * dpi)))
    height = min(int(stream.Height), max(1, int(each.height / 72 * dpi)))
    try:
        return coarser(stream, (width, height))
    except BROKEN:
        return False


def _told(rendition: Rendition, dpi: int, changed: int, left: int) -> Rendition:
    how, notes = rendition.how, list(rendition.notes)
    words = f"reduced to {dpi} dots per inch for the court copy"
    if changed:
        for found in _AS_FOUND:
            if found in how:
                how = how.replace(found, words)
                break
        else:
            notes.append(f"{changed} image{'' if changed == 1 else 's'} {words}.")
    if left:
        notes.append(f"{left} image{'' if left == 1 else 's'} finer than {dpi} dots per inch left as found.")
    return Rendition(how, tuple(notes))

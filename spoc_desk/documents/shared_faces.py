"""One copy of each face in a pack: documents whose faces begin alike, and what is alike kept once."""

import hashlib
from collections.abc import Iterable

from pikepdf import Dictionary, Object, Stream
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import BOLD, MONO, SANS

# What Welsh, English and their neighbours write beyond ASCII: 4 kB a face, and the faces are alike.
_LETTERS = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŴŵŶŷßœ"
    "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00b7\u00d7\u00b0\u00b1\u00bd\u00bc£€\u00a7\u00a9\u00ae"
)


def begin_alike(canvas: Canvas) -> None:
    """Give the usual faces of a new document the same letters in the same places as in any other."""
    for face in (SANS, BOLD, MONO):
        pdfmetrics.getFont(face).splitString(_LETTERS, canvas._doc)  # noqa: SLF001


def share_faces(holders: Iterable[Object]) -> None:
    """Let pages and forms draw with one copy of a face, however many documents brought it along."""
    first: dict[bytes, Object] = {}
    seen: set[tuple[int, int]] = set()
    for holder in holders:
        fonts = holder.get("/Resources", Dictionary()).get("/Font", Dictionary())
        for name in fonts.keys():  # noqa: SIM118
            descriptor = fonts[name].get("/FontDescriptor")
            if descriptor is None or descriptor.objgen in seen:
                continue
            seen.add(descriptor.objgen)
            file = descriptor.get("/FontFile2")
            if isinstance(file, Stream):
                key = hashlib.sha256(file.read_raw_bytes()).digest()
                descriptor.FontFile2 = first.setdefault(key, file)

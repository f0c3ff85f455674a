"""An exhibit as clean A4 pages: where its content stands, and how the pages came to be."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf, Stream

from spoc_desk.documents.guarded_file import save_pdf
from spoc_desk.documents.style import PAGE_HEIGHT, PAGE_WIDTH

SIDE = 36.0
EDGE = 56.0
"""Exhibits stay this far from the top and bottom edge, so that no stamp ever covers them."""
POINTS_PER_DOT = 1.0
"""A picture is never shown coarser than 72 dots per inch: a small one stays small."""
_FACTS = Name("/SPOCDesk")


@dataclass(frozen=True, slots=True)
class Rendition:
    """How an exhibit was put on paper, in words for the manifest, and what the reader must know.

    hashes: SHA-256 of further versions of it, each with what it is of.
    """

    how: str
    notes: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One exhibit's pages in a file of their own. `key` says of which original, made how.

    fresh: made just now, and in no cache yet.
    """

    path: Path
    pages: int
    rendition: Rendition
    key: str = ""
    fresh: bool = False


def page_size(width: float, height: float) -> tuple[float, float]:
    """A4 upright, or on its side for content that is wider than high."""
    return (PAGE_HEIGHT, PAGE_WIDTH) if width > height else (PAGE_WIDTH, PAGE_HEIGHT)


def placement(width: float, height: float, largest: float = float("inf")) -> tuple[float, float, float]:
    """(scale, x, y) that fit content into its page's exhibit area, centred; never above `largest`."""
    page_width, page_height = page_size(width, height)
    room_x, room_y = page_width - 2 * SIDE, page_height - 2 * EDGE
    scale = min(room_x / width, room_y / height, largest)
    return scale, (page_width - width * scale) / 2, EDGE + (room_y - height * scale) / 2


def add_page(pdf: Pdf, size: tuple[float, float], resources: Dictionary, content: bytes) -> None:
    """A new page that holds only these resources and drawing instructions."""
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[-1].obj
    page.Resources = resources
    page.Contents = Stream(pdf, content)


def lay_over(pdf: Pdf, page: Page, other: Pdf, name: str) -> None:
    """Draw the first page of another PDF over this one, under a name of its own: pikepdf's is by chance."""
    held: Any = page.obj.get("/Resources", {})
    resources = Dictionary(held)
    own: Any = resources.get("/XObject", {})
    forms = Dictionary(own)
    forms[name] = pdf.copy_foreign(other.pages[0].as_form_xobject())
    resources.XObject = forms
    page.obj.Resources = resources
    page.contents_add(Stream(pdf, b"q\n"), prepend=True)
    page.contents_add(Stream(pdf, f"\nQ q {name} Do Q".encode()))


def save_part(pdf: Pdf, destination: Path, rendition: Rendition, key: str = "") -> int:
    """Write a part with its rendition inside, the same bytes for the same content; returns its pages."""
    told = json.dumps({"how": rendition.how, "notes": rendition.notes, "key": key})
    for name in list(pdf.docinfo.keys()):
        del pdf.docinfo[name]
    pdf.Root[_FACTS] = pikepdf.String(told)
    for name in ("/Metadata", "/Names", "/AcroForm", "/Outlines", "/OpenAction", "/AA"):
        if name in pdf.Root:
            del pdf.Root[name]
    save_pdf(
        pdf,
        destination,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
        static_id=True,
    )
    return len(pdf.pages)


def read_part(path: Path) -> Part:
    """A part that was saved before."""
    with pikepdf.open(path) as pdf:
        told = json.loads(str(pdf.Root[_FACTS]))
        return Part(path, len(pdf.pages), Rendition(told["how"], tuple(told["notes"])), told["key"])


def array(*numbers: float) -> Array:
    """Numbers as a PDF array."""
    return Array(list(numbers))

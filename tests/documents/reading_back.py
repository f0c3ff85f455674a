"""Reads finished PDFs for tests with programs that never wrote them: Poppler, pypdf and pdfium."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pypdf
import pypdfium2
from PIL import Image
from pypdf.generic import Destination

_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>|(<page )'
)


@dataclass(frozen=True)
class Word:
    """One word and where it stands on its page, from 1; points from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Bookmark:
    """One bookmark: how deep it lies, what it says, its destination and the page that is, from 1."""

    depth: int
    title: str
    page: int
    destination: tuple[str, float]


@dataclass(frozen=True)
class Link:
    """One link: where it stands and lies, where it leads, and how large it shows that page."""

    page: int
    box: tuple[float, float, float, float]
    target: int
    kind: str
    zoom: float


def poppler(*arguments: str | Path) -> str:
    """What one of Poppler's programs prints."""
    return subprocess.run(list(map(str, arguments)), check=True, capture_output=True, text=True).stdout


def page_texts(path: Path) -> list[str]:
    """The words of each page, by Poppler."""
    return poppler("pdftotext", "-layout", path, "-").split("\f")[:-1]


def words_of(path: Path) -> list[Word]:
    """Every word with its place, by Poppler."""
    found: list[Word] = []
    page = 0
    for match in _WORD.finditer(poppler("pdftotext", "-bbox", path, "-")):
        if match.group(6):
            page += 1
            continue
        left, top, right, bottom = (float(match.group(n)) for n in range(1, 5))
        found.append(Word(page, left, top, right, bottom, unescape(match.group(5))))
    return found


def bookmarks_of(path: Path) -> list[Bookmark]:
    """Every bookmark in order, by pypdf."""
    reader = pypdf.PdfReader(path)

    def walk(items: list[object], depth: int) -> Iterator[Bookmark]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            elif isinstance(item, Destination):
                page = reader.get_destination_page_number(item)
                zoom = float(item["/Zoom"]) if "/Zoom" in item else 0.0
                yield Bookmark(
                    depth, str(item.title), -1 if page is None else page + 1, (str(item.typ), zoom)
                )

    return list(walk(list(reader.outline), 0))


def links_of(path: Path) -> list[Link]:
    """Every link of every page, by pypdf."""
    reader = pypdf.PdfReader(path)
    ids = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages, 1)
        if page.indirect_reference
    }
    found = []
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots", []):
            each = note.get_object()
            target, kind, *_, zoom = each["/Dest"]
            left, bottom, right, top = (float(edge) for edge in each["/Rect"])
            box = (left, bottom, right, top)
            found.append(Link(number, box, ids[target.idnum], str(kind), float(zoom)))
    return found


def picture_resolutions(path: Path) -> list[tuple[int, int]]:
    """(page, dots per inch as placed) of each picture that is not a mask, by Poppler."""
    rows = [line.split() for line in poppler("pdfimages", "-list", path).splitlines()[2:]]
    return [(int(row[0]), max(int(row[12]), int(row[13]))) for row in rows if row[2] == "image"]


def drawn(path: Path, page: int, zoom: float = 0.5) -> Image.Image:
    """A page, from 1, as a grey picture by pdfium."""
    document = pypdfium2.PdfDocument(path)
    try:
        return (
            document[page - 1].render(scale=zoom, grayscale=True, may_draw_forms=False).to_pil().convert("L")
        )
    finally:
        document.close()

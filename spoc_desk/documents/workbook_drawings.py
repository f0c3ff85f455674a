"""What lies over or around the cells of a workbook's sheets: text boxes, charts, headers and footers."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

BOXES_AT_MOST = 200
MARGINS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[BIUESXY])')
_PLACES = re.compile(r"&[LCR]")
_FRAME = "graphicFrame"


@dataclass(slots=True)
class _Drawing:
    """The words of each shape drawn over a sheet, and how many charts and the like there are."""

    boxes: list[str] = field(default_factory=list)
    charts: int = 0


def related(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(the path of a sheet, the path of a member that belongs to it), for each such member."""
    names = set(archive.namelist())
    for links in sorted(names):
        folder, _, last = links.rpartition("/_rels/")
        if not folder.endswith("worksheets") or not last.endswith(".rels"):
            continue
        for target in _targets(archive.read(links)):
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('../')}"
            if path in names:
                yield f"{folder}/{last.removesuffix('.rels')}", path


def drawings(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """What is drawn over the cells, in sentences, by the path of the sheet."""
    found: dict[str, list[str]] = {}
    for sheet, path in related(archive):
        if "/drawings/" in path and path.endswith(".xml"):
            drawing = _read(archive.read(path))
            told = [f"Text box: {words}" for words in drawing.boxes[:BOXES_AT_MOST]]
            further = len(drawing.boxes) - BOXES_AT_MOST
            told += [f"Further text boxes, not printed: {further}."] if further > 0 else []
            told += [f"Charts and drawings over the cells, not printed: {drawing.charts}."] * (
                drawing.charts > 0
            )
            found.setdefault(sheet, []).extend(told)
    return found


def margin_words(margins: Sequence[str]) -> list[str]:
    """The words of a sheet's headers and footers, without the codes for their face, each once."""
    plain = (_PLACES.sub("   ", _CODES.sub("", words)).replace("&&", "&").strip() for words in margins)
    return [f"Header or footer: {words}" for words in dict.fromkeys(plain) if words]


def _read(content: bytes) -> _Drawing:
    found = _Drawing()
    pieces: list[str] = []
    inside: list[str] = []

    def start(name: str, _told: dict[str, str]) -> None:
        inside.append(name.rpartition(" ")[2])
        if inside[-1] == "sp":
            pieces.clear()
        elif inside[-1] == "p":
            pieces.append(" ")
        found.charts += inside[-1] == _FRAME

    def end(_name: str) -> None:
        words = " ".join("".join(pieces).split())
        if inside.pop() == "sp" and words:
            found.boxes.append(words)
            pieces.clear()

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.CharacterDataHandler = lambda text: pieces.append(text) if inside and inside[-1] == "t" else None
    reader.Parse(content, True)
    return found


def _targets(content: bytes) -> list[str]:
    targets: list[str] = []
    reader = expat.ParserCreate()
    reader.StartElementHandler = lambda _, told: targets.append(told.get("Target", ""))
    reader.Parse(content, True)
    return targets

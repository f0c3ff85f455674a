"""Cuts a pack into volumes: at exhibits where they fit, between pages where one alone is too large."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from spoc_desk.documents.order import Piece
from spoc_desk.documents.part_text import size_told
from spoc_desk.documents.parts import Part
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackExhibit

CEILING = 1_900_000_000
"""Readers built on pdfium show pages past 4 GiB as blank, and some count in 2 GiB."""
PAGES_AT_MOST = 10_000
"""Exhibit pages in one file: joining holds some 17 kB of each page in memory until it is saved."""
_PER_PAGE = 1_500
"""What a stamp, its links and its place in the file's tables add to a page, in bytes."""
_PER_FILE = 200_000
"""Faces and stamps that every file carries, and what is said of it."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A piece and its bytes in the finished file."""

    piece: Piece
    weight: int


def cut(printed: Sequence[tuple[PackExhibit, Part]], front: int, limit: int) -> list[tuple[Piece, ...]]:
    """The pieces of each volume. front: bytes of the pages drawn around the exhibits, all in the first.

    Raises DomainError("packs.volume_too_small", reference=…, need=…) when a single page is larger
    than a volume, or the pages around the exhibits are.
    """
    room = min(limit, CEILING)
    if front + _PER_FILE > room:
        raise DomainError("packs.volume_too_small", reference="cover", need=size_told(front + _PER_FILE))
    volumes: list[list[Piece]] = [[]]
    left, pages = room - front - _PER_FILE, 0
    for exhibit, part in printed:
        for each in _pieces(exhibit, part, room - 2 * _PER_FILE):
            if each.weight > left or pages + each.piece.sheets > PAGES_AT_MOST:
                volumes.append([])
                left, pages = room - 2 * _PER_FILE, 0
            volumes[-1].append(each.piece)
            left, pages = left - each.weight, pages + each.piece.sheets
    return [tuple(pieces) for pieces in volumes]


def _pieces(exhibit: PackExhibit, part: Part, room: int) -> Iterator[_Weighed]:
    """The exhibit whole, or in as few pieces as fit a volume each."""
    whole = part.path.stat().st_size + part.pages * _PER_PAGE
    if whole <= room and part.pages <= PAGES_AT_MOST:
        yield _Weighed(Piece(exhibit, part, 1, part.pages), whole)
        return
    first, weight = 1, 0
    for sheet, page in enumerate(_page_weights(part), 1):
        page += _PER_PAGE
        if page > room:
            need = size_told(page + 2 * _PER_FILE)
            raise DomainError("packs.volume_too_small", reference=exhibit.reference, need=need)
        if weight + page > room or sheet - first == PAGES_AT_MOST:
            yield _Weighed(Piece(exhibit, part, first, sheet - 1), weight)
            first, weight = sheet, 0
        weight += page
    yield _Weighed(Piece(exhibit, part, first, part.pages), weight)


def _page_weights(part: Part) -> list[int]:
    """For each page the bytes of all that it draws with; what several pages share counts for each."""
    with pikepdf.open(part.path) as pdf:
        return [_weight(page.obj, set()) for page in pdf.pages]


def _weight(start: Object, seen: set[tuple[int, int]]) -> int:
    total, waiting = 0, [start]
    while waiting:
        each = waiting.pop()
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
            total += 200
        if isinstance(each, Stream):
            total += int(each.stream_dict.get("/Length", 0))
            waiting += [value for value in each.stream_dict.values() if _holds(value)]
        elif isinstance(each, Dictionary):
            waiting += [value for key, value in each.items() if key != "/Parent" and _holds(value)]
        elif isinstance(each, Array):
            waiting += [value for value in each if _holds(value)]
    return total


def _holds(value: object) -> bool:
    return isinstance(value, Stream | Dictionary | Array)

"""Where everything stands in one file of a pack: drawn pages, exhibits' pages, links between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from spoc_desk.documents.layout import Laid
from spoc_desk.documents.linked import exhibit_target, section_target
from spoc_desk.documents.parts import Part
from spoc_desk.domain.packs import PackExhibit, PackSection


@dataclass(frozen=True, slots=True)
class Span:
    """The pages of one exhibit in one file of the finished pack, from 1."""

    reference: str
    first: int
    last: int
    volume: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """The sheets of one exhibit's part that stand in one file, from 1; mostly all of them."""

    exhibit: PackExhibit
    part: Part
    first: int
    last: int

    @property
    def sheets(self) -> int:
        """How many sheets."""
        return self.last - self.first + 1

    @property
    def whole(self) -> bool:
        """Whether it is the whole exhibit."""
        return self.sheets == self.part.pages


@dataclass(frozen=True, slots=True)
class Earlier:
    """An issued pack whose pages stand first, exactly where they were.

    links as (page it stands on, page it leads to); places: first and last page of each exhibit.
    """

    path: Path
    pages: int
    links: tuple[tuple[int, int], ...]
    bookmarks: int
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Order:
    """One file: its drawn pages, then what is printed of exhibits, then the drawn pages that close it.

    `elsewhere` says of each target that stands in another volume where it is, in words. With an
    `earlier` pack, all of them follow its pages.
    """

    laid: Laid
    front: Path
    pieces: tuple[Piece, ...]
    sections: tuple[PackSection, ...] = ()
    volume: int = 1
    volumes: int = 1
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def before(self) -> int:
        """How many pages of an earlier pack stand before all others."""
        return self.earlier.pages if self.earlier else 0

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The pages of each exhibit in this file."""
        spans: list[Span] = []
        page = self.before + self.laid.front + 1
        for piece in self.pieces:
            spans.append(Span(piece.exhibit.reference, page, page + piece.sheets - 1, self.volume))
            page += piece.sheets
        return tuple(spans)

    @cached_property
    def exhibit_pages(self) -> int:
        """How many pages are exhibits' own."""
        return sum(piece.sheets for piece in self.pieces)

    @property
    def total(self) -> int:
        """How many pages the file has."""
        return self.before + self.laid.pages + self.exhibit_pages

    @property
    def volume_told(self) -> str:
        """What every page says of its volume; nothing when there is only one."""
        return f"Volume {self.volume} of {self.volumes}" if self.volumes > 1 else ""

    def rests(self, weight: int) -> list[int]:
        """Pages before which about that many bytes of exhibits have gone by."""
        found: list[int] = []
        passed = 0
        for span, piece in zip(self.spans, self.pieces, strict=True):
            passed += piece.part.path.stat().st_size * piece.sheets // piece.part.pages
            if passed >= weight:
                found.append(span.last)
                passed = 0
        return found

    def page_of(self, drawn: int) -> int:
        """The file's page, from 1, of a drawn page, from 0."""
        return self.before + drawn + 1 + (self.exhibit_pages if drawn >= self.laid.front else 0)

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """Every link of the finished file, as the page it stands on and the page it leads to."""
        targets, entries = self.targets, self.entries
        record = [link for link in self.laid.record.links if link.target in targets]
        drawn = [(self.page_of(link.page), targets[link.target][0]) for link in record]
        back = [(span.first, entries[exhibit_target(span.reference)]) for span in self.spans]
        return [*(self.earlier.links if self.earlier else ()), *drawn, *back]

    @cached_property
    def entries(self) -> dict[str, int]:
        """The page of each exhibit's entry in the list of exhibits: the last link before the exhibits."""
        front = (link for link in self.laid.record.links if link.page < self.laid.front)
        return {link.target: self.before + link.page + 1 for link in front}

    @property
    def bookmarks(self) -> int:
        """How many bookmarks the finished file has: cover, case papers, exhibits and their sections."""
        earlier = self.earlier.bookmarks if self.earlier else 1
        return earlier + len(self.laid.record.sections) + len(self.pieces) + len(self.printed_sections)

    @cached_property
    def printed_sections(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The title of each section with printed exhibits, and where those stand among the pieces."""
        places = {piece.exhibit.reference: place for place, piece in enumerate(self.pieces)}
        found = (
            (section.title, tuple(places[ref] for ref in section.references if ref in places))
            for section in self.sections
        )
        return tuple((title, each) for title, each in found if each)

    @cached_property
    def targets(self) -> dict[str, tuple[int, int]]:
        """First and last page of everything in this file that can be linked to."""
        places = self.earlier.places if self.earlier else {}
        found = {exhibit_target(reference): pages for reference, pages in places.items()}
        found |= {exhibit_target(span.reference): (span.first, span.last) for span in self.spans}
        for title, drawn in self.laid.record.sections:
            found[section_target(title)] = (self.page_of(drawn), self.page_of(drawn))
        return found

    def told(self, target: str) -> str:
        """What stands for a target's page number: "12", "12–14", "2: p. 14", or nothing."""
        if target not in self.targets:
            return self.elsewhere.get(target, "")
        first, last = self.targets[target]
        return f"{first}" if first == last else f"{first}–{last}"

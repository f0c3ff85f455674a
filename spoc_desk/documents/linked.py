"""Flowables that remember where they were drawn, so that links and page numbers land exactly there."""

from dataclasses import dataclass, field

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from spoc_desk.documents.style import text

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """An area on a page (0-based) that leads to a target: "exhibit AM/1" or "section Chronology"."""

    page: int
    box: Box
    target: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a page number is to stand once it is known: right edge and baseline in points."""

    page: int
    right: float
    baseline: float
    size: float
    target: str


@dataclass(slots=True)
class Record:
    """Everything remembered while one document is drawn. Sections as (title, 0-based page)."""

    links: list[Link] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    sections: list[tuple[str, int]] = field(default_factory=list)


class LinkedText(Flowable):  # type: ignore[misc]
    """A paragraph of plain words that leads somewhere."""

    def __init__(self, words: str, style: ParagraphStyle, record: Record, target: str) -> None:
        super().__init__()
        self._text, self._record, self._target = text(words, style), record, target

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As large as the words."""
        self.width, self.height = self._text.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words and remember the area they cover."""
        x, y = self.canv.absolutePosition(0, 0)
        box = (x, y - 1, x + self.width, y + self.height + 1)
        self._record.links.append(Link(self.canv.getPageNumber() - 1, box, self._target))
        self._text.drawOn(self.canv, 0, 0)


class PageSlot(Flowable):  # type: ignore[misc]
    """Room for the page numbers of a target, filled in when the pack is put together."""

    def __init__(self, style: ParagraphStyle, record: Record, target: str) -> None:
        super().__init__()
        self._style, self._record, self._target = style, record, target

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as its column, one line high."""
        self.width, self.height = width, self._style.leading
        return self.width, self.height

    def draw(self) -> None:
        """Remember the place."""
        x, y = self.canv.absolutePosition(0, 0)
        page = self.canv.getPageNumber() - 1
        size = self._style.fontSize
        baseline = y + self.height - size
        self._record.slots.append(Slot(page, x + self.width, baseline, size, self._target))
        self._record.links.append(Link(page, (x, y, x + self.width, y + self.height), self._target))


class SectionMark(Flowable):  # type: ignore[misc]
    """Takes no room; remembers on which page a section begins."""

    def __init__(self, title: str, record: Record) -> None:
        super().__init__()
        self._title, self._record = title, record

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Nothing."""
        return 0, 0

    def draw(self) -> None:
        """Remember the page."""
        self._record.sections.append((self._title, self.canv.getPageNumber() - 1))


def exhibit_target(reference: str) -> str:
    """The name of an exhibit as a link's target."""
    return f"exhibit {reference}"


def section_target(title: str) -> str:
    """The name of a section as a link's target."""
    return f"section {title}"

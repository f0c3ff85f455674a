"""What is remembered while a pack is drawn, so that links and page numbers land exactly there."""

from dataclasses import dataclass, field

from reportlab.platypus import Flowable

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

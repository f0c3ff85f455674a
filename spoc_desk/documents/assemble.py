"""Puts a pack together: concatenated without copying, stamped, linked, bookmarked, saved once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Pdf, String

from spoc_desk.documents.guarded_file import save_pdf
from spoc_desk.documents.layout import Laid
from spoc_desk.documents.linked import Box, Slot, exhibit_target, section_target
from spoc_desk.documents.parts import Part
from spoc_desk.documents.stamps import label_box, make_stamps, stamp_pages
from spoc_desk.domain.packs import PackContent, PackExhibit, PackSection

_TITLE_AT_MOST = 70


@dataclass(frozen=True, slots=True)
class Span:
    """The pages of one exhibit in the finished pack, from 1."""

    reference: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Order:
    """Where everything stands: a part for each printed exhibit, in the order of the content."""

    laid: Laid
    front: Path
    parts: tuple[tuple[PackExhibit, Part], ...]
    exhibit_pages: int
    sections: tuple[PackSection, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The pages of each printed exhibit."""
        spans: list[Span] = []
        page = self.laid.front + 1
        for exhibit, part in self.parts:
            spans.append(Span(exhibit.reference, page, page + part.pages - 1))
            page += part.pages
        return tuple(spans)

    @property
    def total(self) -> int:
        """How many pages the pack has."""
        return self.laid.pages + self.exhibit_pages

    def rests(self, weight: int) -> list[int]:
        """Pages before which about that many bytes of exhibits have gone by."""
        found: list[int] = []
        passed = 0
        for span, (_, part) in zip(self.spans, self.parts, strict=True):
            passed += part.path.stat().st_size
            if passed >= weight:
                found.append(span.last)
                passed = 0
        return found

    def page_of(self, drawn: int) -> int:
        """The pack's page, from 1, of a drawn page, from 0."""
        return drawn + 1 + (self.exhibit_pages if drawn >= self.laid.front else 0)

    @property
    def links(self) -> list[tuple[int, int]]:
        """Every link of the finished pack, as the page it stands on and the page it leads to."""
        targets, entries = self.targets, self.entries
        record = [link for link in self.laid.record.links if link.target in targets]
        drawn = [(self.page_of(link.page), targets[link.target][0]) for link in record]
        return drawn + [(span.first, entries[exhibit_target(span.reference)]) for span in self.spans]

    @property
    def entries(self) -> dict[str, int]:
        """The page of each exhibit's entry in the list of exhibits: the last link before the exhibits."""
        front = (link for link in self.laid.record.links if link.page < self.laid.front)
        return {link.target: link.page + 1 for link in front}

    @property
    def bookmarks(self) -> int:
        """How many bookmarks the finished pack has: cover, case papers, exhibits and their sections."""
        return 1 + len(self.laid.record.sections) + len(self.parts) + len(self.printed_sections)

    @property
    def printed_sections(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The title of each section with printed exhibits, and where those stand among the parts."""
        places = {exhibit.reference: place for place, (exhibit, _) in enumerate(self.parts)}
        found = (
            (section.title, tuple(places[ref] for ref in section.references if ref in places))
            for section in self.sections
        )
        return tuple((title, each) for title, each in found if each)

    @property
    def targets(self) -> dict[str, tuple[int, int]]:
        """First and last page of everything that can be linked to."""
        found = {exhibit_target(span.reference): (span.first, span.last) for span in self.spans}
        for title, drawn in self.laid.record.sections:
            found[section_target(title)] = (self.page_of(drawn), self.page_of(drawn))
        return found


def assemble(content: PackContent, order: Order, destination: Path, beat: Callable[[], None]) -> None:
    """Write the finished pack to `destination`. The same content and parts give the same bytes.

    `beat` is called now and then while saving, and may raise to stop.
    """
    front = order.laid.front
    names = [str(order.front), f"1-{front}"]
    for _, part in order.parts:
        names += [str(part.path), "1-z"]
    names += [str(order.front), f"{front + 1}-z"]
    # The job reads its sources only while saving, so it must live until then.
    job = pikepdf.Job(
        ["pack", "--empty", "--remove-unreferenced-resources=no", "--pages", *names, "--", "unused.pdf"]
    )
    pdf: Pdf = job.create_pdf()  # type: ignore[no-untyped-call]
    pages = [page.obj for page in pdf.pages]
    _stamp(pdf, content, order)
    _link(pdf, pages, order)
    _bookmark(pdf, pages, order)
    _describe(pdf, pages, content)
    save_pdf(
        pdf,
        destination,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=False,
        deterministic_id=True,
        progress=lambda _percent: beat(),
    )
    pdf.close()
    del job


def _stamp(pdf: Pdf, content: PackContent, order: Order) -> None:
    owners: list[tuple[str, int, int]] = [("", 1, 1)] * order.laid.front
    for exhibit, part in order.parts:
        owners += [(exhibit.reference, sheet, part.pages) for sheet in range(1, part.pages + 1)]
    owners += [("", 1, 1)] * (order.laid.pages - order.laid.front)
    targets = order.targets
    slots: dict[int, list[tuple[Slot, str]]] = defaultdict(list)
    for slot in order.laid.record.slots:
        if slot.target in targets:
            first, last = targets[slot.target]
            told = f"{first}" if first == last else f"{first}–{last}"
            slots[order.page_of(slot.page) - 1].append((slot, told))
    stamps = make_stamps(pdf, content, owners)
    stamp_pages(pdf, stamps, owners, lambda index: slots.get(index, ()))


def _link(pdf: Pdf, pages: Sequence[Object], order: Order) -> None:
    targets, entries = order.targets, order.entries
    for link in order.laid.record.links:
        if link.target in targets:
            leads_to = pages[targets[link.target][0] - 1]
            _add_link(pdf, pages[order.page_of(link.page) - 1], link.box, leads_to)
    for span in order.spans:
        page = pages[span.first - 1]
        back = pages[entries[exhibit_target(span.reference)] - 1]
        _add_link(pdf, page, label_box(span.reference, float(page.MediaBox[3])), back)


def _add_link(pdf: Pdf, page: Object, box: Box, leads_to: Object) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(edge, 2) for edge in box]),
        Border=Array([0, 0, 0]),
        Dest=_destination(leads_to),
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(note))


def _destination(page: Object) -> Array:
    """The top of a page at 100 %."""
    return Array([page, Name.XYZ, 0, page.MediaBox[3], 1])


def _bookmark(pdf: Pdf, pages: Sequence[Object], order: Order) -> None:
    def item(title: str, page: int) -> OutlineItem:
        return OutlineItem(f"{title} (p.{page})", _destination(pages[page - 1]))

    with pdf.open_outline() as outline:
        outline.root.append(item("Cover", 1))
        sections = [(title, order.page_of(drawn)) for title, drawn in order.laid.record.sections]
        outline.root += [item(title, page) for title, page in sections[:-1]]
        spans = order.spans
        for title, places in order.printed_sections:
            section = item(title, spans[places[0]].first)
            for place in places:
                section.children.append(item(_short(order.parts[place][0]), spans[place].first))
            outline.root.append(section)
        outline.root.append(item(*sections[-1]))
    pdf.Root.PageMode = Name.UseOutlines


def _short(exhibit: PackExhibit) -> str:
    words = " ".join(f"{exhibit.reference} {exhibit.description}".split())
    return words if len(words) <= _TITLE_AT_MOST else f"{words[: _TITLE_AT_MOST - 1]}…"


def _describe(pdf: Pdf, pages: Sequence[Object], content: PackContent) -> None:
    root = pdf.Root
    root.OpenAction = _destination(pages[0])
    root.Lang = String("en-GB")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/SPOCDesk" in root:
        del root["/SPOCDesk"]
    when = f"D:{content.issued_at:%Y%m%d%H%M%S}Z"
    told = {
        "/Title": f"{content.title}: evidence pack {content.pack_reference}",
        "/Author": content.force,
        "/Subject": f"{content.casefile_reference} {content.crime_reference} {content.marking}".strip(),
        "/Creator": content.program,
        "/Producer": content.program,
        "/CreationDate": when,
        "/ModDate": when,
    }
    for key, value in told.items():
        pdf.docinfo[key] = String(value)

"""Puts a pack together: concatenated without copying, stamped, linked, bookmarked, saved once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Pdf

from spoc_desk.documents.file_properties import describe
from spoc_desk.documents.guarded_file import open_files_at_most, save_hashed
from spoc_desk.documents.linked import Box, Slot, exhibit_target
from spoc_desk.documents.order import Order, Piece
from spoc_desk.documents.shared_faces import share_faces
from spoc_desk.documents.stamps import Owner, label_box, make_stamps, restamp_pages, stamp_pages
from spoc_desk.domain.packs import PackContent

_TITLE_AT_MOST = 70
_SMALL = 16 << 20


def assemble(content: PackContent, order: Order, destination: Path, beat: Callable[[], None]) -> str:
    """Write one finished file to `destination`; answers its SHA-256. The same content gives the same bytes.

    `beat` is called now and then while saving, and may raise to stop.
    """
    # The job reads its sources only while saving, so it must live until then.
    first = str(order.earlier.path) if order.earlier else "--empty"
    options = [first, "--remove-unreferenced-resources=no"]
    # Left to itself, qpdf opens each of more than 200 files anew for every object that it copies.
    options.append(f"--keep-files-open={'y' if len(order.pieces) < open_files_at_most() else 'n'}")
    job = pikepdf.Job(["pack", *options, "--pages", *_sources(order), "--", "unused.pdf"])
    pdf: Pdf = job.create_pdf()  # type: ignore[no-untyped-call]
    pages = [page.obj for page in pdf.pages]
    _stamp(pdf, pages, content, order)
    _link(pdf, pages, order)
    _bookmark(pdf, pages, order)
    describe(pdf, content, order, _destination(pages[0]))
    digest = save_hashed(
        pdf,
        destination,
        small=sum(piece.part.path.stat().st_size for piece in order.pieces) < _SMALL and not order.earlier,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=False,
        # An identifier out of every byte would cost as much as all the rest of saving.
        static_id=True,
        progress=lambda _percent: beat(),
    )
    pdf.close()
    del job
    return digest


def _sources(order: Order) -> list[str]:
    front, pages = order.laid.front, order.laid.pages
    names = [str(order.earlier.path), "1-z"] if order.earlier else []
    names += [str(order.front), f"1-{front}"]
    for piece in order.pieces:
        names += [str(piece.part.path), f"{piece.first}-{piece.last}"]
    return [*names, str(order.front), f"{front + 1}-{pages}"] if pages > front else names


def _stamp(pdf: Pdf, pages: Sequence[Object], content: PackContent, order: Order) -> None:
    drawn = Owner("", 1, 1)
    owners = [drawn] * order.laid.front
    for piece in order.pieces:
        reference, sheets = piece.exhibit.reference, piece.part.pages
        owners += [Owner(reference, sheet, sheets) for sheet in range(piece.first, piece.last + 1)]
    owners += [drawn] * (order.laid.pages - order.laid.front)
    slots: dict[int, list[tuple[Slot, str]]] = defaultdict(list)
    for slot in order.laid.record.slots:
        told = order.told(slot.target)
        if told:
            slots[order.page_of(slot.page) - 1].append((slot, told))
    own = pages[order.before :]
    stamps = make_stamps(pdf, own, content, order.volume_told, owners)
    stamp_pages(pdf, own, stamps, owners, slots, order.before)
    restamp_pages(pdf, pages[: order.before], stamps, order.total)
    begins = (pages[0], own[0], *(pages[span.first - 1] for span in order.spans), own[-1])
    share_faces([*stamps.forms.values(), *begins])


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

    sections = [item(title, order.page_of(drawn)) for title, drawn in order.laid.record.sections]
    front = sum(drawn < order.laid.front for _, drawn in order.laid.record.sections)
    exhibits = []
    for title, places in order.printed_sections:
        exhibits.append(item(title, order.spans[places[0]].first))
        for place in places:
            exhibits[-1].children.append(item(_short(order.pieces[place]), order.spans[place].first))
    with pdf.open_outline() as outline:
        if order.earlier:
            late, *papers = sections[:front]
            late.children += [*papers, *exhibits, *sections[front:]]
            outline.root.append(late)
        else:
            outline.root += [item("Cover", 1), *sections[:front], *exhibits, *sections[front:]]
    pdf.Root.PageMode = Name.UseOutlines


def _short(piece: Piece) -> str:
    words = " ".join(f"{piece.exhibit.reference} {piece.exhibit.description}".split())
    end = "" if piece.whole else f", sheets {piece.first}–{piece.last}"
    room = _TITLE_AT_MOST - len(end)
    return (words if len(words) <= room else f"{words[: room - 1]}…") + end

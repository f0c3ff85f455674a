"""The exhibit pages of a pack: the list with continuity, and the hashes with the way to check them."""

from collections.abc import Mapping, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from spoc_desk.documents.case_sections import EXHIBIT_LIST, HASHES, chunked, opened
from spoc_desk.documents.linked import LinkedText, PageSlot, Record, exhibit_target
from spoc_desk.documents.part_text import size_told
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.style import TEXT_WIDTH, Styles, heading, table, text
from spoc_desk.domain.packs import PackContent, PackExhibit, exhibit_file_name, pack_file_name

_NUMBER_WIDTH = 70.0


def exhibits_story(
    content: PackContent, renditions: Mapping[str, Rendition], page_styles: Styles, record: Record
) -> list[Flowable]:
    """Every exhibit: what it is, where it came from, whose hands it passed through, its hash."""
    story = opened(EXHIBIT_LIST, page_styles, record, 220)
    for index, exhibit in enumerate(content.exhibits):
        block = _exhibit(exhibit, renditions.get(exhibit.reference), page_styles, record)
        # The first block follows the section's heading, which has made room for both.
        story += block if index else block[1:]
    return story


def _exhibit(
    exhibit: PackExhibit, rendition: Rendition | None, page_styles: Styles, record: Record
) -> list[Flowable]:
    target = exhibit_target(exhibit.reference)
    title = LinkedText(
        f"{exhibit.reference}\xa0\xa0{exhibit.description}", page_styles.subheading, record, target
    )
    number: object = PageSlot(page_styles.subheading, record, target) if rendition else ""
    widths = (TEXT_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH)
    story: list[Flowable] = [
        # A block stays together unless its continuity alone would fill a page.
        CondPageBreak(min(100 + 23 * len(exhibit.continuity), 500)),
        Spacer(1, 8),
        table([[title, number]], widths, page_styles=page_styles),
    ]
    story += [Spacer(1, 3), text(_described(exhibit), page_styles.cell)]
    if exhibit.withheld_reason:
        story.append(text(f"Withheld from this pack: {exhibit.withheld_reason}", page_styles.alarm))
    elif rendition:
        told = f"Printed as: {rendition.how}. {' '.join(rendition.notes)}"
        story.append(text(told.strip(), page_styles.cell_soft))
    story.append(text(f"SHA-256 {exhibit.sha256}", page_styles.cell_mono))
    rows = [
        [
            text(move.when, page_styles.cell_soft),
            text(move.from_holder, page_styles.cell_soft),
            text(move.to_holder, page_styles.cell_soft),
            text("; ".join(filter(None, (move.purpose, _said("seals ", move.seals)))), page_styles.cell_soft),
            text(move.officer, page_styles.cell_soft),
        ]
        for move in exhibit.continuity
    ]
    head = ("When", "From", "To", "Why and seals", "Recorded by")
    story += chunked(rows, (116.0, 82.0, 82.0, TEXT_WIDTH - 354, 74.0), head, page_styles)
    return story


def _described(exhibit: PackExhibit) -> str:
    same = exhibit.acquired_by == exhibit.producer
    finder = "" if same else _said("found by ", exhibit.acquired_by)
    place = _said("at ", exhibit.acquired_where)
    found = " ".join(filter(None, (finder or "found", exhibit.acquired_at, place)))
    pieces = [
        "; ".join(filter(None, (_said("Produced by ", exhibit.producer), found if found != "found" else ""))),
        _said("Source: ", exhibit.source),
        _said("Seal ", exhibit.seal_number),
        f"File: {exhibit.filename}, {exhibit.media_type or 'type not known'}, {size_told(exhibit.size)}",
    ]
    return ". ".join(piece.rstrip(".") for piece in pieces if piece) + "."


def hashes_story(
    content: PackContent,
    versions: Sequence[str],
    page_styles: Styles,
    record: Record,
) -> list[Flowable]:
    """Each original's hash and how anybody can check it with what their computer already has."""
    story = opened(HASHES, page_styles, record)
    told = (
        "Each line is the SHA-256 of an original file as it was sealed. When the originals are supplied, "
        "they carry the file names below, and the list supplied with them can be checked in one step."
    )
    story.append(text(told, page_styles.body))
    rows = [
        [
            LinkedText(exhibit.reference, page_styles.cell_link, record, exhibit_target(exhibit.reference)),
            [text(exhibit_file_name(exhibit), page_styles.cell), text(exhibit.sha256, page_styles.cell_mono)],
            PageSlot(page_styles.cell, record, exhibit_target(exhibit.reference))
            if not exhibit.withheld_reason
            else "",
        ]
        for exhibit in content.exhibits
    ]
    head = ("Reference", "File name and SHA-256", "")
    story += chunked(rows, (70.0, TEXT_WIDTH - 140, 70.0), head, page_styles)
    story += [*heading("How to check", page_styles.subheading, 150)]
    story += [text(line, page_styles.body) for line in _ways_to_check(pack_file_name(content))]
    made = [text(line, page_styles.cell_soft) for line in versions]
    return [*story, *heading("How it was made", page_styles.subheading), *made]


def _ways_to_check(name: str) -> tuple[str, ...]:
    photographs = (
        "Photographs: pdfimages -all FILE.pdf gives back each JPEG; those printed as “original bytes”"
    )
    log = "Audit log: the anchor on the cover stands in the log exported with the case; the script supplied"
    return (
        f"This pack: its own SHA-256 is in “{name}.sha256”. A file cannot hold its own hash.",
        "Linux and macOS: sha256sum -c FILE.sha256. Windows: certutil -hashfile FILE.pdf SHA256.",
        f"{photographs} have the hash listed above.",
        f"{log} with it checks the whole chain.",
    )


def _said(label: str, value: str) -> str:
    return f"{label}{value}" if value else ""

"""The cover and the contents at the head of each volume after the first."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak, Spacer

from spoc_desk.documents.case_sections import opened
from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.layout import Laid, draw_pages
from spoc_desk.documents.linked import exhibit_target
from spoc_desk.documents.order import Piece
from spoc_desk.documents.rows import Press, Words
from spoc_desk.documents.style import TEXT_WIDTH, facts, styles, text
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.packs import PackContent

_BELOW_BAND = 112.0
_WIDTHS = (70.0, TEXT_WIDTH - 132, 62.0)
_PAPERS = "Case papers, the list of exhibits with their continuity, and every hash are in volume 1."


def lay_out_volume(
    content: PackContent,
    pieces: Sequence[Piece],
    volume: int,
    volumes: int,
    faults: Mapping[str, str],
    fonts: Path,
) -> Laid:
    """A short cover, and the contents of this volume, each line leading to its first page."""
    register_fonts(fonts)
    press = Press(styles())
    story = [*_cover(content, pieces, volume, volumes, press), PageBreak()]
    story += opened("Contents", press)
    rows = [_row(piece, faults, press) for piece in pieces]
    story.append(press.rows(rows, _WIDTHS, ("Reference", "Description", "")))
    drawn, pages = draw_pages(story, content, "in volume 1")
    return Laid(drawn, pages, pages, press.record)


def _cover(
    content: PackContent, pieces: Sequence[Piece], volume: int, volumes: int, press: Press
) -> list[Flowable]:
    look = press.styles
    first, last = pieces[0].exhibit.reference, pieces[-1].exhibit.reference
    rows = [
        ("Volume", f"{volume} of {volumes}"),
        ("Exhibits here", first if first == last else f"{first} to {last}"),
        ("Recipient", content.recipient),
        ("Crime reference", content.crime_reference),
        ("Casefile", content.casefile_reference),
        ("Issued", full_stamp(content.issued_at)),
    ]
    story: list[Flowable] = [
        Spacer(1, _BELOW_BAND),
        text("Evidence pack", look.subtitle),
        text(content.title, look.title),
        text(f"{content.pack_reference}, volume {volume} of {volumes}", look.subtitle),
        Spacer(1, 14),
    ]
    if content.demonstration:
        words = "DEMONSTRATION: the force, the people and the events in this pack are fictional."
        story += [text(words, look.alarm), Spacer(1, 6)]
    story += [facts([row for row in rows if row[1]], look, 130), Spacer(1, 14), text(_PAPERS, look.body)]
    return story


def _row(piece: Piece, faults: Mapping[str, str], press: Press) -> tuple[tuple[Words, ...], ...]:
    look, exhibit = press.styles, piece.exhibit
    target = exhibit_target(exhibit.reference)
    described = [Words(exhibit.description, look.cell, target)]
    if not piece.whole:
        told = f"Sheets {piece.first} to {piece.last} of {piece.part.pages}"
        described.append(Words(told, look.cell_soft))
    if exhibit.reference in faults:
        described.append(Words(f"Slip sheet: {faults[exhibit.reference]}", look.cell_soft))
    number = (Words("", look.cell, target, number=True),)
    return (Words(exhibit.reference, look.cell_link, target),), tuple(described), number

"""A pack's cover: whose it is, who receives it, how it is to be handled, and the audit anchor."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from spoc_desk.documents.fonts import BOLD, MONO, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.printable import printable
from spoc_desk.documents.qr_code import draw_qr
from spoc_desk.documents.style import (
    FAINT,
    HAIRLINE,
    INK,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SHADE,
    SOFT,
    TEXT_WIDTH,
    Styles,
    facts,
    text,
)
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.packs import AuditAnchor, PackContent, exhibits_shown

_BAND = 118.0
_SERVED = "The case papers carry no addresses or contacts of people; exhibits are {}"
_VOLUMES = "{} files, each numbered from 1; “2: p. 14” is page 14 of volume 2. This is volume 1."


def cover_story(content: PackContent, page_styles: Styles, volumes: int = 1) -> list[Flowable]:
    """The words of the cover, below the band that `draw_cover` paints."""
    statements = sum(exhibit.statement for exhibit in content.exhibits)
    rows = [
        ("Recipient", content.recipient),
        ("Purpose", content.purpose),
        ("Served copy", _SERVED.format(exhibits_shown(content)) if content.served else ""),
        ("Crime reference", content.crime_reference),
        ("URN", content.urn),
        ("Takes the place of", content.supersedes),
        ("Adds to", content.continues),
        ("What changed", content.change_note),
        ("Casefile", content.casefile_reference),
        ("Officer in the case", content.oic),
        ("Authorised", content.authorisation),
        ("Issued", full_stamp(content.issued_at)),
        ("Exhibits", f"{len(content.exhibits) - statements}"),
        ("Statements", f"{statements}" if statements else ""),
        ("Volumes", _VOLUMES.format(volumes) if volumes > 1 else ""),
    ]
    story: list[Flowable] = [
        Spacer(1, _BAND - 6),
        text("Evidence pack", page_styles.subtitle),
        text(content.title, page_styles.title),
        text(content.pack_reference, page_styles.subtitle),
        Spacer(1, 14),
    ]
    if content.demonstration:
        words = "DEMONSTRATION: the force, the people and the events in this pack are fictional."
        story += [text(words, page_styles.alarm), Spacer(1, 6)]
    story.append(facts([row for row in rows if row[1]], page_styles, 130))
    if content.handling:
        story += [
            Spacer(1, 14),
            text("Handling", page_styles.label),
            text(content.handling, page_styles.body),
        ]
    return story


def draw_cover(canvas: Canvas, content: PackContent, versions: Sequence[str], hashes: str) -> None:
    """The band with the force's name at the head, the audit anchor with its QR code at the foot.

    hashes: where the list of hashes stands, such as "in volume 1".
    """
    top = PAGE_HEIGHT - 62
    canvas.setFillColor(NAVY)
    canvas.rect(MARGIN, top - _BAND + 26, TEXT_WIDTH, _BAND - 40, stroke=0, fill=1)
    canvas.setFillColor(SHADE)
    _fitted(canvas, content.force, BOLD, 21, (MARGIN + 20, top - 60), TEXT_WIDTH - 40)
    _anchor(canvas, content.anchor, versions, hashes)


def _anchor(canvas: Canvas, anchor: AuditAnchor, versions: Sequence[str], hashes: str) -> None:
    base, side = 74.0, 74.0
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, base + side + 14, PAGE_WIDTH - MARGIN, base + side + 14)
    draw_qr(canvas, anchor.payload, MARGIN, base, side)
    left = MARGIN + side + 16
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 9)
    canvas.drawString(left, base + side - 9, f"Audit anchor {anchor.sequence}")
    canvas.setFont(MONO, 7.2)
    canvas.drawString(left, base + side - 23, " ".join(_groups(anchor.head[:32])))
    canvas.drawString(left, base + side - 33, " ".join(_groups(anchor.head[32:])))
    canvas.setFillColor(SOFT)
    canvas.setFont(SANS, 7.2)
    lines = [
        "Head of the vault's chained audit log when this pack was made. A later change to the log breaks it.",
        f"Every exhibit's SHA-256 stands in the list of hashes {hashes}, with the way to check it.",
        *versions,
    ]
    for index, line in enumerate(lines):
        canvas.setFillColor(SOFT if index < 2 else FAINT)
        canvas.drawString(left, base + side - 46 - 9.4 * index, line)


def _fitted(canvas: Canvas, words: str, face: str, size: float, at: tuple[float, float], room: float) -> None:
    told = printable(words).text
    wide = LineSetter(face, size).width(told)
    LineSetter(face, size * min(1.0, room / max(wide, 1.0))).draw(canvas, told, at, room, told)


def _groups(digits: str) -> list[str]:
    return [digits[index : index + 8] for index in range(0, len(digits), 8)]

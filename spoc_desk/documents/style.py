"""The printed page's look: colours, margins, paragraph styles, tables, and simple numbered sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from spoc_desk.documents.fonts import BOLD, ITALIC, MONO, SANS
from spoc_desk.documents.lines import needs_shaping
from spoc_desk.documents.printable import markup
from spoc_desk.documents.shaped_text import ShapedText

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 54.0
"""Left and right margin of text pages, in points."""
TOP = 72.0
BOTTOM = 68.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
HEADER_BASELINE = 30.0
"""How far below the top edge the marking stands; stamps never reach lower than TOP."""
FOOTER_BASELINE = 30.0

INK = HexColor("#0B0C0C")
SOFT = HexColor("#484949")
FAINT = HexColor("#6B7480")
NAVY = HexColor("#0E2A45")
ACCENT = HexColor("#1A65A6")
HAIRLINE = HexColor("#C5CDD6")
SHADE = HexColor("#F1F5F9")
ALARM = HexColor("#B3261E")


@dataclass(frozen=True, slots=True)
class Styles:
    """Every paragraph style a document may use."""

    title: ParagraphStyle
    subtitle: ParagraphStyle
    heading: ParagraphStyle
    subheading: ParagraphStyle
    body: ParagraphStyle
    note: ParagraphStyle
    label: ParagraphStyle
    value: ParagraphStyle
    cell: ParagraphStyle
    cell_bold: ParagraphStyle
    cell_link: ParagraphStyle
    cell_soft: ParagraphStyle
    cell_number: ParagraphStyle
    cell_mono: ParagraphStyle
    cell_head: ParagraphStyle
    mono: ParagraphStyle
    alarm: ParagraphStyle


def styles() -> Styles:
    """The styles, made anew for each document. The fonts must be registered first."""
    return Styles(
        title=_style("title", BOLD, 25, 31, NAVY, spaceAfter=6),
        subtitle=_style("subtitle", SANS, 12.5, 18, SOFT),
        heading=_style("heading", BOLD, 17, 22, NAVY, spaceAfter=9),
        subheading=_style("subheading", BOLD, 11, 15, NAVY, spaceBefore=12, spaceAfter=4),
        body=_style("body", SANS, 9.5, 13.5, INK, spaceAfter=5),
        note=_style("note", ITALIC, 8.5, 12, SOFT, spaceAfter=5),
        label=_style("label", SANS, 8, 11.4, FAINT),
        value=_style("value", SANS, 10, 14, INK),
        cell=_style("cell", SANS, 8.5, 11.5, INK),
        cell_bold=_style("cell-bold", BOLD, 8.5, 11.5, INK),
        cell_link=_style("cell-link", BOLD, 8.5, 11.5, ACCENT),
        cell_soft=_style("cell-soft", SANS, 7.5, 10.5, SOFT),
        cell_number=_style("cell-number", SANS, 8.5, 11.5, INK, alignment=TA_RIGHT),
        cell_mono=_style("cell-mono", MONO, 6.8, 9.6, INK),
        cell_head=_style("cell-head", BOLD, 7.5, 10, SOFT),
        mono=_style("mono", MONO, 8.2, 11.2, INK),
        alarm=_style("alarm", BOLD, 9.5, 13.5, ALARM, spaceAfter=4),
    )


def text(words: str, style: ParagraphStyle) -> Flowable:
    """A paragraph of plain words in any script: escaped, missing glyphs marked, long words broken."""
    if needs_shaping(words):
        return ShapedText(words, style)
    return Paragraph(markup(words, style.fontName), style)


def heading(words: str, style: ParagraphStyle, room: float = 110) -> list[Flowable]:
    """A heading that never stands alone at the foot of a page.

    Not keepWithNext: with a long table that would push the whole table to the next page.
    """
    return [CondPageBreak(room), text(words, style)]


def _style(
    name: str, font: str, size: float, leading: float, colour: Color, **more: object
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=colour,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
        **more,
    )


def table(
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    head: Sequence[str] = (),
    page_styles: Styles,
) -> LongTable:
    """A hairline table whose head repeats on every page; rows hold flowables or lists of them.

    Give at most 200 rows at a time: ReportLab's tables grow faster than linear.
    """
    first = [[text(word, page_styles.cell_head) for word in head]] if head else []
    made = LongTable([*first, *rows], colWidths=list(widths), repeatRows=len(first), hAlign="LEFT")
    rules: list[tuple[object, ...]] = [
        # Else ReportLab names Helvetica for the cells, a face that is not in the file.
        ("FONTNAME", (0, 0), (-1, -1), SANS),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 9),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ("LINEBELOW", (0, len(first)), (-1, -1), 0.4, HAIRLINE),
    ]
    if first:
        rules.append(("LINEBELOW", (0, 0), (-1, 0), 0.9, NAVY))
    made.setStyle(TableStyle(rules))
    return made


def facts(pairs: Sequence[tuple[str, str]], page_styles: Styles, label_width: float = 120) -> LongTable:
    """Labels on the left, values on the right, a hairline between: for covers and slips."""
    rows = [[text(label, page_styles.label), text(value, page_styles.value)] for label, value in pairs]
    made = table(rows, (label_width, TEXT_WIDTH - label_width), page_styles=page_styles)
    # The smaller label stands on the same line as its value.
    made.setStyle(TableStyle([("TOPPADDING", (0, 0), (0, -1), 6)]))
    return made


def draw_marks(canvas: Canvas, width: float, height: float, marking: str, demonstration: bool) -> None:
    """The protective marking top and bottom, and the word DEMONSTRATION beside the top one."""
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 9.5)
    canvas.drawCentredString(width / 2, height - HEADER_BASELINE, marking)
    canvas.drawCentredString(width / 2, FOOTER_BASELINE, marking)
    if demonstration:
        draw_demonstration(canvas, width - MARGIN, height - HEADER_BASELINE)
    canvas.restoreState()


def draw_demonstration(canvas: Canvas, right: float, baseline: float) -> None:
    """The red DEMONSTRATION tab, ending at `right`."""
    word, size = "DEMONSTRATION", 7.5
    wide = canvas.stringWidth(word, BOLD, size) + 10
    canvas.setFillColor(ALARM)
    canvas.roundRect(right - wide, baseline - 4, wide, 14, 2.5, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(BOLD, size)
    canvas.drawString(right - wide + 5, baseline + 0.4, word)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text of a simple document: returns, letters, recovery sheets."""

    title: str
    marking: str = ""
    footer: str = ""
    demonstration: bool = False


def print_sheet(destination: BinaryIO, story: Sequence[Flowable], sheet: Sheet) -> int:
    """Write the story as A4 pages, each marked and numbered "Page i of n"; returns n.

    The caller registers the fonts first. The same story gives the same bytes.
    """

    class Numbered(Canvas):  # type: ignore[misc]
        """Holds pages back until their number is known."""

        def showPage(self) -> None:  # noqa: N802  (the base class names it)
            held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(held, 1):
                self.__dict__.update(page)
                _furnish(self, sheet, number, len(held))
                super().showPage()
            super().save()

    held: list[dict[str, object]] = []
    document = SimpleDocTemplate(
        destination,
        pagesize=A4,
        leftMargin=MARGIN - 6,
        rightMargin=MARGIN - 6,
        topMargin=TOP - 6,
        bottomMargin=BOTTOM - 6,
        title=sheet.title,
        author="SPOC Desk",
        lang="en-GB",
        invariant=1,
    )
    document.build(list(story) or [Spacer(1, 1)], canvasmaker=Numbered)
    return len(held)


def _furnish(canvas: Canvas, sheet: Sheet, number: int, total: int) -> None:
    draw_marks(canvas, PAGE_WIDTH, PAGE_HEIGHT, sheet.marking, sheet.demonstration)
    canvas.saveState()
    canvas.setFillColor(SOFT)
    canvas.setFont(SANS, 8)
    canvas.drawString(MARGIN, FOOTER_BASELINE, sheet.footer)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, FOOTER_BASELINE, f"Page {number} of {total}")
    canvas.restoreState()

"""The drawn parts of a printed return: the nil panel, the key figures, the bars, the chips, the anchor."""

from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Table, TableStyle

from spoc_desk.documents.fonts import BOLD, MONO, SANS
from spoc_desk.documents.qr_code import draw_qr
from spoc_desk.documents.style import ACCENT, HAIRLINE, INK, NAVY, SHADE, SOFT, TEXT_WIDTH, text
from spoc_desk.domain.packs import AuditAnchor

CALM, CAUTION, GRAVE, ALARM_RED = (HexColor(shade) for shade in ("#1F6F43", "#8A5A00", "#AD4A12", "#9B1C1C"))
RISK_COLOURS = {"low": CALM, "med": CAUTION, "high": GRAVE, "critical": ALARM_RED}
# A table sets even its empty cells in Helvetica unless told otherwise, and Helvetica is not embedded.
WHOLE_FACE = ("FONTNAME", (0, 0), (-1, -1), SANS)
_PALE = HexColor("#C9DDF0")


def nil_panel(words: str) -> Table:
    """The words NIL RETURN, too large to overlook, with what they mean below."""
    big = ParagraphStyle("nil", fontName=BOLD, fontSize=34, leading=42, textColor=NAVY, alignment=TA_CENTER)
    small = ParagraphStyle(
        "nil-note", fontName=SANS, fontSize=10.5, leading=15, textColor=SOFT, alignment=TA_CENTER
    )
    panel = Table([[text("NIL RETURN", big)], [text(words, small)]], colWidths=[TEXT_WIDTH])
    panel.setStyle(
        TableStyle(
            [
                WHOLE_FACE,
                ("BOX", (0, 0), (-1, -1), 1.6, NAVY),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("TOPPADDING", (0, 0), (-1, 0), 16),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 18),
            ]
        )
    )
    return panel


def key_figures(figures: Sequence[tuple[int, str]]) -> Table:
    """Large numbers side by side, each over its label."""
    gap = 8.0
    wide = (TEXT_WIDTH - gap * (len(figures) - 1)) / len(figures)
    number = ParagraphStyle("figure", fontName=BOLD, fontSize=22, leading=27, textColor=NAVY)
    label = ParagraphStyle("figure-label", fontName=SANS, fontSize=8, leading=10.5, textColor=SOFT)
    cells: list[object] = []
    for count, words in figures:
        cells += [[text(f"{count}", number), text(words, label)], ""]
    tiles = Table([cells[:-1]], colWidths=[wide, gap] * (len(figures) - 1) + [wide], hAlign="LEFT")
    rules: list[tuple[object, ...]] = [WHOLE_FACE, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for index in range(0, 2 * len(figures), 2):
        rules += [
            ("BACKGROUND", (index, 0), (index, 0), SHADE),
            ("LINEABOVE", (index, 0), (index, 0), 2, ACCENT),
            ("LEFTPADDING", (index, 0), (index, 0), 10),
            ("TOPPADDING", (index, 0), (index, 0), 7),
            ("BOTTOMPADDING", (index, 0), (index, 0), 9),
        ]
    tiles.setStyle(TableStyle(rules))
    return tiles


class Chips(Flowable):  # type: ignore[misc]
    """Short words on coloured tabs in a row; the colour never says what the words do not."""

    def __init__(self, chips: Sequence[tuple[str, Color]], size: float = 7.5) -> None:
        super().__init__()
        self.chips = chips
        self.size = size
        self.height = size + 8

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as there is room, one line high."""
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Paint them from the left."""
        left = 0.0
        for words, colour in self.chips:
            wide = self.canv.stringWidth(words, BOLD, self.size) + 12
            self.canv.setFillColor(colour)
            self.canv.roundRect(left, 0, wide, self.height - 1, 3, stroke=0, fill=1)
            self.canv.setFillColor(white)
            self.canv.setFont(BOLD, self.size)
            self.canv.drawString(left + 6, 4, words)
            left += wide + 5


class CategoryBars(Flowable):  # type: ignore[misc]
    """Each category's incidents to date as a pale bar, the new ones dark at its start, both as numbers."""

    ROW = 15.0
    FEWEST = 4

    def __init__(self, rows: Sequence[tuple[str, int, int]], longest: int | None = None) -> None:
        super().__init__()
        self.rows = rows
        self.longest = longest or max((to_date for _, _, to_date in rows), default=1)
        self.height = self.ROW * (len(rows) + 1)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The full width, a line for each category and one for the head."""
        self.width = width
        return width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """What fits here and the rest, on one scale; nothing here when fewer than four bars would."""
        fit = int(height / self.ROW) - 1
        if fit < self.FEWEST:
            return []
        return [CategoryBars(self.rows[:fit], self.longest), CategoryBars(self.rows[fit:], self.longest)]

    def draw(self) -> None:
        """Paint the head and the bars."""
        start, stop = 178.0, self.width - 78
        base = self.height - self.ROW + 4
        self._numbers(base, "New", "To date", BOLD, SOFT, 7.5)
        for label, new, to_date in self.rows:
            base -= self.ROW
            self.canv.setFillColor(INK)
            self.canv.setFont(BOLD if new else SANS, 8.5)
            self.canv.drawString(0, base, label)
            for count, colour in ((to_date, _PALE), (new, ACCENT)):
                self.canv.setFillColor(colour)
                self.canv.rect(start, base - 2, (stop - start) * count / self.longest, 9, stroke=0, fill=1)
            self._numbers(base, f"{new}", f"{to_date}", BOLD if new else SANS, INK, 8.5)

    def _numbers(self, base: float, new: str, to_date: str, face: str, colour: Color, size: float) -> None:
        self.canv.setFillColor(colour)
        self.canv.setFont(face, size)
        self.canv.drawRightString(self.width - 42, base, new)
        self.canv.drawRightString(self.width, base, to_date)


class AnchorBlock(Flowable):  # type: ignore[misc]
    """The audit anchor: QR code on the left, number and hash beside it."""

    SIDE = 74.0

    def __init__(self, anchor: AuditAnchor, when: str = "when this return was frozen") -> None:
        super().__init__()
        self.anchor = anchor
        self.when = when
        self.height = self.SIDE + 4

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The full width, as high as the code."""
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Paint the code and the words."""
        head = self.anchor.head
        left, top = self.SIDE + 16, self.SIDE - 9
        draw_qr(self.canv, self.anchor.payload, 0, 0, self.SIDE)
        self.canv.setFillColor(INK)
        self.canv.setFont(BOLD, 9)
        self.canv.drawString(left, top, f"Audit anchor {self.anchor.sequence}")
        self.canv.setFont(MONO, 7.2)
        for line, half in enumerate((head[:32], head[32:])):
            self.canv.drawString(left, top - 14 - 10 * line, _grouped(half))
        self.canv.setFillColor(SOFT)
        self.canv.setFont(SANS, 7.2)
        self.canv.drawString(
            left,
            top - 40,
            f"Head of the vault's chained audit log {self.when}. Keep this page:",
        )
        self.canv.drawString(
            left, top - 49.4, "any later change to the log before that entry can be shown by it."
        )


class Rule(Flowable):  # type: ignore[misc]
    """A hairline across the page."""

    height = 1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The full width."""
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Paint it."""
        self.canv.setStrokeColor(HAIRLINE)
        self.canv.setLineWidth(0.4)
        self.canv.line(0, 0, self.width, 0)


def _grouped(digits: str) -> str:
    return " ".join(digits[index : index + 8] for index in range(0, len(digits), 8))

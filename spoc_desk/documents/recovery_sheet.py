"""The recovery sheet: a vault's recovery key on one sheet of paper, as text to type and as a QR code."""

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from spoc_desk.documents.fonts import BOLD, MONO, MONO_BOLD, SANS, register_fonts
from spoc_desk.documents.qr_code import draw_qr
from spoc_desk.documents.style import (
    FAINT,
    HAIRLINE,
    INK,
    SOFT,
    TEXT_WIDTH,
    Sheet,
    Styles,
    facts,
    print_sheet,
    styles,
    text,
)

MARKING = "OFFICIAL-SENSITIVE"

_ROW_HEIGHT = 27.0
_BLOCK_WIDTH = 62.0
_NUMBER_WIDTH = 30.0
_QR_SIDE = 146.0
_QUIET_DOTS = 4

_KEEPING = (
    "Print this sheet once, on a printer beside you. Save no copy: no file, no photograph, no scan.",
    "Type back the two rows that the program asks for. That proves the paper can be read.",
    "Seal it in an envelope, sign across the flap, and lodge it in a safe in another building.",
    "Record where it lies and who may fetch it. Two people together, never one alone.",
    "If it is ever lost, or the envelope opened without cause, tell the force’s security officer at once.",
)
_USING = (
    "In the unlock window choose the recovery sheet and type the five rows. "
    "Capitals, spaces and dashes do not matter. The key has no letters O, I or B and no digit 1: what looks "
    "like one of them is 0, L, 8 or L. Without this program, the stock program age opens recovery.age in "
    "the vault’s folder: the key file for it is the fixed start followed by the five rows, without spaces."
)
_HANDWRITTEN = ("Lodged by", "Witnessed by", "Date and time", "Kept in")


def recovery_sheet(
    identity: str,
    rows: Sequence[Sequence[str]],
    *,
    force: str,
    vault: str,
    made: str,
    fonts: Path,
    demonstration: bool = False,
) -> bytes:
    """The sheet as a PDF in memory. Nobody but the printer may be given it, and no disk.

    identity is the whole key; rows are its blocks after the fixed start. made is when, in words.
    """
    register_fonts(fonts)
    page_styles = styles()
    start = identity[: len(identity) - sum(len(block) for row in rows for block in row)]
    story: list[Flowable] = [
        text("Recovery sheet", page_styles.title),
        text(f"The way back into the {force} vault when every passphrase is lost", page_styles.subtitle),
        Spacer(1, 10),
        facts((("Force", force), ("Vault", vault), ("Made", made)), page_styles),
        Spacer(1, 16),
        _KeyBlock(start, rows, identity),
        Spacer(1, 15),
        text(
            "Whoever holds this sheet and a copy of the vault can read everything in it. There is no "
            "other way back: without a passphrase or this sheet, the records are gone for good.",
            page_styles.value,
        ),
        text("Keeping it", page_styles.subheading),
        numbered(_KEEPING, page_styles),
        text("Using it", page_styles.subheading),
        text(_USING, page_styles.body),
        Spacer(1, 10),
        to_fill_in(page_styles),
    ]
    written = io.BytesIO()
    print_sheet(written, story, Sheet("Recovery sheet", MARKING, "SPOC Desk recovery sheet", demonstration))
    return written.getvalue()


class _KeyBlock(Flowable):  # type: ignore[misc]
    """The numbered rows on the left and the same key as a QR code on the right, in a frame."""

    def __init__(self, start: str, rows: Sequence[Sequence[str]], identity: str) -> None:
        super().__init__()
        self._start = start
        self._rows = rows
        self._identity = identity
        self.width = TEXT_WIDTH
        self.height = max(_ROW_HEIGHT * (len(rows) + 1) + 24, _QR_SIDE + 40)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.roundRect(0, 0, self.width, self.height, 7)
        top = self.height - 18
        canvas.setFillColor(SOFT)
        canvas.setFont(SANS, 8)
        canvas.drawString(16, top - 4, "Always begins")
        canvas.setFont(MONO, 10.5)
        canvas.drawString(16 + _NUMBER_WIDTH + 42, top - 5, self._start)
        for number, row in enumerate(self._rows, 1):
            self._draw_row(number, row, top - 12 - number * _ROW_HEIGHT)
        left = self.width - _QR_SIDE - 16
        bottom = (self.height - _QR_SIDE) / 2 + 7
        draw_qr(canvas, self._identity, left, bottom, _QR_SIDE, error="q", quiet=_QUIET_DOTS)
        canvas.setFillColor(SOFT)
        canvas.setFont(SANS, 8)
        canvas.drawCentredString(
            left + _QR_SIDE / 2, bottom - 11, "The whole key, for a scanner kept offline"
        )

    def _draw_row(self, number: int, row: Sequence[str], baseline: float) -> None:
        canvas: Canvas = self.canv
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(16, baseline + 20, self.width - _QR_SIDE - 34, baseline + 20)
        canvas.setFillColor(INK)
        canvas.circle(25, baseline + 5.5, 9, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, 10)
        canvas.drawCentredString(25, baseline + 2, str(number))
        canvas.setFillColor(INK)
        canvas.setFont(MONO_BOLD, 18)
        for place, block in enumerate(row):
            canvas.drawString(16 + _NUMBER_WIDTH + place * _BLOCK_WIDTH, baseline, block)


def numbered(sentences: Sequence[str], page_styles: Styles) -> Table:
    """Sentences in a numbered list."""
    rows = [
        [text(f"{number}.", page_styles.body), text(sentence, page_styles.body)]
        for number, sentence in enumerate(sentences, 1)
    ]
    made = Table(rows, colWidths=[16, TEXT_WIDTH - 16], hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("FONTNAME", (0, 0), (-1, -1), SANS),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), -1),
            ]
        )
    )
    return made


def to_fill_in(page_styles: Styles) -> Table:
    """Where whoever lodges the paper signs for it."""
    half = TEXT_WIDTH / 2
    labels = [text(label, page_styles.label) for label in _HANDWRITTEN]
    made = Table([labels[:2], labels[2:]], colWidths=[half, half], rowHeights=[34, 34], hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("FONTNAME", (0, 0), (-1, -1), SANS),
                ("BOX", (0, 0), (-1, -1), 0.5, FAINT),
                ("INNERGRID", (0, 0), (-1, -1), 0.5, FAINT),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return made

"""Recovery shares: a vault's recovery key as three sheets of paper, any two of which open the vault."""

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer

from spoc_desk.documents.fonts import MONO_BOLD, SANS, register_fonts
from spoc_desk.documents.qr_code import draw_qr
from spoc_desk.documents.recovery_sheet import MARKING, numbered, to_fill_in
from spoc_desk.documents.style import (
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

_COLUMNS = 3
_ROW_HEIGHT = 21.0
_QR_SIDE = 132.0
_QUIET_DOTS = 4
_HOLDERS = (
    "the SPOC, in a safe that only the SPOC opens",
    "the force’s security officer, in another building",
    "the head of legal services, or another chief officer, in a third place",
)
_KEEPING = (
    "Give each of the three sheets to somebody else, in a sealed envelope signed across the flap.",
    "Print each once. Save no copy: no file, no photograph, no scan. Never keep two in one place.",
    "Type back the words that the program asks for. That proves the paper can be read.",
    "If a sheet is lost or an envelope opened without cause, make a new set: then all old sheets are dead.",
)
_USING = (
    "In the unlock window choose the recovery sheet and type the words of any two shares, one after the "
    "other, in any order. The first four letters of a word are enough; capitals do not matter. These are "
    "SLIP-39 words with an empty passphrase: any SLIP-39 program joins two shares to the 32 bytes of an "
    "age key, which opens recovery.age in the vault’s folder."
)


def share_sheets(
    shares: Sequence[Sequence[str]],
    *,
    force: str,
    vault: str,
    made: str,
    fonts: Path,
    demonstration: bool = False,
) -> bytes:
    """One page for each share, as a PDF in memory. Nobody but the printer may be given it, and no disk.

    shares: the words of each; made: when, in words.
    """
    register_fonts(fonts)
    page_styles = styles()
    story: list[Flowable] = []
    for number, words in enumerate(shares, 1):
        told = (("Force", force), ("Vault", vault), ("Made", made))
        story += [PageBreak()] if number > 1 else []
        story += _page(number, len(shares), words, told, page_styles)
    written = io.BytesIO()
    print_sheet(written, story, Sheet("Recovery share", MARKING, "SPOC Desk recovery shares", demonstration))
    return written.getvalue()


def _page(
    number: int, count: int, words: Sequence[str], told: tuple[tuple[str, str], ...], page_styles: Styles
) -> list[Flowable]:
    return [
        text(f"Recovery share {number} of {count}", page_styles.title),
        text("Any two open the vault. One alone is worth nothing.", page_styles.subtitle),
        Spacer(1, 8),
        facts((*told, ("Held by", _HOLDERS[number - 1])), page_styles),
        Spacer(1, 12),
        _Words(words),
        text("Keeping it", page_styles.subheading),
        numbered(_KEEPING, page_styles),
        text("Using it", page_styles.subheading),
        text(_USING, page_styles.body),
        Spacer(1, 8),
        to_fill_in(page_styles),
    ]


class _Words(Flowable):  # type: ignore[misc]
    """Numbered words in three columns, read along the row, and the same as a QR code on the right."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words
        self.width = TEXT_WIDTH
        self.height = _ROW_HEIGHT * -(-len(words) // _COLUMNS) + 22

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.roundRect(0, 0, self.width, self.height, 7)
        for place, word in enumerate(self._words):
            self._draw_word(place, word)
        left, bottom = self.width - _QR_SIDE - 12, (self.height - _QR_SIDE) / 2 + 7
        draw_qr(canvas, " ".join(self._words), left, bottom, _QR_SIDE, error="m", quiet=_QUIET_DOTS)
        canvas.setFillColor(SOFT)
        canvas.setFont(SANS, 8)
        canvas.drawCentredString(left + _QR_SIDE / 2, bottom - 11, "The same words, for an offline scanner")

    def _draw_word(self, place: int, word: str) -> None:
        canvas: Canvas = self.canv
        row, column = divmod(place, _COLUMNS)
        width = (self.width - _QR_SIDE - 28) / _COLUMNS
        left, baseline = 14 + column * width, self.height - 25 - row * _ROW_HEIGHT
        if row and not column:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.5)
            canvas.line(14, baseline + 15, self.width - _QR_SIDE - 20, baseline + 15)
        canvas.setFillColor(SOFT)
        canvas.setFont(SANS, 8)
        canvas.drawRightString(left + 11, baseline, str(place + 1))
        canvas.setFillColor(INK)
        canvas.setFont(MONO_BOLD, 11.5)
        canvas.drawString(left + 17, baseline, word)

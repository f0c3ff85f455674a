"""The QR code as every printed page paints it."""

import io

import pypdfium2
import pytest
import segno
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.qr_code import draw_qr

PAYLOAD = "SPOC Desk audit anchor 1284 " + "ab" * 32


@pytest.mark.parametrize(("error", "quiet"), [("m", 0), ("q", 4)])
def test_the_painted_dots_are_the_codes_dots_within_their_square(error: str, quiet: int) -> None:
    matrix = [[bool(dark) for dark in line] for line in segno.make(PAYLOAD, error=error, micro=False).matrix]
    across = len(matrix) + 2 * quiet
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(across + 20.0, across + 20.0), invariant=1)
    draw_qr(canvas, PAYLOAD, 10, 10, across, error=error, quiet=quiet)
    canvas.showPage()
    canvas.save()
    drawn = pypdfium2.PdfDocument(buffer.getvalue())[0].render(scale=4).to_pil().convert("L")
    inked = drawn.point(lambda shade: 255 * (shade < 128))
    side = 4 * (10 + quiet)
    assert inked.getbbox() == (side, side, side + 4 * len(matrix), side + 4 * len(matrix))
    seen = [
        [bool(inked.getpixel((side + 4 * x + 2, side + 4 * y + 2))) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert seen == matrix

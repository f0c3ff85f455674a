"""A QR code as rectangles: sharp at any size, and the same in every build."""

import segno
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.style import INK


def draw_qr(
    canvas: Canvas, payload: str, left: float, base: float, side: float, *, error: str = "m", quiet: int = 0
) -> None:
    """Paint the code of those words into the square whose lower left corner is (left, base), in points.

    error: the level of correction, one of l, m, q and h. quiet: dots left blank around it, within the square.
    """
    matrix = segno.make(payload, error=error, micro=False).matrix
    dot = side / (len(matrix) + 2 * quiet)
    path = canvas.beginPath()
    for row, line in enumerate(matrix, quiet):
        top = base + side - (row + 1) * dot
        for start, length in _dark_runs(line):
            path.rect(left + (start + quiet) * dot, top, length * dot, dot)
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _dark_runs(line: bytes | bytearray) -> list[tuple[int, int]]:
    """Neighbouring dark dots as (start, length), so that no hairline shows between them."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs

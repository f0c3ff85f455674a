"""Draws the Lucide icons in any colour and size, sharp on any screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap


def drawn(folder: Path, name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """An icon as a square pixmap. side: logical pixels. Raises FileNotFoundError for an unknown name."""
    from PySide6.QtSvg import QSvgRenderer  # the unlock window paints before it needs one

    svg = (folder / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap

"""Loads the bundled Inter, so that every machine shows the same letters."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
# The two that the unlock window paints come first; the others can wait until it is up.
FIRST = ("Inter-Regular.otf", "Inter-SemiBold.otf")
LATER = ("Inter-Medium.otf", "Inter-Bold.otf")


def load(folder: Path, names: tuple[str, ...]) -> None:
    """Registers fonts with Qt. Raises FileNotFoundError when one is missing or broken."""
    for name in names:
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FileNotFoundError(str(folder / name))


def made(pixels: int, weight: int, *, tabular: bool) -> QFont:
    """Inter at a size in pixels; tabular figures all have one width, for columns of numbers."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, pixels))
    font.setWeight(QFont.Weight(weight))
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font

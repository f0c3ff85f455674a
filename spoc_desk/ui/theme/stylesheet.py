"""Turns the style sheet's @tokens and pixel sizes into those of the theme and text scale in use."""

from __future__ import annotations

import re
from pathlib import Path

from spoc_desk.ui.theme.tokens import Tokens


def filled(path: Path, tokens: Tokens, scale: float, *, dark: bool) -> str:
    """The style sheet for Qt. Raises KeyError when it names a token that does not exist."""
    colours = tokens.colours()
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    tick = path.parent / ("check-black.svg" if dark else "check-white.svg")
    text = text.replace("@tick", tick.as_posix())
    text = re.sub(r"@(\w+)", lambda found: colours[found[1]], text)
    # One-pixel lines stay one pixel: a border is not text.
    return re.sub(r"\b(\d+)px", lambda found: f"{_scaled(int(found[1]), scale)}px", text)


def _scaled(pixels: int, scale: float) -> int:
    return pixels if pixels <= 2 else round(pixels * scale)

"""The colours of the light and dark themes; each pair of text and ground is at least 4.5:1.

Named tuples rather than dataclasses: these are made before the first window paints, and are made faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette


class Tone(StrEnum):
    """What a status means to the reader; each has its colours and an icon, never colour alone."""

    NEW = "new"
    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"
    URGENT = "urgent"


class Badge(NamedTuple):
    """A status as shown: its tone, its word, and an icon where the tone's own would mislead."""

    tone: Tone
    word: str
    icon: str = ""


class ToneColours(NamedTuple):
    """The pill's text and ground, and the marker at a row's edge."""

    text: str
    ground: str
    marker: str


class Tokens(NamedTuple):
    """Every colour of one theme, by its use."""

    canvas: str
    surface: str
    sunken: str
    text: str
    text2: str
    hint: str
    border: str
    control: str
    accent: str
    accentHover: str
    onAccent: str
    selection: str
    hover: str
    navBg: str
    navText: str
    navMuted: str
    navActive: str
    navHover: str
    navLine: str
    navOn: str
    error: str
    errorGround: str
    warning: str
    warningGround: str
    infoGround: str
    success: str
    focus: str
    onFocus: str
    ring: str
    tones: Mapping[Tone, ToneColours]

    def colours(self) -> dict[str, str]:
        """The plain colours by name, for the style sheet."""
        return {name: value for name, value in self._asdict().items() if name != "tones"}


ICONS: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.NEW: "circle-dot",
        Tone.ACTIVE: "search",
        Tone.WAITING: "clock",
        Tone.DONE: "circle-check",
        Tone.CLOSED: "archive",
        Tone.URGENT: "triangle-alert",
    }
)

# Markers were chosen by a search for the greatest difference under normal, protan, deutan and tritan sight.
LIGHT = Tokens(
    canvas="#F4F8FB", surface="#FFFFFF", sunken="#EEF2F6", text="#0B0C0C", text2="#484949", hint="#5F6368",
    border="#D5DCE3", control="#6B7480", accent="#1A65A6", accentHover="#0F385C", onAccent="#FFFFFF",
    selection="#DCE9F6", hover="#EEF4FA", navBg="#0E2A45", navText="#E4EDF6", navMuted="#A9C0D6",
    navActive="#1A5A94", navHover="#17395A", navLine="#2A4763", navOn="#FFFFFF", error="#B3261E",
    errorGround="#FBEAE9", warning="#7A4300", warningGround="#FFF3DF", infoGround="#E8F1FA",
    success="#0B5C3E", focus="#FFDD00", onFocus="#0B0C0C", ring="#0B0C0C",
    tones=MappingProxyType(
        {
            Tone.NEW: ToneColours("#0F385C", "#D8EAF8", "#1597D8"),
            Tone.ACTIVE: ToneColours("#2A1950", "#E6E0F2", "#381E66"),
            Tone.WAITING: ToneColours("#5C3200", "#FFE9CC", "#C66809"),
            Tone.DONE: ToneColours("#083D29", "#D3E9E0", "#11725A"),
            Tone.CLOSED: ToneColours("#2E3338", "#E6EAED", "#888D93"),
            Tone.URGENT: ToneColours("#FFFFFF", "#991616", "#991616"),
        }
    ),
)  # fmt: skip

DARK = Tokens(
    canvas="#111418", surface="#1A1F25", sunken="#232A32", text="#F3F5F7", text2="#C3CAD2", hint="#9AA5B1",
    border="#343C46", control="#8A95A3", accent="#7FB8EC", accentHover="#B0D5F7", onAccent="#0B0C0C",
    selection="#1F3F5F", hover="#202833", navBg="#0B1118", navText="#E4EDF6", navMuted="#9DB2C7",
    navActive="#1A4F80", navHover="#16222F", navLine="#24313F", navOn="#FFFFFF", error="#FF9C94",
    errorGround="#3A1D1D", warning="#FFD08A", warningGround="#37290F", infoGround="#17293B",
    success="#7FD1AE", focus="#FFDD00", onFocus="#0B0C0C", ring="#FFDD00",
    tones=MappingProxyType(
        {
            Tone.NEW: ToneColours("#BFE0F7", "#123A56", "#1374BF"),
            Tone.ACTIVE: ToneColours("#DDD3F3", "#3A2A63", "#B2A3CC"),
            Tone.WAITING: ToneColours("#FFD9A6", "#553305", "#E58516"),
            Tone.DONE: ToneColours("#B5E5D1", "#0E4636", "#49B789"),
            Tone.CLOSED: ToneColours("#D5DBE1", "#363D45", "#757A7F"),
            Tone.URGENT: ToneColours("#FFFFFF", "#A61E1E", "#BF3939"),
        }
    ),
)  # fmt: skip


def from_palette(palette: QPalette) -> Tokens:
    """The system's own colours, for high contrast: text, ground, highlight, and nothing between."""
    role = QPalette.ColorRole
    ground, text = palette.color(role.Base).name(), palette.color(role.Text).name()
    mark, on_mark = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
    link = palette.color(role.Link).name()
    pill = ToneColours(text, ground, text)
    return Tokens(
        canvas=ground, surface=ground, sunken=ground, text=text, text2=text, hint=text, border=text,
        control=text, accent=link, accentHover=mark, onAccent=on_mark, selection=mark, hover=ground,
        navBg=ground, navText=text, navMuted=text, navActive=mark, navHover=ground, navLine=text,
        navOn=on_mark, error=text, errorGround=ground, warning=text, warningGround=ground, infoGround=ground,
        success=text, focus=mark, onFocus=on_mark, ring=mark,
        tones=MappingProxyType(dict.fromkeys(Tone, pill)),
    )  # fmt: skip


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

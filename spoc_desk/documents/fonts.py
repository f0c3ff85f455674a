"""The faces that documents are printed in, and which of them can set a given character."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SANS = "Spoc"
BOLD = "Spoc-Bold"
ITALIC = "Spoc-Italic"
MONO = "Spoc-Mono"
MONO_BOLD = "Spoc-MonoBold"

# TrueType only: ReportLab cannot embed Inter's CFF outlines.
FILES = {
    SANS: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    MONO: "NotoSansMono-Regular.ttf",
    MONO_BOLD: "NotoSansMono-Bold.ttf",
    "Spoc-Symbols2": "NotoSansSymbols2-Regular.ttf",
    "Spoc-Symbols": "NotoSansSymbols-Regular.ttf",
    "Spoc-Math": "NotoSansMath-Regular.ttf",
    "Spoc-Arabic": "NotoNaskhArabic-Regular.ttf",
    "Spoc-Hebrew": "NotoSansHebrew-Regular.ttf",
    "Spoc-Devanagari": "NotoSansDevanagari-Regular.ttf",
    "Spoc-Bengali": "NotoSansBengali-Regular.ttf",
    "Spoc-Gurmukhi": "NotoSansGurmukhi-Regular.ttf",
    "Spoc-Gujarati": "NotoSansGujarati-Regular.ttf",
    "Spoc-Tamil": "NotoSansTamil-Regular.ttf",
    "Spoc-Thai": "NotoSansThai-Regular.ttf",
}
LATIN = (SANS, BOLD, ITALIC, MONO, MONO_BOLD)
FALLBACKS = tuple(name for name in FILES if name not in LATIN)
_SHAPED_BEFORE = "hbAddPrivate"
SHAPED = frozenset(name for name in FALLBACKS if not name.startswith(("Spoc-Sym", "Spoc-Math")))


def register_fonts(fonts: Path) -> None:
    """Teach ReportLab the bundled faces and the settings that keep its output reproducible.

    `fonts` is resources/fonts. Call it before every document: shaping leaves
    private glyphs behind in a face, and such a face used twice would give the
    same document other bytes. It costs about 30 ms once, then next to nothing.
    Raises FileNotFoundError when the installation is incomplete.
    """
    rl_config.invariant = 1
    rl_config.useA85 = 0
    rl_config.pageCompression = 1
    if not (fonts / "noto" / FILES[SANS]).is_file():
        raise FileNotFoundError(str(fonts / "noto" / FILES[SANS]))
    known = set(pdfmetrics.getRegisteredFontNames())
    for name, file in FILES.items():
        if name not in known or hasattr(pdfmetrics.getFont(name), _SHAPED_BEFORE):
            pdfmetrics.registerFont(TTFont(name, str(fonts / "noto" / file)))
    rl_config.canvas_basefontname = SANS
    for bold, italic, name in ((0, 0, SANS), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(SANS, bold, italic, name)
    for bold, name in ((0, MONO), (1, MONO_BOLD)):
        addMapping(MONO, bold, 0, name)


def covers(face: str, character: str) -> bool:
    """Whether that registered face has a glyph for that character."""
    return ord(character) in pdfmetrics.getFont(face).face.charToGlyph


def face_for(character: str, wanted: str = SANS) -> str | None:
    """The wanted face if it can set the character, else a bundled one that can, else None."""
    for face in (wanted, *FALLBACKS, MONO):
        if covers(face, character):
            return face
    return None


def runs(text: str, wanted: str = SANS) -> Iterator[tuple[str, str]]:
    """The text cut into (face, stretch) in reading order; what no face has stays in `wanted`.

    Joiners and combining marks stay with the face before them, or shaping breaks.
    """
    chosen: list[str] = []
    for character in text:
        before = chosen[-1] if chosen else wanted
        neutral = character in " \u200c\u200d" and before != wanted
        chosen.append(
            before if neutral and covers(before, character) else face_for(character, wanted) or wanted
        )
    for face, pairs in groupby(zip(chosen, text, strict=True), key=lambda pair: pair[0]):
        yield face, "".join(character for _, character in pairs)

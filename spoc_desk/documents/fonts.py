"""The faces that documents are printed in, and which of them can set a given character."""

import re
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
EMOJI = "Spoc-Emoji"
CJK = "Spoc-Cjk"

# TrueType only: ReportLab cannot embed Inter's CFF outlines.
FILES: dict[str, str] = {
    SANS: "noto/NotoSans-Regular.ttf",
    BOLD: "noto/NotoSans-Bold.ttf",
    ITALIC: "noto/NotoSans-Italic.ttf",
    MONO: "noto/NotoSansMono-Regular.ttf",
    MONO_BOLD: "noto/NotoSansMono-Bold.ttf",
    "Spoc-Symbols2": "noto/NotoSansSymbols2-Regular.ttf",
    "Spoc-Symbols": "noto/NotoSansSymbols-Regular.ttf",
    "Spoc-Math": "noto/NotoSansMath-Regular.ttf",
    "Spoc-Arabic": "noto/NotoNaskhArabic-Regular.ttf",
    "Spoc-Hebrew": "noto/NotoSansHebrew-Regular.ttf",
    "Spoc-Devanagari": "noto/NotoSansDevanagari-Regular.ttf",
    "Spoc-Bengali": "noto/NotoSansBengali-Regular.ttf",
    "Spoc-Gurmukhi": "noto/NotoSansGurmukhi-Regular.ttf",
    "Spoc-Gujarati": "noto/NotoSansGujarati-Regular.ttf",
    "Spoc-Tamil": "noto/NotoSansTamil-Regular.ttf",
    "Spoc-Thai": "noto/NotoSansThai-Regular.ttf",
    EMOJI: "noto/NotoEmoji-Regular.ttf",
    CJK: "droid/DroidSansFallbackFull.ttf",
    "Spoc-Korean": "nanum/NanumGothic-Regular.ttf",
}
LATIN = (SANS, BOLD, ITALIC, MONO, MONO_BOLD)
FALLBACKS: tuple[str, ...] = tuple(name for name in FILES if name not in LATIN)
_SHAPED_BEFORE = "hbAddPrivate"
SHAPED = frozenset(
    name for name in FALLBACKS if not name.startswith(("Spoc-Sym", "Spoc-Math", "Spoc-K", EMOJI, CJK))
)
_PICTURES_FROM = "\U0001f000"
# What stands for one picture: a flag, a key, a chain of pictures with their colours. Of the flags made of
# invisible letters only those of the three countries: others could carry words that nobody sees.
_BASE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_ONE = f"{_BASE}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?\ufe0f?"
_COUNTRIES = "|".join(
    "".join(chr(0xE0000 + ord(letter)) for letter in country) for country in ("gbeng", "gbsct", "gbwls")
)
_PICTURE = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    f"|\U0001f3f4(?:{_COUNTRIES})\U000e007f"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_ONE}(?:\u200d{_ONE})*"
)


def register_fonts(fonts: Path) -> None:
    """Teach ReportLab the bundled faces and the settings that keep its output reproducible.

    `fonts` is resources/fonts. Call it before every document: shaping leaves
    private glyphs behind in a face, and such a face used twice would give the
    same document other bytes. It costs about 80 ms once, then next to nothing.
    Raises FileNotFoundError when the installation is incomplete.
    """
    rl_config.invariant = 1
    rl_config.useA85 = 0
    rl_config.pageCompression = 1
    if not (fonts / FILES[SANS]).is_file():
        raise FileNotFoundError(str(fonts / FILES[SANS]))
    known = set(pdfmetrics.getRegisteredFontNames())
    for name, file in FILES.items():
        if name not in known or hasattr(pdfmetrics.getFont(name), _SHAPED_BEFORE):
            pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    rl_config.canvas_basefontname = SANS
    for bold, italic, name in ((0, 0, SANS), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(SANS, bold, italic, name)
    for bold, name in ((0, MONO), (1, MONO_BOLD)):
        addMapping(MONO, bold, 0, name)


def covers(face: str, character: str) -> bool:
    """Whether that registered face has a glyph for that character."""
    return bool(ord(character) in pdfmetrics.getFont(face).face.charToGlyph)


def face_for(character: str, wanted: str = SANS) -> str | None:
    """The wanted face if it can set the character, else a bundled one that can, else None."""
    first: tuple[str, ...] = (EMOJI,) if character >= _PICTURES_FROM else ()
    for face in (*first, wanted, *FALLBACKS, MONO):
        if covers(face, character):
            return face
    return None


def pictures(text: str) -> list[tuple[int, int]]:
    """Where in the text several characters make one picture (emoji), as (start, end)."""
    if text.isascii():
        return []
    return [
        found.span()
        for found in _PICTURE.finditer(text)
        if len(found[0]) > 1 and all(covers(EMOJI, each) for each in found[0])
    ]


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be parted: each picture one, else each character."""
    pieces: list[str] = []
    done = 0
    for start, end in pictures(text):
        pieces += [*text[done:start], text[start:end]]
        done = end
    return [*pieces, *text[done:]]


def runs(text: str, wanted: str = SANS) -> Iterator[tuple[str, str]]:
    """The text cut into (face, stretch) in reading order; what no face has stays in `wanted`.

    Joiners and combining marks stay with the face before them, or shaping breaks.
    """
    chosen: list[tuple[str, str]] = []
    for piece in clusters(text):
        before = chosen[-1][0] if chosen else wanted
        if len(piece) > 1:
            face = EMOJI
        elif piece in " \u200c\u200d" and before in SHAPED and covers(before, piece):
            face = before
        else:
            face = face_for(piece, wanted) or wanted
        chosen.append((face, piece))
    for name, pairs in groupby(chosen, key=lambda pair: pair[0]):
        yield name, "".join(piece for _, piece in pairs)

"""Draws emoji made of several characters as the one picture they stand for, and keeps their words."""

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import shapeStr

from spoc_desk.documents.fonts import EMOJI, clusters

_OWN = 0x100000
_UNSEEN = frozenset("\u200d\ufe0e\ufe0f")
_KNOWN = "spoc_sequences"


def drawn_pictures(words: str) -> str:
    """The words, set in the emoji face, with a character of our own for each sequence that is one picture.

    Readers drop what lies beyond U+FFFF from an ActualText, so each such character is given its words by
    the face's Unicode map: see unicode_maps.
    """
    return "".join(piece if len(piece) == 1 else _drawn(piece) for piece in clusters(words))


def sequence_of(code: int) -> str:
    """The characters that one of our own stands for; empty for any other."""
    known: dict[str, int] = getattr(pdfmetrics.getFont(EMOJI), _KNOWN, {}) if code >= _OWN else {}
    return next((words for words, own in known.items() if own == code), "")


def _drawn(sequence: str) -> str:
    font = pdfmetrics.getFont(EMOJI)
    known: dict[str, int] = font.__dict__.setdefault(_KNOWN, {})
    if sequence not in known:
        shaped = shapeStr(sequence, EMOJI, 10)
        seen = [(glyph, wide) for glyph, wide in zip(shaped, _widths(shaped), strict=True) if wide]
        if len(seen) != 1:
            return "".join(each for each in sequence if each not in _UNSEEN)
        code = known[sequence] = _OWN + len(known)
        glyph, font.face.charWidths[code] = seen[0]
        font.face.charToGlyph[code] = font.face.charToGlyph[ord(glyph)]
    return chr(known[sequence])


def _widths(shaped: str) -> list[float]:
    told = getattr(shaped, "__shapeData__", None)
    return [1.0] * len(shaped) if told is None else [each.x_advance for each in told]

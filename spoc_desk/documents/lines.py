"""Breaks text into lines and sets one line in any script: shaped, in visual order, still searchable."""

import re
from collections.abc import Iterator

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.bidi import has_right_to_left, mirrored, reads_right_to_left, visual_order
from spoc_desk.documents.emoji import drawn_pictures
from spoc_desk.documents.fonts import EMOJI, FALLBACKS, SHAPED, clusters, covers, face_for, pictures, runs

# Chinese and Japanese are written without spaces: a line may end after any of their characters.
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "\u3001\u3002\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_TOKENS = re.compile(rf"\s+|[{_CJK}][{_CLOSING}]*|[^\s{_CJK}]+")
_GLUE = frozenset("\u200d\ufe0e\ufe0f\u20e3")


class LineSetter:
    """Sets lines of one face and size; what the face lacks comes from the bundled fallbacks."""

    def __init__(self, face: str, size: float) -> None:
        self.face, self.size = face, size
        self._width_of: dict[str, float] = {}
        self._own: set[str] = set()

    def wrapped(self, text: str, room: float) -> Iterator[str]:
        """The text in lines no wider than `room` points; a word longer than a line is broken."""
        for stretch in text.split("\n"):
            line, width = "", 0.0
            for token in _TOKENS.findall(stretch):
                wide = self._wide(token)
                if width + wide <= room:
                    line, width = line + token, width + wide
                    continue
                if line.strip() or token.isspace():
                    yield line
                    line, width = "", 0.0
                if token.isspace():
                    continue
                for character in clusters(token):
                    wide = self._wide(character)
                    if width + wide > room and line:
                        yield line
                        line, width = "", 0.0
                    line, width = line + character, width + wide
            yield line

    def draw(self, canvas: Canvas, line: str, at: tuple[float, float], room: float, paragraph: str) -> None:
        """One line, its baseline starting at `at`. `paragraph` decides the direction of all its lines."""
        right_to_left = has_right_to_left(paragraph)
        if not right_to_left and self._plain(line):
            _draw_plain(canvas, self.face, self.size, at, line)
            return
        base = 1 if right_to_left and reads_right_to_left(paragraph) else 0
        pieces = [
            piece
            for level, stretch in (visual_order(line.rstrip(), base) if right_to_left else [(0, line)])
            for piece in _shaped(stretch, level, self.face, self.size)
        ]
        x, y = at
        if base:
            x += max(0.0, room - sum(width for *_, width in pieces))
        for face, words, drawn, width in pieces:
            _draw(canvas, face, self.size, (x, y), words, drawn)
            x += width

    def width(self, line: str) -> float:
        """How wide a line is, in points."""
        return self._wide(line)

    def _plain(self, line: str) -> bool:
        known = self._own
        for character in set(line):
            if character not in known:
                if character in _GLUE or face_for(character, self.face) != self.face:
                    return False
                known.add(character)
        return True

    def _wide(self, text: str) -> float:
        known = self._width_of
        total = 0.0
        for piece in text if text.isascii() else clusters(text):
            wide = known.get(piece)
            if wide is None:
                wide = known[piece] = self._measured(piece)
            total += wide
        return total

    def _measured(self, piece: str) -> float:
        if len(piece) > 1:
            return float(pdfmetrics.stringWidth(drawn_pictures(piece), EMOJI, self.size))
        face = face_for(piece, self.face) or self.face
        return float(pdfmetrics.stringWidth(piece, face, self.size))


def needs_shaping(text: str) -> bool:
    """Whether some of it is in a script whose letters change with their neighbours or run leftwards."""
    if text.isascii():
        return False
    return (
        has_right_to_left(text)
        or bool(pictures(text))
        or any(
            covers(face, character)
            for character in set(text)
            if ord(character) > 0x58F and character.isalpha()
            for face in FALLBACKS
            if face in SHAPED
        )
    )


def _shaped(text: str, level: int, face: str, size: float) -> list[tuple[str, str, str, float]]:
    """A stretch of one direction as (face, words, glyphs to draw, width), from left to right."""
    pieces: list[tuple[str, str, str, float]] = []
    for name, words in runs(text, face):
        drawn: str = words
        if name in SHAPED and any(each.isalpha() for each in words):
            drawn = shapeStr(words, name, size)
        elif name == EMOJI:
            drawn = drawn_pictures(words)
        elif level % 2:
            drawn = mirrored(words)
        pieces.append((name, words, drawn, _width(drawn, name, size)))
    return pieces[::-1] if level % 2 else pieces


def _width(drawn: str, face: str, size: float) -> float:
    if isinstance(drawn, ShapedStr):
        return float(sum(each.x_advance for each in drawn.__shapeData__) * size / 1000)
    return float(pdfmetrics.stringWidth(drawn, face, size))


def _draw_plain(canvas: Canvas, face: str, size: float, at: tuple[float, float], line: str) -> None:
    """What drawString does, in half its time: long tables and chats are hardly anything else."""
    font, document = pdfmetrics.getFont(face), canvas._doc  # noqa: SLF001
    shown = " ".join(
        f"{font.getSubsetInternalName(subset, document)} {size:g} Tf <{letters.hex()}> Tj"
        for subset, letters in font.splitString(line, document)
    )
    if shown:
        canvas._code.append(f"BT 1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm {shown} ET")  # noqa: SLF001


def _draw(canvas: Canvas, face: str, size: float, at: tuple[float, float], words: str, drawn: str) -> None:
    pen = canvas.beginText(*at)
    pen.setFont(face, size)
    pen.textOut(drawn)
    if face == EMOJI or (drawn == words and not isinstance(drawn, ShapedStr)):
        canvas.drawText(pen)
        return
    # Shaping replaces letters by private glyphs; this keeps the words searchable and copyable.
    # Readers (pdfium, Poppler) turn right-to-left text round once more, so it is given turned.
    told = (words[::-1] if has_right_to_left(words) else words).encode("utf-16-be").hex().upper()
    canvas._code.append(f"/Span <</ActualText <FEFF{told}>>> BDC")  # noqa: SLF001
    canvas.drawText(pen)
    canvas._code.append("EMC")  # noqa: SLF001

"""Sets running text of any length straight onto pages: wrapped, shaped, every word kept."""

import re
from collections.abc import Iterator

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.bidi import has_right_to_left, mirrored, reads_right_to_left, visual_order
from spoc_desk.documents.fonts import SANS, SHAPED, face_for, runs
from spoc_desk.documents.printable import printable
from spoc_desk.documents.style import BOTTOM, FAINT, INK, MARGIN, PAGE_HEIGHT, TEXT_WIDTH, TOP

_TOKENS = re.compile(r"\s+|\S+")


class TextPages:
    """Text flowing down A4 pages of a canvas. `marks` counts characters shown as marks."""

    def __init__(self, canvas: Canvas, face: str = SANS, size: float = 9.5, leading: float = 13.0) -> None:
        self.canvas = canvas
        self.face, self.size, self.leading = face, size, leading
        self.y: float = PAGE_HEIGHT - TOP
        self.marks = 0
        self.pages = 0
        self._width_of: dict[str, float] = {}
        self._own: set[str] = set()

    @property
    def at_top(self) -> bool:
        """Whether nothing stands on this page yet."""
        return bool(self.y >= PAGE_HEIGHT - TOP)

    def room(self, height: float) -> None:
        """Start a new page unless that many points are left on this one."""
        if self.y - height < BOTTOM:
            self.finish()

    def finish(self) -> None:
        """End the page."""
        self.canvas.showPage()
        self.pages += 1
        self.y = PAGE_HEIGHT - TOP

    def paragraph(self, text: str, number: int = 0, colour: Color = INK) -> None:
        """One paragraph, wrapped; its number stands in the margin. Empty text leaves an empty line."""
        safe = printable(text)
        self.marks += safe.marks
        words = safe.text.expandtabs(4)
        right_to_left = has_right_to_left(words)
        base = 1 if right_to_left and reads_right_to_left(words) else 0
        for index, line in enumerate(self._wrapped(words)):
            self.room(self.leading)
            self.y -= self.leading
            if number and index == 0:
                self.canvas.setFont(SANS, 5.5)
                self.canvas.setFillColor(FAINT)
                self.canvas.drawRightString(MARGIN - 8, self.y, f"{number}")
            self.canvas.setFillColor(colour)
            self._line(line, right_to_left, base)

    def _line(self, line: str, right_to_left: bool, base: int) -> None:
        if not right_to_left and self._plain(line):
            self.canvas.setFont(self.face, self.size)
            self.canvas.drawString(MARGIN, self.y, line)
            return
        pieces = [
            piece
            for level, stretch in (visual_order(line.rstrip(), base) if right_to_left else [(0, line)])
            for piece in _shaped(stretch, level, self.face, self.size)
        ]
        x = MARGIN
        if base:
            x += max(0.0, TEXT_WIDTH - sum(width for *_, width in pieces))
        for face, words, drawn, width in pieces:
            _draw(self.canvas, face, self.size, (x, self.y), words, drawn)
            x += width

    def _plain(self, line: str) -> bool:
        known = self._own
        for character in set(line):
            if character not in known:
                if face_for(character, self.face) != self.face:
                    return False
                known.add(character)
        return True

    def _wrapped(self, text: str) -> Iterator[str]:
        """The text in lines no wider than the page; a word longer than a line is broken."""
        for stretch in text.split("\n"):
            line, width = "", 0.0
            for token in _TOKENS.findall(stretch):
                wide = self._wide(token)
                if width + wide <= TEXT_WIDTH:
                    line, width = line + token, width + wide
                    continue
                if token.isspace():
                    yield line
                    line, width = "", 0.0
                    continue
                if line.strip():
                    yield line
                    line, width = "", 0.0
                for character in token:
                    wide = self._wide(character)
                    if width + wide > TEXT_WIDTH:
                        yield line
                        line, width = "", 0.0
                    line, width = line + character, width + wide
            yield line

    def _wide(self, text: str) -> float:
        known = self._width_of
        total = 0.0
        for character in text:
            wide = known.get(character)
            if wide is None:
                face = face_for(character, self.face) or self.face
                wide = known[character] = pdfmetrics.stringWidth(character, face, self.size)
            total += wide
        return total


def _shaped(text: str, level: int, face: str, size: float) -> list[tuple[str, str, str, float]]:
    """A stretch of one direction as (face, words, glyphs to draw, width), from left to right."""
    pieces: list[tuple[str, str, str, float]] = []
    for name, words in runs(text, face):
        drawn: str = words
        if name in SHAPED and any(each.isalpha() for each in words):
            drawn = shapeStr(words, name, size)
        elif level % 2:
            drawn = mirrored(words)
        if isinstance(drawn, ShapedStr):
            width = sum(each.x_advance for each in drawn.__shapeData__) * size / 1000
        else:
            width = pdfmetrics.stringWidth(drawn, name, size)
        pieces.append((name, words, drawn, width))
    return pieces[::-1] if level % 2 else pieces


def _draw(canvas: Canvas, face: str, size: float, at: tuple[float, float], words: str, drawn: str) -> None:
    pen = canvas.beginText(*at)
    pen.setFont(face, size)
    if drawn != words or isinstance(drawn, ShapedStr):
        # Shaping replaces letters by private glyphs; this keeps the words searchable and copyable.
        # Readers (pdfium, Poppler) turn right-to-left text round once more, so it is given turned.
        told = (words[::-1] if has_right_to_left(words) else words).encode("utf-16-be").hex().upper()
        canvas._code.append(f"/Span <</ActualText <FEFF{told}>>> BDC")  # noqa: SLF001
        pen.textOut(drawn)
        canvas.drawText(pen)
        canvas._code.append("EMC")  # noqa: SLF001
        return
    pen.textOut(drawn)
    canvas.drawText(pen)

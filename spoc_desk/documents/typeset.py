"""Sets running text of any length straight onto pages, numbered in the margin, every word kept."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.printable import Printable, printable
from spoc_desk.documents.style import BOTTOM, FAINT, INK, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TOP

_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class TextPages:
    """Text flowing down A4 pages of a canvas, upright or on their side.

    `marks` counts characters shown as marks, `toned` whether emoji had a skin tone.
    """

    def __init__(
        self,
        canvas: Canvas,
        face: str = SANS,
        size: float = 9.5,
        leading: float = 13.0,
        page: tuple[float, float] = (PAGE_WIDTH, PAGE_HEIGHT),
    ) -> None:
        self.canvas = canvas
        self.leading = leading
        self.width, self.height = page
        self.y: float = self.height - TOP
        self.toned = False
        self.marks = 0
        self.pages = 0
        self._setter = LineSetter(face, size)

    @property
    def text_width(self) -> float:
        """How wide a line of text may be, in points."""
        return self.width - 2 * MARGIN

    @property
    def at_top(self) -> bool:
        """Whether nothing stands on this page yet."""
        return bool(self.y >= self.height - TOP)

    def room(self, height: float) -> None:
        """Start a new page unless that many points are left on this one."""
        if self.y - height < BOTTOM:
            self.finish()

    def finish(self) -> None:
        """End the page."""
        self.canvas.showPage()
        self.pages += 1
        self.y = self.height - TOP

    def note(self, safe: Printable) -> None:
        """Count what has to be said about words that are printed."""
        self.marks += safe.marks
        self.toned = self.toned or (not safe.text.isascii() and not _TONES.isdisjoint(safe.text))

    def paragraph(self, text: str, number: int = 0, colour: Color = INK) -> None:
        """One paragraph, wrapped; its number stands in the margin. Empty text leaves an empty line."""
        safe = printable(text)
        self.note(safe)
        words = safe.text.expandtabs(4)
        for index, line in enumerate(self._setter.wrapped(words, self.text_width)):
            self.room(self.leading)
            self.y -= self.leading
            if number and index == 0:
                self.canvas.setFont(SANS, 5.5)
                self.canvas.setFillColor(FAINT)
                self.canvas.drawRightString(MARGIN - 8, self.y, f"{number}")
            self.canvas.setFillColor(colour)
            self._setter.draw(self.canvas, line, (MARGIN, self.y), self.text_width, words)

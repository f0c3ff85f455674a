"""Sets running text of any length straight onto pages, numbered in the margin, every word kept."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.fonts import SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.printable import printable
from spoc_desk.documents.style import BOTTOM, FAINT, INK, MARGIN, PAGE_HEIGHT, TEXT_WIDTH, TOP


class TextPages:
    """Text flowing down A4 pages of a canvas. `marks` counts characters shown as marks."""

    def __init__(self, canvas: Canvas, face: str = SANS, size: float = 9.5, leading: float = 13.0) -> None:
        self.canvas = canvas
        self.leading = leading
        self.y: float = PAGE_HEIGHT - TOP
        self.marks = 0
        self.pages = 0
        self._setter = LineSetter(face, size)

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
        for index, line in enumerate(self._setter.wrapped(words, TEXT_WIDTH)):
            self.room(self.leading)
            self.y -= self.leading
            if number and index == 0:
                self.canvas.setFont(SANS, 5.5)
                self.canvas.setFillColor(FAINT)
                self.canvas.drawRightString(MARGIN - 8, self.y, f"{number}")
            self.canvas.setFillColor(colour)
            self._setter.draw(self.canvas, line, (MARGIN, self.y), TEXT_WIDTH, words)

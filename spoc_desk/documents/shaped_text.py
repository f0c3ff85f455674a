"""A paragraph in a script that ReportLab's own paragraphs set wrongly: Arabic, Hebrew, Hindi and the like."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.printable import printable


class ShapedText(Flowable):  # type: ignore[misc]
    """Stands wherever a Paragraph of the same style could stand, and splits over pages like one."""

    def __init__(self, words: str, style: ParagraphStyle, lines: list[str] | None = None) -> None:
        super().__init__()
        self._words = printable(words).text.expandtabs(4)
        self._style, self._fixed = style, lines
        self._setter = LineSetter(style.fontName, style.fontSize)
        self._lines: list[str] = lines or []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break into lines for that width."""
        self._lines = self._fixed or list(self._setter.wrapped(self._words, width))
        self.width, self.height = width, len(self._lines) * self._style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two of them, the first as high as fits; none if not even one line does."""
        self.wrap(width, height)
        fitting = int(height // self._style.leading)
        if fitting < 1 or fitting >= len(self._lines):
            return []
        halves = (self._lines[:fitting], self._lines[fitting:])
        return [ShapedText(self._words, self._style, lines) for lines in halves]

    def getSpaceBefore(self) -> float:  # noqa: N802  (the base class names it)
        """As the style says."""
        return float(self._style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802  (the base class names it)
        """As the style says."""
        return float(self._style.spaceAfter)

    def draw(self) -> None:
        """Set the lines."""
        y = self.height - self._style.fontSize
        self.canv.setFillColor(self._style.textColor)
        for line in self._lines:
            self._setter.draw(self.canv, line, (0, y), self.width, self._words)
            y -= self._style.leading

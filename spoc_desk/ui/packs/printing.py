"""Paper out of a printer by pictures: pages drawn on a thread of their own, painted strip by strip."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfPageRenderer
from PySide6.QtPrintSupport import QPrinter

from spoc_desk.ui.packs.pdf_pane import PdfBytes

DPI = 300
FINE_DPI = 600
STRIP = 100_000
"""Pixels painted between two events: some 20 ms, most of it compressing them for the spool."""


class PrintRun(QObject):
    """Prints pages one after another between events, so that the window stays alive.

    The next page is drawn while one is painted. dpi: the sharpest that a page is drawn at.
    """

    progress = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, pdf: PdfBytes, printer: QPrinter, pages: tuple[int, ...], dpi: int = DPI) -> None:
        """pages: from 0."""
        super().__init__()
        # Its own: the page may turn to another pack, and close that one's, before the last sheet is out.
        self._pdf, self._printer, self._pages, self._dpi = pdf.again(self), printer, pages, dpi
        self._painter = QPainter()
        self._drawn: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}  # number of a request -> place of its page
        self._place, self._strip = 0, 0
        self._over = self._stopped = False

    @property
    def done(self) -> int:
        """How many pages have been painted."""
        return self._place

    def start(self) -> None:
        """Begins; finished tells whether every page was handed over."""
        self._printer.setFullPage(True)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if not self._pages or not self._turned(self._lies(0)) or not self._painter.begin(self._printer):
            self._end(whole=False)
            return
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self._pdf.document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._take)
        self._ask(0)

    def stop(self) -> None:
        """Stops after the page under way; finished tells when."""
        self._stopped = True

    def abandon(self) -> None:
        """Ends at once, in the middle of a page if need be."""
        self._end(whole=False)

    def _lies(self, place: int) -> bool:
        """Whether a page lies on its side. Asked while no page is drawn, else it would wait for that."""
        size = self._pdf.document.pagePointSize(self._pages[place])
        return size.width() > size.height()

    def _turned(self, lies: bool) -> bool:
        turns = QPageLayout.Orientation
        return self._printer.setPageOrientation(turns.Landscape if lies else turns.Portrait)

    def _size(self, lies: bool) -> QSize:
        """Pixels of a page's picture: the printer's own, or a whole fraction where that is too fine."""
        paper = self._printer.pageLayout().fullRectPixels(self._printer.resolution()).size()
        short, long = sorted((paper.width(), paper.height()))
        part = ceil(self._printer.resolution() / max(self._dpi, 1))
        wide, high = (long, short) if lies else (short, long)
        return QSize(max(1, wide // part), max(1, high // part))

    def _ask(self, place: int) -> None:
        if place < len(self._pages):
            size = self._size(self._lies(place))
            self._asked[self._renderer.requestPage(self._pages[place], size)] = place

    def _take(self, _page: int, _size: QSize, image: QImage, _options: object, request: int) -> None:
        place = self._asked.pop(request, None)
        if place is None or self._over:
            return
        self._drawn[place] = image  # its shape is the page's
        if place == self._place:
            self._begin_page()

    def _begin_page(self) -> None:
        if self._place:
            picture = self._drawn[self._place]
            self._turned(picture.width() > picture.height())
            if not self._printer.newPage():
                self._end(whole=False)
                return
        self._ask(self._place + 1)
        self._strip = 0
        QTimer.singleShot(0, self, self._paint)

    def _paint(self) -> None:
        if self._over:
            return
        image = self._drawn[self._place]
        high = max(1, STRIP // max(1, image.width()))
        strip = QRect(0, self._strip, image.width(), min(high, image.height() - self._strip))
        # Strips meet on whole pixels of the printer, so that no seam shows.
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        part = max(1, round(paper.width() / image.width()))
        target = QRectF(0, strip.y() * part, strip.width() * part, strip.height() * part)
        self._painter.drawImage(target, image.copy(strip), QRectF(0, 0, strip.width(), strip.height()))
        self._strip += strip.height()
        if self._strip < image.height():
            QTimer.singleShot(0, self, self._paint)
        else:
            self._page_done()

    def _page_done(self) -> None:
        del self._drawn[self._place]
        self._place += 1
        self.progress.emit(self._place, len(self._pages))
        if self._stopped or self._place == len(self._pages):
            self._end(whole=self._place == len(self._pages))
        elif self._place in self._drawn:
            self._begin_page()

    def _end(self, *, whole: bool) -> None:
        if self._over:
            return
        self._over = True
        self._drawn.clear()
        ended = not self._painter.isActive() or self._painter.end()
        if self._printer.printerState() is QPrinter.PrinterState.Error:
            whole = False
        self.finished.emit(whole and ended)


MakePrinter = Callable[[], QPrinter]


def chosen_pages(printer: QPrinter, count: int) -> tuple[int, ...]:
    """The pages, from 0, that the print dialog was left at."""
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        first, last = max(1, printer.fromPage()), min(count, printer.toPage() or count)
        return tuple(range(first - 1, last))
    return tuple(range(count))


def office_printer() -> QPrinter:
    """The default printer at a resolution fit for small print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    return printer

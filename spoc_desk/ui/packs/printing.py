"""Paper out of a printer, page by page, from bytes in memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from spoc_desk.ui.packs.pdf_pane import PdfBytes

DPI = 300


class PrintRun(QObject):
    """Prints pages one after another between events, so that the window stays alive."""

    progress = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, pdf: PdfBytes, printer: QPrinter, pages: tuple[int, ...]) -> None:
        super().__init__()
        # Its own: the page may turn to another pack, and close that one's, before the last sheet is out.
        self._pdf, self._printer, self._pages = pdf.again(self), printer, pages
        self._painter = QPainter()
        self._done = 0
        self._stopped = False

    def start(self) -> None:
        """Begins; finished tells whether every page was handed over."""
        self._printer.setFullPage(True)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if not self._pages or not self._turned(self._pages[0]) or not self._painter.begin(self._printer):
            self.finished.emit(False)
            return
        QTimer.singleShot(0, self._next)

    def stop(self) -> None:
        """Stops after the page under way."""
        self._stopped = True

    def _turned(self, page: int) -> bool:
        size = self._pdf.document.pagePointSize(page)
        wide = size.width() > size.height()
        orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        return self._printer.setPageOrientation(orientation)

    def _next(self) -> None:
        page = self._pages[self._done]
        if self._done:
            self._turned(page)
            self._printer.newPage()
        sheet = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        size = QSize(int(sheet.width()), int(sheet.height()))
        self._painter.drawImage(
            QRectF(0, 0, size.width(), size.height()), self._pdf.document.render(page, size)
        )
        self._done += 1
        self.progress.emit(self._done, len(self._pages))
        if self._stopped or self._done == len(self._pages):
            self._painter.end()
            self.finished.emit(self._done == len(self._pages))
            return
        QTimer.singleShot(0, self._next)


def chosen_pages(printer: QPrinter, count: int) -> tuple[int, ...]:
    """The pages, from 0, that the print dialog was left at."""
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        first, last = max(1, printer.fromPage()), min(count, printer.toPage() or count)
        return tuple(range(first - 1, last))
    return tuple(range(count))


def told_range(pages: tuple[int, ...], count: int) -> str:
    """The pages as the log of copies says them: "1-12", or empty for all."""
    return "" if len(pages) == count else f"{pages[0] + 1}-{pages[-1] + 1}" if pages else "none"


MakePrinter = Callable[[], QPrinter]


def office_printer() -> QPrinter:
    """The default printer at a resolution fit for small print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    return printer

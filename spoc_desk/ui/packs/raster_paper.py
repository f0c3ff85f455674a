"""Prints on a QPrinter for a worker: Windows, a PDF file, and wherever there is no CUPS."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtPrintSupport import QPrinter

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.packs.pdf_pane import PdfBytes
from spoc_desk.ui.packs.printing import DPI, PrintRun

if TYPE_CHECKING:
    from spoc_desk.domain.printing import PrintJob
    from spoc_desk.services.ports import Cancelled, Progress

GRACE = 2.0
"""Seconds that a cancelled page may take to its end; a desk that locks waits no longer."""


class _Order:
    """One copy as the worker asks for it and the window's thread carries it out."""

    def __init__(self, content: bytes, title: str) -> None:
        self.content, self.title = content, title
        self.pages_out, self.whole = 0, False
        self.stop, self.over = threading.Event(), threading.Event()


class RasterPaper(QObject):
    """Made in the window's thread; send() is called from another and waits there."""

    _ordered = Signal(object)

    def __init__(self, printer: QPrinter, dpi: int = DPI) -> None:
        super().__init__()
        self._printer, self._dpi = printer, dpi
        self._file = printer.outputFileName()
        self._copies = 0
        self._run: PrintRun | None = None
        self._ordered.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    def check_ready(self, printer: str) -> None:
        """The system's dialog has just offered it."""

    def send(
        self, job: PrintJob, write: Callable[[BinaryIO], None], progress: Progress, cancelled: Cancelled
    ) -> str:
        """Paints one copy. Raises DomainError("print.not_taken") or "work.cancelled"."""
        content = io.BytesIO()
        write(content)
        order = _Order(content.getvalue(), job.title)
        content.close()
        self._ordered.emit(order)
        while not order.over.wait(0.05):
            progress(order.pages_out, job.pages)
            if cancelled():
                order.stop.set()
                order.over.wait(GRACE)
                break
        if order.whole:
            return ""
        code = "work.cancelled" if order.stop.is_set() else "print.not_taken"
        raise DomainError(code, pages_out=order.pages_out)

    def _begin(self, order: _Order) -> None:
        if order.stop.is_set():
            order.over.set()
            return
        self._copies += 1
        if self._file and self._copies > 1:
            # Each copy is a job of its own, and a file would be written over by the next.
            path = Path(self._file)
            self._printer.setOutputFileName(str(path.with_name(f"{path.stem} {self._copies}{path.suffix}")))
        self._printer.setDocName(order.title)
        pdf = PdfBytes(order.content)
        run = PrintRun(pdf, self._printer, tuple(range(pdf.document.pageCount())), self._dpi)
        pdf.document.close()

        def moved(done: int, _of: int) -> None:
            order.pages_out = done
            if order.stop.is_set():
                run.stop()

        def over(whole: bool) -> None:
            order.whole = whole
            self._run = None
            order.over.set()

        self._run = run
        run.progress.connect(moved)
        run.finished.connect(over)
        run.start()

    def abandon(self) -> None:
        """Lets go of the printer at once: the window is closing."""
        if self._run is not None:
            self._run.abandon()

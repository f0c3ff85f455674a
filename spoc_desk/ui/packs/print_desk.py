"""Takes a pack to a printer: the system's dialog, the entry in the log of copies, then the sheets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from spoc_desk.services.pack_copies import CopyPack, log_copy
from spoc_desk.ui.packs.printing import (
    MakePrinter,
    PrintRun,
    chosen_pages,
    office_printer,
    told_range,
)

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.ports import Changes
    from spoc_desk.ui.packs.pdf_pane import PdfBytes
    from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintDesk", text)


class PrintDesk(QObject):
    """Prints packs for one page. make_printer: replaced in tests by one that prints to a file."""

    make_printer: MakePrinter = staticmethod(office_printer)

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        super().__init__(page)
        self.workplace, self._page = workplace, page
        self.run: PrintRun | None = None

    def ask(self, pack: IssuedPack, pdf: PdfBytes) -> None:
        """Opens the system's print dialog for a pack."""
        printer = self.make_printer()
        dialog = QPrintDialog(printer, self._page)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, pdf.document.pageCount())
        # The dialog does not own its printer, so both live until it closes.
        dialog.finished.connect(partial(self._chosen, printer, pack, pdf))
        QDialog.open(dialog)

    def _chosen(self, printer: QPrinter, pack: IssuedPack, pdf: PdfBytes, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self.print_on(printer, pack, pdf)

    def print_on(self, printer: QPrinter, pack: IssuedPack, pdf: PdfBytes) -> None:
        """Writes the printing down, then paints page by page."""
        pages = chosen_pages(printer, pdf.document.pageCount())
        if not pages:
            self.workplace.trouble(_tr("The pack has no such pages. Choose others, and print again."))
            return
        command = CopyPack(
            pack.id,
            "printed",
            copies=max(1, printer.copyCount()),
            printer=printer.printerName() or _tr("a file"),
            page_range=told_range(pages, pdf.document.pageCount()),
        )

        def logged(_changes: Changes) -> None:
            self.run = PrintRun(pdf, printer, pages)
            self.run.finished.connect(self._printed)
            self.run.start()

        self.workplace.jobs.command(self, partial(log_copy, command), logged, self._refused)

    def _printed(self, whole: bool) -> None:
        self.run = None
        if whole:
            self.workplace.toast(_tr("Handed to the printer. Check the sheets before they leave the room."))
        else:
            self.workplace.trouble(_tr("The printer did not take every page. Check it and print again."))

    def _refused(self, error: DomainError) -> None:
        self.workplace.trouble(self.workplace.messages.sentence(error))

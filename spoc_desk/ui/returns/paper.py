"""A return on paper and as files: previewed from memory, printed and exported, each written down first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from spoc_desk.domain.changes import ReturnExported
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.services.outgoing import own_folder, write_private
from spoc_desk.services.returns import print_return, return_files, return_pdf
from spoc_desk.ui.packs.pdf_pane import PdfBytes, PdfPane
from spoc_desk.ui.packs.printing import (
    MakePrinter,
    PrintRun,
    chosen_pages,
    office_printer,
)
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

Refused = Callable[[DomainError], None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnPaper", text)


class ReturnPaper:
    """The papers of the return shown. make_printer: replaced in tests by one that prints to a file."""

    def __init__(self, workplace: Workplace, owner: QWidget, refused: Refused) -> None:
        self._workplace, self._owner, self._refused = workplace, owner, refused
        self.make_printer: MakePrinter = office_printer
        self.view = PdfPane(_tr("Preview of the return"))
        self._shown: tuple[int, str] | None = None
        self._pdf: PdfBytes | None = None
        self._content = b""
        self._waiting: list[Callable[[PdfBytes], object]] = []
        self._run: tuple[PrintRun, PdfBytes] | None = None

    def follow(self, filed_id: int, digest: str) -> None:
        """Turns to this return; a preview of another, or of an earlier state, is dropped."""
        if self._shown != (filed_id, digest):
            self._shown = (filed_id, digest)
            self._waiting = []
            self._put(b"")

    def preview(self) -> None:
        """Shows the pages, made from the frozen snapshot; nothing of them is written to disk."""
        self._with_pdf(lambda _pdf: None)

    def print(self) -> None:
        """Opens the system's print dialog; the printing is written down before a page is painted."""
        self._with_pdf(self._ask_printer)

    def print_on(self, printer: QPrinter, pdf: PdfBytes) -> None:
        """Writes the printing down, then paints page by page."""
        if self._shown is None:
            return
        pages = chosen_pages(printer, pdf.document.pageCount())
        # A copy of its own: the preview may turn to another return while this one is printed.
        own = PdfBytes(self._content)

        def logged(_changes: Changes) -> None:
            run = PrintRun(own, printer, pages)
            self._run = (run, own)
            run.finished.connect(self._printed)
            run.start()

        verb = partial(print_return, self._shown[0], max(1, printer.copyCount()))
        self._workplace.jobs.command(self._owner, verb, logged, self._refused)

    def export(self) -> None:
        """Asks for a folder, then writes the three files there."""
        dialog = QFileDialog(self._owner, _tr("Export the return to a folder"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def export_to(self, folder: Path) -> None:
        """Writes return.json, return.csv and return.pdf into a folder of their own inside this one."""
        if self._shown is None:
            return
        done = partial(self._exported, folder)
        self._workplace.jobs.command(
            self._owner, partial(_export, self._shown[0], folder), done, self._refused
        )

    def _exported(self, folder: Path, _changes: Changes) -> None:
        self._workplace.toast(_tr("Exported as JSON, CSV and PDF into {0}.").format(folder))

    def _with_pdf(self, then: Callable[[PdfBytes], object]) -> None:
        if self._shown is None:
            return
        if self._pdf is not None:
            then(self._pdf)
            return
        self._waiting.append(then)
        if len(self._waiting) > 1:
            return  # asked for already
        wanted = self._shown

        def opened(content: bytes) -> None:
            if self._shown == wanted:
                waiting, self._waiting = self._waiting, []
                self._put(content)
                for each in waiting:
                    if self._pdf is not None:
                        each(self._pdf)

        def turned_down(error: DomainError) -> None:
            self._waiting = []
            self._refused(error)

        self._workplace.jobs.query(self._owner, partial(return_pdf, wanted[0]), opened, turned_down)

    def _put(self, content: bytes) -> None:
        self._content = content
        self._pdf = PdfBytes(content, self._owner) if content else None
        self.view.turn_to(self._pdf)

    def _ask_printer(self, pdf: PdfBytes) -> None:
        printer = self.make_printer()
        dialog = QPrintDialog(printer, self._owner)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, pdf.document.pageCount())
        # The dialog does not own its printer, so both live until it closes.
        dialog.finished.connect(
            lambda result: self.print_on(printer, pdf) if result == QDialog.DialogCode.Accepted else None
        )
        QDialog.open(dialog)

    def _printed(self, whole: bool) -> None:
        self._run = None
        if whole:
            self._workplace.toast(_tr("Handed to the printer. Check the sheets before they leave the room."))
        else:
            self._workplace.trouble(_tr("The printer did not take every page. Check it and print again."))


def _export(filed_id: int, folder: Path, desk: Desk) -> Changes:
    files = return_files(filed_id, desk)
    with desk.queries.snapshot() as reader:
        filed = reader.get(FiledReturn, filed_id)
    # A folder for each return: the files bear the same names, and one day must not replace another.
    own = folder / f"{filed.period_end.isoformat()} {filed.reference.replace('/', '-')}"
    own_folder(own)
    for name, content in files.items():
        write_private(own / name, content)
    return (ReturnExported(filed=filed_id, payload_sha256=filed.payload_sha256),)

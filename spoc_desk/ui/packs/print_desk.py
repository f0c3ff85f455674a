"""Takes a pack to a printer: the system's dialog, who receives the copies, the run, and its sheets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.printing import Sides
from spoc_desk.services.pack_copies import register_of
from spoc_desk.services.pack_printing import (
    PrintedRun,
    PrintedSample,
    PrintPack,
    check_print,
    preview_printed,
    print_pack,
)
from spoc_desk.ui.packs.print_forms import CopiesForm, PrintedPreview, copies_dialog, sheets_dialog
from spoc_desk.ui.packs.print_words import told_run
from spoc_desk.ui.packs.printing import DPI, FINE_DPI, MakePrinter, office_printer
from spoc_desk.ui.packs.raster_paper import RasterPaper

if TYPE_CHECKING:
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.pack_copies import CopyEntry
    from spoc_desk.services.ports import Cancelled, Desk, Paper, Progress
    from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintDesk", text)


class PrintDesk(QObject):
    """Prints packs for one page. make_printer: replaced in tests by one that prints to a file."""

    make_printer: MakePrinter = staticmethod(office_printer)

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        super().__init__(page)
        self.workplace, self._page = workplace, page
        self.papers: list[RasterPaper] = []
        self._superseded_wanted = False
        self.destroyed.connect(partial(_let_go, self.papers))

    def ask(self, pack: IssuedPack, *, superseded_wanted: bool = False) -> None:
        """Opens the system's print dialog for a pack; a draft is refused first."""
        self._superseded_wanted = superseded_wanted
        check = partial(check_print, PrintPack(pack.id, "", superseded_wanted=superseded_wanted))
        self.workplace.jobs.query(self, check, lambda _changes: self._ask_printer(pack), self._refused)

    def _ask_printer(self, pack: IssuedPack) -> None:
        printer = self.make_printer()
        dialog = QPrintDialog(printer, self._page)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, False)
        dialog.setMinMax(1, pack.pages)
        # The dialog does not own its printer, so both live until it closes.
        dialog.finished.connect(partial(self._chosen, printer, pack))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _chosen(self, printer: QPrinter, pack: IssuedPack, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self.print_on(printer, pack)

    def print_on(self, printer: QPrinter, pack: IssuedPack) -> None:
        """Asks who receives the copies that the printer was set to, then prints them."""
        asked = PrintPack(
            pack.id,
            printer.printerName() if printer.outputFileName() == "" else _tr("a file"),
            copies=max(1, printer.copyCount()),
            pages=asked_pages(printer),
            sides=asked_sides(printer),
            superseded_wanted=self._superseded_wanted,
        )
        printer.setCopyCount(1)  # each copy bears a number of its own, so each is a job
        native = printer.outputFormat() is QPrinter.OutputFormat.NativeFormat
        decide = partial(self._ask_recipients, printer, pack, asked)
        self.workplace.jobs.query(self, partial(_takes_pdf, asked.printer, native), decide, self._refused)

    def _ask_recipients(self, printer: QPrinter, pack: IssuedPack, asked: PrintPack, takes_pdf: bool) -> None:
        form = CopiesForm(self.workplace, pack, asked, pictures=not takes_pdf)

        def start(command: PrintPack) -> None:
            if takes_pdf:
                self._run(command, None)
            else:
                paper = RasterPaper(printer, FINE_DPI if form.fine.value() else DPI)
                self.papers.append(paper)
                self._run(command, paper)

        copies_dialog(self.workplace, self._page, pack, form, start, self._preview).open()

    def _preview(self, dialog: QWidget, command: PrintPack) -> None:
        def show(seen: PrintedSample) -> None:
            PrintedPreview(self.workplace, dialog, seen).open()

        self.workplace.jobs.query(self, partial(preview_printed, command), show, self._refused)

    def _run(self, command: PrintPack, paper: RasterPaper | None) -> None:
        def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> PrintedRun:
            to: Paper = desk.print_queue if paper is None else paper
            return print_pack(command, to, desk, progress, cancelled)

        done = partial(self._printed, paper)
        self.workplace.jobs.long(self, work, _tr("Printing"), done, partial(self._not_printed, paper))

    def _printed(self, paper: RasterPaper | None, run: PrintedRun) -> None:
        self._forget(paper)
        self.workplace.jobs.announce(run.changes)
        told = told_run(run, self.workplace.messages)
        if run.fault is None:
            self.workplace.toast(told)
        else:
            self.workplace.trouble(told)
        numbers = {copy.id for copy in run.sent}
        if numbers and self._page.isVisible() and QApplication.activeModalWidget() is None:
            ask = partial(self._ask_sheets, numbers)
            self.workplace.jobs.query(self, partial(register_of, run.pack.id), ask)

    def _ask_sheets(self, ids: set[int], register: tuple[CopyEntry, ...]) -> None:
        waiting = tuple(e for e in register if e.copy.id in ids and e.state is CopyState.SPOOLED)
        if waiting:
            self.check_sheets(waiting)

    def check_sheets(self, waiting: tuple[CopyEntry, ...]) -> None:
        """Asks whether the sheets of these copies came out whole."""
        sheets_dialog(self.workplace, self._page, waiting).open()

    def _not_printed(self, paper: RasterPaper | None, error: DomainError) -> None:
        self._forget(paper)
        self._refused(error)

    def _forget(self, paper: RasterPaper | None) -> None:
        if paper in self.papers:
            self.papers.remove(paper)

    def _refused(self, error: DomainError) -> None:
        self.workplace.trouble(self.workplace.messages.sentence(error))


def _let_go(papers: list[RasterPaper]) -> None:
    """A printer must not be left in the middle of a page when its window goes."""
    for paper in papers:
        paper.abandon()


def asked_pages(printer: QPrinter) -> str:
    """The pages that the dialog was left at, as people write them; empty for all."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange:
        return ""
    return printer.pageRanges().toString() or f"{printer.fromPage()}-{printer.toPage()}"


def asked_sides(printer: QPrinter) -> Sides:
    """The sides that the dialog was left at."""
    modes = QPrinter.DuplexMode
    if printer.duplex() in {modes.DuplexLongSide, modes.DuplexAuto}:
        return Sides.LONG
    return Sides.SHORT if printer.duplex() is modes.DuplexShortSide else Sides.ONE


def _takes_pdf(printer: str, native: bool, desk: Desk) -> bool:
    """Whether the copies can go as PDF, sharp at any size; else they go as pictures of their pages."""
    if not (native and desk.print_queue.here):
        return False
    try:
        return any(each.name == printer for each in desk.print_queue.printers())
    except DomainError:
        return False

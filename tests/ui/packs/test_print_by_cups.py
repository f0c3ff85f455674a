"""Printing from the window on a real printer of CUPS."""

import io
import subprocess
import sys

import pypdf
from PySide6.QtPrintSupport import QPrinter

from tests.desktop.printers import printers
from tests.ui.packs.printed import asked, wait_for_words


class Chosen(QPrinter):
    """A printer as the system's dialog leaves it; Qt asks CUPS where it is only once in a process."""

    def printerName(self):
        return "Office"

    def outputFormat(self):
        return QPrinter.OutputFormat.NativeFormat

    def duplex(self):
        return QPrinter.DuplexMode.DuplexLongSide


def test_a_printer_of_cups_is_sent_the_pages_themselves_and_not_pictures(desk, page, qtbot, keyring_home):
    with printers(keyring_home, "Office") as service, service.chosen():
        printer = Chosen()
        printer.setCopyCount(2)
        dialog = asked(desk, page, printer, qtbot)
        assert dialog._form.fine.isHidden()
        dialog._form.names.set_value("J Doe")
        dialog.submit()
        wait_for_words(desk, qtbot, "Copies 1 and 2 handed to the printer")
        jobs = service.jobs(2)
    for job, line in zip(jobs, ("Copy 1 of 2 · for J Doe", "Copy 2 of 2 · for Crown"), strict=True):
        texts = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(job.content)).pages]
        assert len(texts) == page._seen[0].pack.pages
        assert all(line in text for text in texts)
        assert (job.options["sides"], job.title, job.copies) == ("two-sided-long-edge", "PK/2026/0001", 1)


TELL = """
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from spoc_desk.ui.packs.print_desk import asked_pages, asked_sides
app = QApplication([])
printer = QPrinter(QPrinter.PrinterMode.HighResolution)
printer.setPrinterName("Office")
printer.setPrintRange(QPrinter.PrintRange.PageRange)
printer.setFromTo(2, 3)
native = printer.outputFormat() is QPrinter.OutputFormat.NativeFormat
print(QPrinterInfo.availablePrinterNames(), printer.printerName(), native)
print(asked_pages(printer), asked_sides(printer))
"""


def test_the_system_s_dialog_offers_the_printers_of_cups(keyring_home):
    with printers(keyring_home, "Office") as service:
        told = subprocess.run(
            [sys.executable, "-c", TELL], env=service.environment, capture_output=True, encoding="utf-8",
            check=True, timeout=60,
        ).stdout.splitlines()  # fmt: skip
    assert told == ["['Office'] Office True", "2-3 none"]

"""The story's pack on the packs page, and the way to its print form."""

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from spoc_desk.services.pack_copies import register_of
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.window import Place


@pytest.fixture
def desk(told_desk):
    """The story, whose pack is released."""
    return told_desk


def page_of(desk, qtbot, pack=1):
    desk.window.go_to(Place("packs", pack))
    shown = desk.window.page()
    qtbot.waitUntil(lambda: shown._seen is not None)
    return shown


@pytest.fixture
def page(desk, qtbot):
    return page_of(desk, qtbot)


def printer_to(path, resolution=72):
    """A printer that writes a PDF; coarse, since its sheets are only counted and measured."""
    made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setResolution(resolution)
    return made


def asked(desk, page, printer, qtbot):
    """The form that asks for the recipients, as if the system's dialog had been left at this printer."""
    page.printing.print_on(printer, page._seen[0].pack)
    qtbot.waitUntil(lambda: desk.dialog(FormDialog) is not None)
    return desk.dialog(FormDialog)


def button(dialog, name):
    return next(each for each in dialog.findChildren(QPushButton) if each.accessibleName() == name)


def register(desk):
    return register_of(1, desk.desk)


def said(desk):
    return [notice.text for notice in desk.window.notices.past]


def wait_for_words(desk, qtbot, words):
    qtbot.waitUntil(lambda: any(words in told for told in said(desk)), timeout=60_000)

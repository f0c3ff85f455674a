"""Packs in the window: previewed from memory, saved and printed, each copy written down before it leaves."""

import hashlib

import pikepdf
import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.issues import IssuedPack, PackCopy
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.ui.packs.pdf_pane import PdfBytes
from spoc_desk.ui.packs.printing import PrintRun, chosen_pages, told_range
from spoc_desk.ui.window import Place


@pytest.fixture
def page(told_desk, qtbot):
    """The packs page at the one pack issued."""
    told_desk.window.go_to(Place("packs", 1))
    shown = told_desk.window.page()
    qtbot.waitUntil(lambda: shown._seen is not None)
    return shown


def issued(real):
    with real.desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, 1)


def copies(real):
    with real.desk.queries.snapshot() as reader:
        return reader.find(PackCopy, pack_id=1)


def said(real):
    return [notice.text for notice in real.window.notices.past]


def wait_until_printed(real, qtbot):
    qtbot.waitUntil(lambda: any("Handed to the printer" in words for words in said(real)), timeout=60_000)


def printer_to(path, resolution=72):
    """A printer that writes a PDF; coarse, since its sheets are only counted and measured."""
    made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setResolution(resolution)
    return made


def opened(page, qtbot):
    """The pack's pages, as preview and print have them."""
    page.detail.show_tab("preview")
    qtbot.waitUntil(lambda: page._pdf is not None, timeout=20_000)
    return page._pdf


def print_on(page, printer, qtbot):
    """Prints the pack shown, as if the dialog had been left at this printer."""
    page.printing.print_on(printer, page._seen[0], opened(page, qtbot))


def sheets(path):
    """Width and height of each printed sheet, in points."""
    with pikepdf.open(path) as pdf:
        return [tuple(round(float(side)) for side in each.mediabox[2:]) for each in pdf.pages]


def test_the_preview_shows_every_page_and_puts_none_on_the_disk(page, told_desk, qtbot, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    opened(page, qtbot)
    assert page.preview.document().pageCount() == issued(told_desk).pages
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert [path for path in written if path.suffix == ".pdf"] == []
    assert copies(told_desk) == ()


def test_a_saved_copy_is_the_very_pack_with_its_digest_beside_it(page, told_desk, qtbot, tmp_path):
    target = tmp_path / "pack.pdf"
    page.save_to(target)
    qtbot.waitUntil(lambda: any("Saved as pack.pdf" in words for words in said(told_desk)))
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert digest == issued(told_desk).sha256
    assert target.with_name("pack.pdf.sha256").read_text("utf-8") == f"{digest}  pack.pdf\n"
    assert [copy.how for copy in copies(told_desk)] == ["saved"]
    assert list(tmp_path.glob("*.part")) == []


def test_a_copy_is_written_down_before_its_first_byte_is(page, told_desk, qtbot, tmp_path, monkeypatch):
    logged_by_then = []

    def watched(path, content):
        logged_by_then.append((path.name, len(copies(told_desk))))
        write_private(path, content)

    monkeypatch.setattr("spoc_desk.ui.packs.page.write_private", watched)
    page.save_to(tmp_path / "pack.pdf")
    qtbot.waitUntil((tmp_path / "pack.pdf.sha256").exists)
    assert logged_by_then == [("pack.pdf", 1), ("pack.pdf.sha256", 1)]


def test_a_copy_that_cannot_be_written_is_told_and_stays_written_down(page, told_desk, qtbot, tmp_path):
    (tmp_path / "a file").write_text("no folder", "utf-8")
    page.save_to(tmp_path / "a file" / "pack.pdf")
    qtbot.waitUntil(lambda: any("could not be written" in words for words in said(told_desk)))
    assert [copy.how for copy in copies(told_desk)] == ["saved"]
    qtbot.waitUntil(lambda: len(page._seen[1]) == 1)
    assert list(tmp_path.rglob("*.part")) == []


def test_printing_is_written_down_before_the_first_page(page, told_desk, qtbot, tmp_path, monkeypatch):
    logged_by_then, start = [], PrintRun.start

    def watched(run):
        logged_by_then.append([copy.how for copy in copies(told_desk)])
        start(run)

    monkeypatch.setattr(PrintRun, "start", watched)
    print_on(page, printer_to(tmp_path / "printed.pdf"), qtbot)
    wait_until_printed(told_desk, qtbot)
    assert logged_by_then == [["printed"]]
    assert len(sheets(tmp_path / "printed.pdf")) == issued(told_desk).pages
    assert copies(told_desk)[0].page_range == ""


def test_only_the_pages_chosen_are_printed_and_the_log_says_which(page, told_desk, qtbot, tmp_path):
    printer = printer_to(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    print_on(page, printer, qtbot)
    wait_until_printed(told_desk, qtbot)
    assert len(sheets(tmp_path / "printed.pdf")) == 2
    assert copies(told_desk)[0].page_range == "2-3"


def test_pages_that_the_pack_has_not_are_refused_and_not_written_down(page, told_desk, qtbot, tmp_path):
    printer = printer_to(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(900, 901)
    print_on(page, printer, qtbot)
    assert any("no such pages" in words for words in said(told_desk))
    assert copies(told_desk) == ()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_fails_is_told_and_the_attempt_stays_written_down(page, told_desk, qtbot, tmp_path):
    printer = printer_to(tmp_path / "no such folder" / "printed.pdf")
    print_on(page, printer, qtbot)
    qtbot.waitUntil(lambda: any("did not take every page" in words for words in said(told_desk)))
    assert [copy.how for copy in copies(told_desk)] == ["printed"]


def test_the_print_dialog_is_asked_of_the_printer_given(page, told_desk, qtbot, tmp_path):
    asked = []
    page.printing.make_printer = lambda: asked.append(printer_to(tmp_path / "printed.pdf")) or asked[0]
    opened(page, qtbot)
    page.print_copy()
    qtbot.waitUntil(lambda: told_desk.dialog() is not None)
    told_desk.dialog().reject()
    assert len(asked) == 1
    assert copies(told_desk) == ()


def test_turning_from_one_pack_to_another_shows_the_other_s_pages(page, told_desk, qtbot):
    opened(page, qtbot)
    build_pack(BuildPack(1, PackTerms("CPS", "Early advice", references=("AM/1",))), told_desk.desk)
    told_desk.window.go_to(Place("packs", 2))
    qtbot.waitUntil(lambda: page._seen[0].id == 2 and page._pdf is not None, timeout=20_000)
    assert page.preview.document().pageCount() == page._seen[0].pages
    told_desk.window.go_to(Place("packs", 1))
    qtbot.waitUntil(lambda: page._seen[0].id == 1 and page._pdf is not None, timeout=20_000)
    assert page.preview.document().pageCount() == issued(told_desk).pages


def test_a_wide_page_comes_out_wide(page, qtbot, tmp_path):
    both = tmp_path / "both.pdf"
    high, wide = Image.new("L", (500, 700), 200), Image.new("L", (700, 500), 200)
    high.save(both, "PDF", save_all=True, append_images=[wide, high])
    pdf = PdfBytes(both.read_bytes(), page)
    printer = printer_to(tmp_path / "printed.pdf")
    run = PrintRun(pdf, printer, chosen_pages(printer, pdf.document.pageCount()))
    with qtbot.waitSignal(run.finished, timeout=30_000) as finished:
        run.start()
    assert finished.args == [True]
    portrait, landscape = (595, 842), (842, 595)
    assert sheets(tmp_path / "printed.pdf") == [portrait, landscape, portrait]


def test_a_pack_prints_to_its_end_while_another_record_is_looked_at(page, told_desk, qtbot, tmp_path):
    print_on(page, printer_to(tmp_path / "printed.pdf"), qtbot)
    qtbot.waitUntil(lambda: page.printing.run is not None)
    page._show_pdf(None)
    told_desk.window.go_to(Place("today"))
    qtbot.waitUntil(lambda: page.printing.run is None, timeout=60_000)
    assert len(sheets(tmp_path / "printed.pdf")) == issued(told_desk).pages


@pytest.mark.parametrize(
    ("pages", "count", "told"), [((0, 1, 2), 3, ""), ((1, 2), 3, "2-3"), ((4,), 9, "5-5"), ((), 3, "none")]
)
def test_the_log_names_pages_as_a_reader_counts_them(pages, count, told):
    assert told_range(pages, count) == told


def test_every_copy_stands_in_the_log_newest_first(page, told_desk, qtbot, tmp_path):
    page.save_to(tmp_path / "one.pdf")
    qtbot.waitUntil(lambda: len(copies(told_desk)) == 1)
    print_on(page, printer_to(tmp_path / "printed.pdf"), qtbot)
    qtbot.waitUntil(lambda: len(page._seen[1]) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: page.printing.run is None, timeout=60_000)
    assert [copy.how for copy in page._seen[1]] == ["saved", "printed"]


def test_a_pack_leads_back_to_its_casefile(page, told_desk):
    button = next(b for b in page.detail.findChildren(QPushButton) if b.accessibleName() == "Open casefile")
    button.click()
    assert told_desk.window.place() == Place("casefiles", 1)

"""Printing from the window: numbered copies painted page by page, and the sheets accounted for."""

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_printing import PrintPack, preview_printed
from spoc_desk.ui.packs import raster_paper
from spoc_desk.ui.packs.pdf_pane import PdfBytes
from spoc_desk.ui.packs.print_forms import PrintedPreview
from spoc_desk.ui.packs.printing import PrintRun
from spoc_desk.ui.widgets.dialogs import FormDialog
from tests.ui.packs.printed import asked, button, page_of, printer_to, register, said, wait_for_words


def pages_in(path):
    with pikepdf.open(path) as pdf:
        return [tuple(round(float(side)) for side in each.mediabox[2:]) for each in pdf.pages]


def dark(path):
    """How much ink the copy's line has put at the foot of the first sheet."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=2).to_pil().convert("L")
    return sum(page.crop((100, page.height - 104, page.width, page.height - 80)).histogram()[:128])


def test_a_copy_is_written_down_then_painted_whole_with_its_line(desk, page, qtbot, tmp_path):
    asked(desk, page, printer_to(tmp_path / "out.pdf"), qtbot).submit()
    wait_for_words(desk, qtbot, "Copy 1 handed to the printer")
    assert len(pages_in(tmp_path / "out.pdf")) == page._seen[0].pack.pages
    assert dark(tmp_path / "out.pdf") > 100
    (entry,) = register(desk)
    assert (entry.state, entry.copy.printer, entry.copy.page_range) == (CopyState.SPOOLED, "a file", "")


def test_the_run_is_in_the_register_before_the_first_page_is_painted(
    desk, page, qtbot, tmp_path, monkeypatch
):
    by_then, start = [], PrintRun.start

    def watched(run):
        by_then.append([entry.state for entry in register(desk)])
        start(run)

    monkeypatch.setattr(PrintRun, "start", watched)
    asked(desk, page, printer_to(tmp_path / "out.pdf"), qtbot).submit()
    wait_for_words(desk, qtbot, "handed to the printer")
    assert by_then == [[CopyState.LOGGED]]


def test_each_copy_is_for_who_was_named_and_none_is_the_printer_s_own_doing(desk, page, qtbot, tmp_path):
    printer = printer_to(tmp_path / "out.pdf")
    printer.setCopyCount(3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    dialog = asked(desk, page, printer, qtbot)
    dialog._form.names.set_value("J Doe\nK Roe")
    dialog.submit()
    wait_for_words(desk, qtbot, "Copies 1 to 3 handed to the printer")
    assert [entry.copy.recipient for entry in register(desk)] == [
        "J Doe",
        "K Roe",
        "Crown Prosecution Service",
    ]
    assert {entry.copy.page_range for entry in register(desk)} == {"2-3"}
    assert [len(pages_in(tmp_path / f"out{n}.pdf")) for n in ("", " 2", " 3")] == [2, 2, 2]
    assert printer.copyCount() == 1


def test_more_names_than_copies_are_refused_in_the_form(desk, page, qtbot, tmp_path):
    dialog = asked(desk, page, printer_to(tmp_path / "out.pdf"), qtbot)
    dialog._form.names.set_value("J Doe\nK Roe")
    dialog.submit()
    qtbot.waitUntil(dialog._form._summary.isVisible)
    assert register(desk) == ()


def test_pages_that_the_pack_has_not_are_refused_in_the_form(desk, page, qtbot, tmp_path):
    printer = printer_to(tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(900, 901)
    dialog = asked(desk, page, printer, qtbot)
    dialog.submit()
    qtbot.waitUntil(dialog._form._summary.isVisible)
    assert register(desk) == ()


def test_what_is_shown_as_printed_is_what_is_sent(desk, page, qtbot, tmp_path):
    dialog = asked(desk, page, printer_to(tmp_path / "out.pdf"), qtbot)
    dialog._form.names.set_value("J Doe")
    button(dialog, "Preview as printed").click()
    qtbot.waitUntil(lambda: desk.dialog(PrintedPreview) is not None)
    shown = desk.dialog(PrintedPreview).pane
    assert shown.document().pageCount() == page._seen[0].pack.pages
    assert "Copy 1 of 1 · for J Doe" in shown.document().getAllText(0).text()
    sent = preview_printed(PrintPack(1, "Office", recipients=("J Doe",)), desk.desk).content
    assert "Copy 1 of 1 · for J Doe" in pypdf.PdfReader(io.BytesIO(sent)).pages[0].extract_text()
    assert register(desk) == ()
    desk.dialog(PrintedPreview).reject()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_fails_is_told_and_the_rest_of_the_run_stays_unsent(desk, page, qtbot, tmp_path):
    printer = printer_to(tmp_path / "no such folder" / "out.pdf")
    printer.setCopyCount(2)
    asked(desk, page, printer, qtbot).submit()
    wait_for_words(desk, qtbot, "did not take every page")
    assert any("Nothing of copies 1 and 2 went out." in words for words in said(desk))
    assert [entry.state for entry in register(desk)] == [CopyState.FAILED, CopyState.STOPPED]


def test_cancelling_says_which_copies_and_pages_had_gone(desk, page, qtbot, tmp_path, monkeypatch):
    done, page_done = [], PrintRun._page_done

    def watched(run):
        done.append(run)
        if len({id(each) for each in done}) == 2 and not jobs[0].is_cancelled():
            jobs[0].cancel()
        page_done(run)

    jobs = []
    desk.workplace.jobs.started.connect(jobs.append)
    monkeypatch.setattr(PrintRun, "_page_done", watched)
    printer = printer_to(tmp_path / "out.pdf", resolution=150)
    printer.setCopyCount(3)
    asked(desk, page, printer, qtbot).submit()
    wait_for_words(desk, qtbot, "Nothing of copy 3 went out.")
    told = next(words for words in said(desk) if "Nothing of copy 3" in words)
    assert told.startswith("Copy 1 handed to the printer. Of copy 2, ")
    states = [entry.state for entry in register(desk)]
    assert states == [CopyState.SPOOLED, CopyState.STOPPED, CopyState.STOPPED]
    assert 0 < register(desk)[1].results[0].sheets < page._seen[0].pack.pages


def test_a_desk_that_locks_in_the_middle_of_a_run_writes_down_how_far_it_was(
    desk, page, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(raster_paper, "GRACE", 0.1)
    jobs = desk.workplace.jobs
    started = []
    jobs.started.connect(started.append)
    printer = printer_to(tmp_path / "out.pdf", resolution=300)
    asked(desk, page, printer, qtbot).submit()
    qtbot.waitUntil(lambda: bool(page.printing.papers) and page.printing.papers[0]._run is not None)
    jobs.close()
    assert [entry.state for entry in register(desk)] == [CopyState.STOPPED]


def test_afterwards_the_officer_is_asked_whether_all_sheets_came_out(desk, page, qtbot, tmp_path):
    asked(desk, page, printer_to(tmp_path / "out.pdf"), qtbot).submit()
    qtbot.waitUntil(lambda: is_about_sheets(desk), timeout=60_000)
    dialog = desk.dialog(FormDialog)
    dialog._form.seen.set_value("all")
    dialog.submit()
    qtbot.waitUntil(lambda: register(desk)[0].state is CopyState.CONFIRMED)
    qtbot.waitUntil(lambda: page._seen[1][0].state is CopyState.CONFIRMED)


def is_about_sheets(desk):
    dialog = desk.dialog(FormDialog)
    return dialog is not None and hasattr(dialog._form, "seen")


def test_spoiled_sheets_are_written_down_with_what_became_of_them(desk, page, qtbot, tmp_path):
    printer = printer_to(tmp_path / "out.pdf")
    printer.setCopyCount(2)
    asked(desk, page, printer, qtbot).submit()
    qtbot.waitUntil(lambda: is_about_sheets(desk), timeout=60_000)
    form = desk.dialog(FormDialog)._form
    form.seen.set_value("spoiled")
    assert form.sheets.isVisible()
    form.copy.set_value(str(register(desk)[1].copy.id))
    form.sheets.set_value("3")
    form.note_field.set_value("Shredded in the office")
    desk.dialog(FormDialog).submit()
    qtbot.waitUntil(lambda: register(desk)[1].state is CopyState.SPOILED)
    assert register(desk)[1].results[-1].sheets == 3
    assert register(desk)[0].state is CopyState.SPOOLED
    qtbot.waitUntil(lambda: page._seen[1][1].state is CopyState.SPOILED)
    assert any(each.text() == "Check sheets" for each in page.findChildren(QPushButton))


def test_a_draft_is_not_offered_a_printer(desk, qtbot):
    build_pack(BuildPack(1, PackTerms("CPS", "Early advice", references=("AM/1",))), desk.desk)
    page = page_of(desk, qtbot, 2)
    page.printing.ask(page._seen[0].pack)
    wait_for_words(desk, qtbot, "is a draft")
    assert desk.dialog() is None


def test_the_system_s_dialog_is_asked_of_the_printer_given(desk, page, qtbot, tmp_path):
    made = []
    page.printing.make_printer = lambda: made.append(printer_to(tmp_path / "out.pdf")) or made[0]
    page.print_copy()
    qtbot.waitUntil(lambda: desk.dialog() is not None)
    desk.dialog().reject()
    assert len(made) == 1
    assert register(desk) == ()


def a_pdf(*sizes):
    pictures = [Image.effect_noise(size, 60) for size in sizes]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:])
    return made.getvalue()


def run_to_end(content, printer, qtbot, pages, **more):
    run = PrintRun(PdfBytes(content), printer, pages, **more)
    with qtbot.waitSignal(run.finished, timeout=60_000) as finished:
        run.start()
    return finished.args


def test_a_wide_page_comes_out_wide(qtbot, tmp_path):
    content = a_pdf((500, 700), (700, 500), (500, 700))
    assert run_to_end(content, printer_to(tmp_path / "out.pdf"), qtbot, (0, 1, 2)) == [True]
    assert pages_in(tmp_path / "out.pdf") == [(595, 842), (842, 595), (595, 842)]


def test_strips_meet_without_a_seam_on_a_printer_finer_than_the_pictures(qtbot, tmp_path):
    sheet = Image.new("L", (500, 700), 90)
    made = io.BytesIO()
    sheet.save(made, "PDF", resolution=60)
    printer = printer_to(tmp_path / "out.pdf", resolution=600)
    assert run_to_end(made.getvalue(), printer, qtbot, (0,), dpi=150) == [True]
    picture = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0].render(scale=150 / 72).to_pil().convert("L")
    middle = picture.crop((20, 20, picture.width - 20, picture.height - 20))
    low, high = middle.getextrema()
    assert 85 <= low <= high <= 95


def test_the_window_lives_on_between_the_strips_of_a_page(qtbot, tmp_path, monkeypatch):
    strips, beats, paint = [], [], PrintRun._paint

    def watched(run):
        strips.append(run)
        paint(run)

    monkeypatch.setattr(PrintRun, "_paint", watched)
    ticking = QTimer()
    ticking.timeout.connect(lambda: beats.append(len(strips)))
    ticking.start(0)
    printer = printer_to(tmp_path / "out.pdf", resolution=300)
    assert run_to_end(a_pdf((2400, 3400)), printer, qtbot, (0,)) == [True]
    assert len(strips) > 50
    assert len(set(beats)) > 25

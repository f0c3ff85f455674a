"""What follows a pack in the window: built again, in its place, or with late pages behind it."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.domain.issues import IssuedPack, PackState
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.ui.packs.build_dialog import ComposeDialog
from spoc_desk.ui.packs.later_packs import later_actions
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.window import Place
from tests.ui.casework import words_in


def at_pack(real, qtbot, number):
    real.window.go_to(Place("packs", number))
    page = real.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._seen[0].pack.id == number)
    return page


def act(real, page, words):
    view = page._seen[0]
    next(a for a in later_actions(real.workplace, page, view.pack, view.state) if a.text == words).run()


@pytest.fixture
def released(told_desk, qtbot):
    return told_desk, at_pack(told_desk, qtbot, 1)


def packs(real):
    with real.desk.queries.snapshot() as reader:
        return reader.find(IssuedPack)


def test_a_draft_is_built_again_with_its_own_terms(told_desk, qtbot):
    build_pack(BuildPack(1, PackTerms("Lee Ross", "Advice", references=("AM/3", "AM/1"))), told_desk.desk)
    page = at_pack(told_desk, qtbot, 2)
    act(told_desk, page, "Build again with changes")
    qtbot.waitUntil(lambda: told_desk.dialog(ComposeDialog) is not None)
    form = told_desk.dialog(ComposeDialog).form
    assert form.recipient.value() == "Lee Ross"
    assert form.terms().supersedes == ""
    assert form.contents.value() == ("AM/3", "AM/1")


def test_a_released_pack_is_replaced_by_one_that_says_what_changed(released, qtbot):
    real, page = released
    assert page._seen[0].state is PackState.RELEASED
    page.supersede()
    qtbot.waitUntil(lambda: real.dialog(ComposeDialog) is not None)
    dialog = real.dialog(ComposeDialog)
    assert packs(real)[0].reference in dialog.windowTitle()
    dialog.submit()
    assert dialog.form.change_note._below.text() == "Fill this in."
    dialog.form.change_note.set_value("The plan was left out by mistake")
    dialog.submit()
    qtbot.waitUntil(lambda: real.window.place() == Place("packs", 2), timeout=60_000)
    first, later = packs(real)
    assert later.supersedes == first.reference
    assert later.change_note == "The plan was left out by mistake"


def test_late_pages_are_added_behind_a_released_pack(released, qtbot, tmp_path):
    real, page = released
    late = tmp_path / "late.txt"
    late.write_text("It came late.\n", "utf-8")
    add_exhibit(AddExhibit(1, late, "Message found on the telephone"), real.desk)
    act(real, page, "Add late pages")
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    dialog = real.dialog(FormDialog)
    assert dialog._form._fields["exhibits"].value() == ("AM/4",)
    dialog._form._fields["note"].set_value("The telephone was examined late")
    dialog.submit()
    qtbot.waitUntil(lambda: real.window.place() == Place("packs", 2), timeout=60_000)
    first, later = packs(real)
    assert later.continues == first.reference
    assert later.exhibits == (*first.exhibits, "AM/4")


def test_why_pages_are_late_is_kept_when_their_pack_is_cancelled(released, qtbot, tmp_path):
    real, page = released
    late = tmp_path / "late.txt"
    late.write_text("It came late.\n", "utf-8")
    add_exhibit(AddExhibit(1, late, "Message found on the telephone"), real.desk)
    real.workplace.jobs.started.connect(lambda job: job.cancel())
    act(real, page, "Add late pages")
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    real.dialog(FormDialog)._form._fields["note"].set_value("The telephone was examined late")
    real.dialog(FormDialog).submit()
    qtbot.waitUntil(lambda: bool(real.window.notices.past), timeout=60_000)
    act(real, page, "Add late pages")
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    qtbot.waitUntil(lambda: real.dialog(FormDialog)._form._restored)
    assert real.dialog(FormDialog)._form._fields["note"].value() == "The telephone was examined late"


def test_nothing_late_is_said_instead_of_an_empty_form(released, qtbot):
    real, page = released
    act(real, page, "Add late pages")
    qtbot.waitUntil(lambda: bool(real.window.notices.past))
    assert real.dialog(FormDialog) is None


def test_what_was_found_on_the_pages_leads_to_the_exhibit(told_desk, qtbot, tmp_path):
    canvas = Canvas(str(tmp_path / "small.pdf"))
    canvas.setFont("Helvetica", 4)
    for line in range(30):
        canvas.drawString(60, 700 - 14 * line, "Ring 07700 900123 and nobody else about this")
    canvas.save()
    add_exhibit(AddExhibit(1, tmp_path / "small.pdf", "Small print"), told_desk.desk)
    build_pack(BuildPack(1, PackTerms("CPS", "Advice", references=("AM/4",))), told_desk.desk)
    page = at_pack(told_desk, qtbot, 2)
    shown = words_in(page.detail.cards("pack"))
    assert "Exhibit AM/4 is hard to read on page" in shown
    assert "Exhibit AM/4 shows where somebody in the case lives or how to reach them" in shown
    page._go_to(page._seen[0].findings[0].link)
    qtbot.waitUntil(lambda: told_desk.window.place() == Place("casefiles", 1))

"""Building a pack in the window: chosen, ordered, checked, built in the background, or stopped."""

import pytest
from PySide6.QtCore import Qt

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import verify_exhibit
from spoc_desk.ui.packs.build_dialog import BuildForm
from spoc_desk.ui.widgets.banner import Banner
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.window import Place


@pytest.fixture
def case(told_desk, qtbot):
    """The casefiles page at the first case, which has three exhibits."""
    return at_case(told_desk, qtbot, 1)


def at_case(real, qtbot, casefile):
    real.window.go_to(Place("casefiles", casefile))
    page = real.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._seen.view.casefile.id == casefile)
    return real


def build_form(real, qtbot):
    real.window.page().build_pack()
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    dialog = real.dialog(FormDialog)
    return dialog, dialog.findChild(BuildForm)


def issued(real):
    with real.desk.queries.snapshot() as reader:
        return reader.find(IssuedPack)


def said(real):
    return [notice.text for notice in real.window.notices.past]


def banners(form):
    return [banner.text() for banner in form.findChildren(Banner) if banner.isVisible()]


def test_every_exhibit_stands_ticked_in_its_own_order(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    assert form.exhibits.value() == ("AM/1", "AM/2", "AM/3")
    assert form.served.value()
    assert banners(form) == []


def test_exhibits_are_ordered_and_ticked_from_the_keyboard_alone(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    rows = form.exhibits.editor
    rows.setFocus()
    rows.setCurrentRow(2)
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert form.exhibits.value() == ("AM/3", "AM/1", "AM/2")
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert form.exhibits.value() == ("AM/1", "AM/2")
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert rows.currentRow() == 0
    qtbot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [rows.item(n).data(Qt.ItemDataRole.UserRole) for n in range(3)] == ["AM/1", "AM/3", "AM/2"]


def test_the_buttons_do_what_dragging_does(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    form.exhibits.editor.setCurrentRow(0)
    form.exhibits.down.click()
    assert form.exhibits.value() == ("AM/2", "AM/1", "AM/3")
    form.exhibits.none.click()
    assert form.exhibits.value() == ()
    form.exhibits.every.click()
    form.exhibits.up.click()
    assert form.exhibits.value() == ("AM/1", "AM/2", "AM/3")


def test_the_order_and_the_words_come_back_after_escape(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.handling.editor.setText("Not to be shown to the witness")
    form.exhibits.editor.setCurrentRow(2)
    form.exhibits.up.click()
    form.exhibits.editor.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: case.dialog() is None)
    _dialog, again = build_form(case, qtbot)
    assert again.exhibits.value() == ("AM/3", "AM/2")
    assert again.handling.value() == "Not to be shown to the witness"


def test_nothing_ticked_is_told_below_the_list_and_builds_nothing(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.exhibits.none.click()
    dialog.submit()
    assert form.exhibits._below.text() == "Tick at least one exhibit."
    assert dialog.isVisible()
    assert not case.workplace.jobs.running()


def test_faults_a_reader_would_find_stand_above_the_form(case, qtbot):
    open_casefile(OpenCasefile("Brick through office window", (2,)), case.desk)
    at_case(case, qtbot, 2)
    _dialog, form = build_form(case, qtbot)
    words = " ".join(banners(form))
    assert "No offence is suspected" in words
    assert "has no exhibit" in words


def test_a_damaged_exhibit_is_named_before_the_pack_is_built(case, qtbot):
    with case.desk.queries.snapshot() as reader:
        exhibit = reader.get(Exhibit, 2)
    case.desk.evidence.path_of(exhibit.file_name).unlink()
    verify_exhibit(2, case.desk)
    at_case(case, qtbot, 1)
    _dialog, form = build_form(case, qtbot)
    assert any("AM/2" in words for words in banners(form))


def test_a_pack_is_built_in_the_background_and_then_shown(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.purpose.editor.setText("Early advice")
    form.exhibits.editor.setCurrentRow(2)
    form.exhibits.up.click()
    dialog.submit()
    qtbot.waitUntil(lambda: case.window.place() == Place("packs", 2), timeout=60_000)
    pack = issued(case)[1]
    assert pack.exhibits == ("AM/1", "AM/3", "AM/2")
    assert case.desk.queries.ids("packs") == case.desk.queries.ids("packs", "", "Served")
    assert "The pack is built and sealed." in said(case)


def test_a_pack_stopped_from_the_tray_leaves_nothing_behind(case, qtbot):
    jobs, before = case.workplace.jobs, set(case.desk.evidence.names())
    jobs.started.connect(lambda job: job.cancel())
    dialog, _form = build_form(case, qtbot)
    dialog.submit()
    qtbot.waitUntil(lambda: any("Nothing of it was kept" in words for words in said(case)), timeout=60_000)
    assert len(issued(case)) == 1
    assert set(case.desk.evidence.names()) == before
    scratch = case.desk.folder / "scratch"
    assert not scratch.exists() or not list(scratch.iterdir())
    assert case.window.place() == Place("casefiles", 1)


def test_a_pack_stopped_half_way_leaves_nothing_behind(case, qtbot):
    jobs, before = case.workplace.jobs, set(case.desk.evidence.names())
    jobs.started.connect(lambda job: job.moved.connect(lambda _done, _total: job.cancel()))
    dialog, _form = build_form(case, qtbot)
    dialog.submit()
    qtbot.waitUntil(lambda: any("Nothing of it was kept" in words for words in said(case)), timeout=60_000)
    assert len(issued(case)) == 1
    assert set(case.desk.evidence.names()) == before

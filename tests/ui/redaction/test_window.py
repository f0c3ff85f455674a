"""Redaction on screen: drawn by mouse and by keyboard, found by a word, compared, withdrawn, checked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redactions import Box, Redaction, RedactionCheck, standing
from spoc_desk.domain.retention_changes import RecordsDestroyed
from spoc_desk.ui.redaction.forms import SuggestionSheet
from spoc_desk.ui.redaction.window import RedactionWindow
from spoc_desk.ui.widgets.banner import Banner
from spoc_desk.ui.widgets.dialogs import FormDialog


def up(window):
    """The redactions that stand in the vault."""
    with window.workplace.jobs.inline(lambda desk: desk.queries.snapshot()) as reader:
        return standing(reader.find(Redaction, exhibit_id=window._exhibit))


def dialog_in(window, kind=FormDialog):
    return next(each for each in window.findChildren(kind) if each.isVisible())


def drag(qtbot, page, start, end):
    qtbot.mousePress(page, Qt.MouseButton.LeftButton, pos=QPoint(*start))
    qtbot.mouseMove(page, QPoint(*end))
    qtbot.mouseRelease(page, Qt.MouseButton.LeftButton, pos=QPoint(*end))


def keep_one(window, qtbot):
    """Adds a box where the page offers it, and waits until it is listed."""
    count = window.panel.list.count()
    window.page.begin()
    for _ in range(5 * count):
        qtbot.keyClick(window.page, Qt.Key.Key_Down)
    window.keep_box()
    qtbot.waitUntil(lambda: window.panel.list.count() == count + 1)


def test_a_box_drawn_with_the_mouse_is_redacted_for_the_reason_chosen(redacting, qtbot):
    drag(qtbot, redacting.page, (200, 300), (400, 340))
    redacting.panel.reason.setCurrentIndex(redacting.panel.reason.findData("FAM"))
    redacting.panel.note.setText("her sister")
    qtbot.mouseClick(redacting.panel.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: redacting.panel.list.count() == 1)
    (drawn,) = up(redacting)
    assert (drawn.page, drawn.code, drawn.note, drawn.term) == (1, "FAM", "her sister", "")
    assert (drawn.left, drawn.right) == (10000, 20000)
    assert (drawn.top - drawn.bottom) == 2000
    qtbot.waitUntil(lambda: redacting.page.draft is None)
    assert redacting.panel.note.text() == ""


def refuse(redacting):
    """Makes the next box one that is refused: its page is not there."""
    redacting.page.begin()
    redacting.pages = replace(redacting.pages, sizes=())
    redacting.keep_box()


def test_a_refused_box_stays_with_its_note_and_what_must_be_confirmed(redacting, qtbot):
    keep_one(redacting, qtbot)
    redacting.pages = replace(redacting.pages, sha256="ab" * 32)
    redacting.refresh()
    qtbot.waitUntil(lambda: any("have changed" in each for each in banners(redacting)))
    redacting.panel.note.setText("her sister")
    refuse(redacting)
    qtbot.waitUntil(lambda: any("There is no page" in each for each in banners(redacting)))
    assert any("have changed" in each for each in banners(redacting))
    assert redacting.page.box() is not None
    assert redacting.panel.note.text() == "her sister"


def test_a_note_not_used_yet_comes_back_when_the_window_is_opened_again(redacting, qtbot):
    redacting.panel.note.setText("her sister")
    redacting.reject()
    again = RedactionWindow(redacting.workplace, redacting._over, redacting._exhibit, "AM/4")
    again.open()
    assert again.panel.note.text() == "her sister"
    qtbot.waitUntil(lambda: again.pages is not None and again.page.has_picture, timeout=20_000)


def test_the_window_can_be_closed_while_it_has_no_pages(redacting, qtbot):
    again = RedactionWindow(redacting.workplace, redacting._over, redacting._exhibit, "AM/4")
    again._refused(DomainError("packs.exhibit_missing", reference="AM/4"))
    assert not again.tools.next.isEnabled()
    assert not again.tools.part.isEnabled()
    qtbot.mouseClick(again.tools.close_button, Qt.MouseButton.LeftButton)
    assert again.tools.close_button.isEnabled()


def test_the_window_goes_once_records_are_destroyed(redacting):
    gone = RecordsDestroyed(kind="casefile", record=1, disposal=1, second_officer=2, files=0)
    redacting.workplace.jobs.changed.emit((gone,))
    assert not redacting.isVisible()


def test_a_box_is_drawn_moved_and_sized_by_keyboard_alone(redacting, qtbot):
    redacting.panel.add.setFocus()
    qtbot.keyClick(redacting.panel.add, Qt.Key.Key_Space)
    page = redacting.page
    before = page.box()
    qtbot.keyClick(page, Qt.Key.Key_Right)
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    after = page.box()
    assert (after.left - before.left, after.right - before.right) == (400, 800)
    assert before.top - after.top == 100
    assert "box" in page.accessibleName()
    qtbot.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: redacting.panel.list.count() == 1)
    (drawn,) = up(redacting)
    assert Box(drawn.page, drawn.left, drawn.bottom, drawn.right, drawn.top) == after


def test_escape_drops_the_box_and_not_the_window(redacting, qtbot):
    redacting.page.begin()
    qtbot.keyClick(redacting.page, Qt.Key.Key_Escape)
    assert redacting.page.draft is None
    assert redacting.isVisible()
    assert not redacting.panel.keep.isEnabled()


def test_undo_withdraws_the_last_redaction_of_this_window_only(redacting, qtbot):
    assert not redacting.tools.undo.isEnabled()
    keep_one(redacting, qtbot)
    keep_one(redacting, qtbot)
    first, last = up(redacting)
    qtbot.mouseClick(redacting.tools.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: up(redacting) == (first,))
    assert last.id != first.id


def test_a_word_is_redacted_wherever_it_stands(redacting, qtbot):
    qtbot.mouseClick(redacting.panel.word, Qt.MouseButton.LeftButton)
    form = dialog_in(redacting)
    form._form._fields["word"].set_value("Quillfeather")
    form._form._fields["reason"].set_value("WIT")
    form.submit()
    qtbot.waitUntil(lambda: redacting.panel.list.count() == 2)
    assert {each.term for each in up(redacting)} == {"Quillfeather"}
    assert len(redacting.page._shown) == 2
    places = {each.id: each.place for each in redacting.page._shown}
    for each in up(redacting):
        # A point more on each side, as the pages are painted.
        assert places[each.id].width() == pytest.approx((each.right - each.left) / 100 + 2)
        assert places[each.id].height() == pytest.approx((each.top - each.bottom) / 100 + 2)
    qtbot.mouseClick(redacting.tools.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: up(redacting) == ())


def test_suggestions_redact_what_is_ticked_and_nothing_else(redacting, qtbot):
    qtbot.mouseClick(redacting.panel.suggest, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in redacting.findChildren(SuggestionSheet)))
    sheet = dialog_in(redacting, SuggestionSheet)
    words = [sheet.list.item(place).text() for place in range(sheet.list.count())]
    assert any(each.startswith("07700 900123") and "TEL" in each for each in words)
    place = next(place for place, each in enumerate(words) if each.startswith("3 May 1970"))
    sheet.list.item(place).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: redacting.panel.list.count() == 1)
    assert [(each.term, each.code) for each in up(redacting)] == [("3 May 1970", "DOB")]


def test_both_versions_stand_side_by_side_with_their_digests(redacting, qtbot):
    keep_one(redacting, qtbot)
    redacting.tools.part.choose("compare")
    compare = redacting.compare
    qtbot.waitUntil(lambda: "Redacted page" in compare.right.accessibleName(), timeout=20_000)
    assert "Unredacted page 1" in compare.left.accessibleName()
    digests = [each.accessibleName() for each in (compare.left_digest, compare.right_digest)]
    assert redacting.pages.sha256 in digests[0]
    assert digests[0] != digests[1]
    assert "Nothing of what was taken out was found" in compare.said.text()


def test_a_second_person_is_entered_and_a_change_asks_for_a_new_check(redacting, qtbot):
    keep_one(redacting, qtbot)
    qtbot.mouseClick(redacting.panel.check, Qt.MouseButton.LeftButton)
    form = dialog_in(redacting)
    form._form._fields["name"].set_value("DS Amir Khan")
    form.submit()
    qtbot.waitUntil(lambda: len(redacting.checks) == 1)
    with redacting.workplace.jobs.inline(lambda desk: desk.queries.snapshot()) as reader:
        (check,) = reader.find(RedactionCheck)
    assert check.checked_by == "DS Amir Khan"
    words = [each.text() for each in redacting.panel.findChildren(type(redacting.compare.said))]
    assert any("Checked by DS Amir Khan, entered by" in each for each in words)


def test_choosing_a_redaction_turns_to_its_page(redacting, qtbot):
    assert len(redacting.pages.sizes) > 1
    redacting.turn_to(2)
    keep_one(redacting, qtbot)
    qtbot.keyClick(redacting.page, Qt.Key.Key_PageUp)
    assert redacting.number == 1
    redacting.panel.list.setCurrentRow(-1)
    redacting.panel.list.setCurrentRow(0)
    assert redacting.number == 2
    assert redacting.panel.withdraw.isEnabled()


def test_reasons_say_that_nobody_verified_them(redacting):
    assert "Not verified" in redacting.panel._means.text()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_control_has_a_name_and_no_button_is_cut(redacting, qtbot, theme, scale):
    theme.use(scale=scale)
    asked = [each for each in redacting.findChildren(QWidget) if each.isVisible()]
    focused = [each for each in asked if each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    unnamed = [each for each in focused if not each.accessibleName() and not isinstance(each, QLabel)]
    assert [type(each).__name__ for each in unnamed if not each.objectName().startswith("qt_")] == []
    buttons = [each for each in asked if isinstance(each, QPushButton)]

    def cut():
        return [each.text() for each in buttons if each.width() < each.minimumSizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])


def banners(window):
    return [each.text() for each in window.notes.findChildren(Banner) if each.isVisible()]


def test_pages_that_changed_are_confirmed_in_the_window(redacting, qtbot):
    keep_one(redacting, qtbot)
    assert banners(redacting) == []
    redacting.pages = replace(redacting.pages, sha256="ab" * 32)
    redacting.refresh()
    qtbot.waitUntil(lambda: any("have changed" in each for each in banners(redacting)))
    (button,) = [each for each in redacting.notes.findChildren(QPushButton) if each.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: banners(redacting) == [])
    assert {each.part_sha256 for each in up(redacting)} == {"ab" * 32}


def test_pages_that_words_cannot_be_found_on_are_named(redacting, qtbot):
    redacting.notes.warn(replace(redacting.pages, wordless=(1, 2, 3, 7), machine_read=(4,)), (), list)
    qtbot.waitUntil(lambda: len(banners(redacting)) == 2)
    machine, wordless = banners(redacting)
    assert "page 4 were read by a machine" in machine
    assert "pages 1–3, 7" in wordless

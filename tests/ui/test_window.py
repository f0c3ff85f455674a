"""The window: what every page stands in, for everyone and at every size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.actions import Actions, Command, Where
from spoc_desk.ui.window import Place


def seen(root, kind=QWidget):
    return [widget for widget in root.findChildren(kind) if widget.isVisible()]


def test_everything_that_takes_the_focus_has_a_name(window):
    nameless = [
        widget
        for widget in seen(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def cut(root):
    """Buttons with words that are narrower than they need."""
    return [
        (button.accessibleName(), button.width(), button.sizeHint().width())
        for button in seen(root, QAbstractButton)
        if button.text() and button.width() < button.sizeHint().width()
    ]


@pytest.mark.parametrize("width", [720, 1024, 1440, 1920])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_is_narrower_than_its_words(window, theme, width, scale, qtbot):
    theme.use(scale=scale)
    window.resize(width, 900)
    qtbot.waitUntil(lambda: window.width() == width and cut(window) == [])
    assert cut(window) == []


@pytest.mark.parametrize("width", [720, 900, 1150])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_button_of_a_record_is_narrower_than_its_words(window, theme, width, scale, qtbot):
    window.resize(width, 900)
    theme.use(scale=scale)
    window.open_record("incidents", 30)
    detail = window.page().detail
    qtbot.waitUntil(lambda: detail.isVisible() and cut(detail) == [])
    assert cut(detail) == []


@pytest.mark.parametrize("width", [720, 1024, 1440])
def test_nothing_is_pushed_out_of_the_window(window, theme, width):
    theme.use(scale=1.5)
    window.resize(width, 900)
    QApplication.processEvents()
    outside = [
        button.accessibleName()
        for button in seen(window.top, QAbstractButton)
        if button.mapTo(window, button.rect().topRight()).x() >= window.width()
    ]
    assert outside == []


def test_the_navigation_shows_icons_only_when_there_is_little_room(window):
    window.resize(1440, 900)
    QApplication.processEvents()
    wide = window.navigation.width()
    window.resize(1200, 900)
    QApplication.processEvents()
    assert window.navigation.width() < wide / 3
    assert window.navigation.buttons["today"].toolTip() == "Today"


def test_counts_that_are_due_are_spoken(window, qtbot):
    button = window.navigation.buttons["referrals"]
    qtbot.waitUntil(lambda: button.accessibleName() != "Referrals")
    assert button.accessibleName() == "Referrals, 3 due"


def test_control_and_a_number_go_to_a_page_made_only_then(window, qtbot):
    assert list(window._pages) == ["incidents"]
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.place().page == "today"
    assert list(window._pages) == ["incidents", "today"]


def test_control_n_begins_a_record_on_the_page_shown(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.page().begun == 1


def test_control_n_does_nothing_on_a_page_that_makes_nothing(window, qtbot):
    window.go_to(Place("today"))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.page().begun == 0


def test_control_f_goes_to_the_filter_and_f6_round_the_panes(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.page().list.filter
    places = set()
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        places.add(QApplication.focusWidget())
    assert window.page().list.view in places
    assert window.navigation.buttons["incidents"] in places


def test_letters_typed_in_a_field_are_letters_and_no_shortcuts(window, qtbot):
    line = window.page().list.filter
    line.setFocus()
    qtbot.keyClicks(line, "jk")
    assert line.text() == "jk"
    assert window.place() == Place("incidents", 37)


def test_back_and_forward_go_where_one_was(window, qtbot):
    window.open_record("incidents", 30)
    window.go_to(Place("today"))
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.place() == Place("incidents", 30)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.place().page == "today"


def test_records_that_were_open_stand_under_recent(window):
    window.open_record("incidents", 30)
    assert window.navigation._recent[0][:3] == ("incidents", 30, "IN/2026/0030")


def test_shortcuts_are_unique(qapp):
    actions = Actions()
    actions.add(Command("a", "A", "Ctrl+J", Where.GO), lambda: None)
    with pytest.raises(ValueError, match="share"):
        actions.add(Command("b", "B", "Ctrl+J", Where.GO), lambda: None)


def test_a_toast_can_be_undone_and_stays_in_the_list(window, workplace, qtbot):
    undone = []
    workplace.toast("IN/2026/0037 archived.", lambda: undone.append(True))
    card = window.notices._cards[0]
    card.undo.click()
    assert undone == [True]
    assert not window.notices._cards
    assert window.notices.past[0].text == "IN/2026/0037 archived."


def test_a_bug_is_apologised_for_in_the_window(window, workplace, qtbot):
    def broken(_desk):
        raise RuntimeError

    workplace.jobs.query(window, broken, lambda answer: None)
    qtbot.waitUntil(lambda: bool(window.notices.past))
    assert window.notices.past[0].trouble


def test_long_work_is_in_the_tray_with_a_way_to_cancel_it(window, workplace, qtbot):
    ended = []

    def work(_desk, progress, cancelled):
        progress(50, 100)
        while not cancelled():
            pass
        raise DomainError("work.cancelled")

    workplace.jobs.long(window, work, "Sealing AM/1", ended.append, ended.append)
    tray = window.status.tray
    qtbot.waitUntil(tray.isVisible)
    assert "Sealing AM/1" in tray._words.text()
    tray._cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].code == "work.cancelled"
    assert not tray.isVisible()


def test_the_lock_countdown_shows_in_the_last_two_minutes_only(window):
    window.status.show_lock_in(121)
    assert not window.status._lock.isVisible()
    window.status.show_lock_in(95)
    assert window.status._lock.words.text() == "Locks in 1:35"


def test_the_status_bar_says_when_all_is_saved(window):
    window.status.show_saving(True)
    assert window.status._saved.words.text() == "Saving…"
    window.status.show_saving(False)
    assert window.status._saved.words.text() == "All changes saved 14:32"


def test_a_lock_held_back_by_work_is_said_until_somebody_is_there_again(window):
    window.status.show_lock_waits()
    assert window.status._lock.isVisible()
    assert "Locks when the work is done" in [text.text() for text in window.status.findChildren(QLabel)]
    window.status.show_lock_in(599)
    assert not window.status._lock.isVisible()

"""The window: what every page stands in, for everyone and at every size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollArea, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.actions import Actions, Command, Where
from spoc_desk.ui.palette import Palette
from spoc_desk.ui.shortcut_sheet import ShortcutSheet
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.card import (
    Card,
    CheckLine,
    CheckState,
    EventLine,
    PersonLine,
    ProgressLine,
    SummaryList,
)
from spoc_desk.ui.widgets.dialogs import AskDialog, FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.window import DeskWindow, Place
from spoc_desk.ui.workplace import NavBadge, PageSpec
from tests.ui.fakes import incident


class Incidents(ListDetailPage):
    """A page as full as pages get."""

    def __init__(self, place):
        detail = RecordDetail(
            place.theme,
            "Incident",
            tabs=[("summary", "Summary"), ("people", "People  5")],
            list_name="Incidents",
        )
        chips = [("open", "Open"), ("mine", "Mine"), ("overdue", "Overdue")]
        spec = ListSpec("incidents", "Incidents", "None yet.", new_text="New incident", chips=chips)
        super().__init__(place, spec, detail)
        self.begun = 0

    def begin_new(self):
        self.begun += 1

    def show_record(self, record_id):
        row, theme = incident(record_id), self.workplace.theme
        head = DetailHead(
            row.reference, row.title, "Recorded 16 Nov 2026", badge_of(row.status), ("High risk",)
        )
        self.detail.show_head(head)
        self.detail.show_actions(
            [
                DetailAction("Edit", "pencil", lambda: None),
                DetailAction("Add to pack", "package-plus", lambda: None),
                DetailAction("Send to CPS", "send", lambda: None, "primary"),
            ],
            [DetailAction("Close", "archive", lambda: None)],
        )
        cards = self.detail.cards("summary")
        cards.clear()
        facts = SummaryList(theme, [("Happened", "15 Nov 2026, 22:10"), ("Supervisor", "")])
        cards.add(Card(theme, "Key facts", facts, action="Change", act=lambda: None))
        lines = (
            CheckLine(theme, "MG5", CheckState.LATE, "due 14 Nov"),
            ProgressLine(theme, 14, 18, "14 of 18 done"),
        )
        cards.add(Card(theme, "CPS checklist", *lines))
        cards.add(Card(theme, "People", PersonLine(theme, "Jane Thornbury", "Victim", "07700 900142")))
        cards.add(
            Card(theme, "Activity", EventLine(theme, "video", "CCTV added", "SHA-256 verified", "09:58")),
            wide=True,
        )


def specs():
    names = [("today", "Today"), ("incidents", "Incidents"), ("referrals", "Referrals"), ("admin", "Admin")]
    return [
        PageSpec(
            key, title, "siren", Incidents, (key,), "New incident" if key == "incidents" else "",
            badge=(lambda desk: NavBadge(3, due=True)) if key == "referrals" else None, foot=key == "admin",
        )
        for key, title in names
    ]  # fmt: skip


@pytest.fixture
def window(workplace, qtbot):
    made = DeskWindow(workplace, specs(), place=Place("incidents"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.place() == Place("incidents", 37))
    return made


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


def test_the_palette_finds_records_first_and_then_commands(window, workplace, qtbot):
    palette = Palette(workplace, lambda desk, text: desk.queries.search(text), {}, window)
    palette.open()
    palette.line.setText("le")
    qtbot.waitUntil(lambda: palette._shown_for == "le")
    found = [palette.found.item(n).data(Qt.ItemDataRole.UserRole) for n in range(palette.found.count())]
    kinds = [type(each).__name__ for each in found]
    assert kinds == sorted(kinds, key=lambda kind: kind == "Command")
    assert {"SearchHit", "Command"} == set(kinds)
    palette.reject()


def test_enter_pressed_before_the_answer_opens_what_was_typed(window, workplace, qtbot):
    palette = Palette(workplace, lambda desk, text: desk.queries.search(text), {}, window)
    palette.open()
    with qtbot.waitSignal(palette.record_chosen) as chosen:
        qtbot.keyClicks(palette.line, "IN/2026/0004")
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen.args == ["incidents", 4]


def test_a_command_chosen_in_the_palette_is_done(window, workplace, theme, qtbot):
    palette = Palette(workplace, lambda desk, text: (), {}, window)
    palette.open()
    palette.line.setText("dark col")
    qtbot.waitUntil(lambda: palette._shown_for == "dark col")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert theme.mode is Mode.DARK


def test_f1_shows_every_shortcut(window, workplace, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")}
    assert {"Ctrl+K", "Ctrl+L", "F6", "J, K"} <= shown
    sheet.accept()


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


def test_a_form_dialog_saves_by_its_verb_and_then_closes(window, workplace, kept_drafts, qtbot):
    done, form = [], Form(workplace.setting, "incident.new")
    title = form.line("title", "What happened", required=True)
    dialog = FormDialog(
        workplace, window, "New incident", form, save="Record incident",
        verb=lambda: lambda desk: (title.value(),), done=done.append,
    )  # fmt: skip
    dialog.open()
    dialog.submit()
    assert not done
    title.set_value("Threat")
    form.keep_draft()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(done))
    assert done == [("Threat",)]
    assert not kept_drafts.kept


def test_a_form_dialog_begins_in_its_first_field_even_with_a_draft(window, workplace, kept_drafts, qtbot):
    kept_drafts.kept["incident.new"] = '{"at": "2026-11-16T14:00:00+00:00", "parts": {"title": "Threat"}}'
    form = Form(workplace.setting, "incident.new")
    title = form.line("title", "What happened")
    dialog = FormDialog(workplace, window, "New", form, save="Record", verb=lambda: lambda desk: ())
    dialog.open()
    assert form._notice.isVisible()
    assert dialog.focusWidget() is title.editor
    dialog.reject()


def test_a_refused_verb_keeps_the_dialog_open_and_says_why(window, workplace, qtbot):
    form = Form(workplace.setting)
    form.line("title", "What happened")

    def refuse(_desk):
        raise DomainError("times.no_time")

    dialog = FormDialog(workplace, window, "New incident", form, save="Record", verb=lambda: refuse)
    dialog.open()
    dialog.submit()
    qtbot.waitUntil(form._summary.isVisible)
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert "24-hour clock" in form._summary.text()
    dialog.reject()


def test_the_safe_answer_of_an_irreversible_question_has_the_focus(window, theme, qtbot):
    done = []
    dialog = AskDialog(
        theme,
        window,
        "Seal this pack?",
        "It cannot be changed.",
        act="Seal the pack",
        run=lambda: done.append(1),
    )
    dialog.open()
    assert dialog.safe.isDefault()
    assert dialog.act.text() == "Seal the pack"
    dialog.act.click()
    assert done == [1]


def test_every_part_of_a_dialog_that_takes_the_focus_has_a_name(window, workplace, qtbot):
    form = Form(workplace.setting)
    form.line("a", "Line")
    form.text("b", "Text")
    form.moment("c", "Happened")
    form.date("d", "Due")
    form.choice("e", "Category", [("x", "X")])
    form.check_box("f", "They agreed")
    form.pick("g", "Person", lambda text, show: None)
    form.phone("h", "Phone")
    dialog = FormDialog(workplace, window, "New incident", form, save="Record", verb=lambda: lambda desk: ())
    dialog.open()
    nameless = [
        type(widget).__name__
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []
    assert all(line.accessibleName() for line in dialog.findChildren(QLineEdit))
    dialog.reject()

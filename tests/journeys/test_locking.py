"""Locking a real vault with work half done: nothing typed is lost, nothing stays in sight."""

import shutil
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QDialog

from spoc_desk.bootstrap.window import load_pages
from spoc_desk.domain.contacts import Advice
from spoc_desk.domain.incidents import Incident
from spoc_desk.services.away_ports import Sign
from spoc_desk.services.contacts import LogAdvice, log_advice
from spoc_desk.ui.incidents.new_form import NewIncidentDialog
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.window import Place
from tests.ui.fakes import RESOURCES
from tests.ui.real import OFFICER, PASSPHRASE, SetClock, _machine

TYPED = "Half a sentence about a caller"


@pytest.fixture
def shell(qapp, qtbot, told_template, tmp_path):
    """The program as it starts, with a vault that was opened lately."""
    folder = tmp_path / "desk"
    shutil.copytree(told_template, folder)
    machine = _machine(folder, SetClock())
    choices = {"idle_minutes": "5"}
    outfit = Outfit(
        RESOURCES, [folder / "vault"], lambda: machine, load_pages, lambda key: choices.get(key, "")
    )
    made = Shell(qapp, outfit)
    made.start()
    qtbot.waitUntil(lambda: made.unlock.panel.officer.currentText() == OFFICER, timeout=20_000)
    yield made
    if made.session is not None:
        made.session.hide()
        made.session.shut("exit")
        made.session.drop()
    made.unlock.hide()
    made.close()
    machine.close()
    qapp.setQuitOnLastWindowClosed(True)
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def unlock(shell, qtbot):
    shell.unlock.panel.passphrase.edit.setText(PASSPHRASE)
    shell.unlock.panel._unlock.click()
    qtbot.waitUntil(lambda: shell.session is not None, timeout=20_000)
    return shell.session.window


def begin(window, qtbot):
    """Opens the form of a new incident at the first incident."""
    window.go_to(Place("incidents", 1))
    window.page().begin_new()
    qtbot.waitUntil(lambda: bool(window.findChildren(NewIncidentDialog)))
    dialog = window.findChildren(NewIncidentDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def locked(shell, qtbot):
    qtbot.waitUntil(lambda: shell.session is None, timeout=20_000)


def test_the_lock_s_keys_work_in_a_dialog_and_its_text_comes_back(shell, qtbot):
    dialog = begin(unlock(shell, qtbot), qtbot)
    qtbot.keyClicks(dialog.form.title.editor, TYPED)
    chord = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    handle = dialog.windowHandle()
    shell.session.lock_key._watch(handle)  # the offscreen platform does not tell of the dialog's focus
    QCoreApplication.sendEvent(handle, chord)
    assert not dialog.isVisible()
    locked(shell, qtbot)
    again = begin(unlock(shell, qtbot), qtbot)
    assert again.form.title.value() == TYPED
    assert shell.session.window.place() == Place("incidents", 1)


def test_a_desk_left_alone_locks_itself_with_a_dialog_open_and_keeps_the_text(shell, qtbot):
    window = unlock(shell, qtbot)
    dialog = begin(window, qtbot)
    qtbot.keyClicks(dialog.form.title.editor, TYPED)
    idle = shell.session.idle
    assert idle._limit == 5 * 60
    idle._clock = lambda: idle._touched + 5 * 60 + 1
    locked(shell, qtbot)
    assert [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)
            and each.isVisible()] == []  # fmt: skip
    assert begin(unlock(shell, qtbot), qtbot).form.title.value() == TYPED


def test_unlocking_opens_the_same_form_again_with_the_cursor_where_it_was(shell, qtbot):
    window = unlock(shell, qtbot)
    window.go_to(Place("incidents", 1))
    page = window.page()
    edited(page, qtbot, 1)
    form = open_dialog(page)._form
    form.description.editor.setPlainText("A man followed her from the hall to her car.")
    form.description.editor.setFocus()
    cursor = form.description.editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    form.description.editor.setTextCursor(cursor)
    shell.session.workplace.lock()
    locked(shell, qtbot)
    page = unlock(shell, qtbot).page()
    qtbot.waitUntil(lambda: open_dialog(page) is not None)
    again = open_dialog(page)._form.description.editor
    assert again.toPlainText() == "A man followed her from the hall to her car."
    qtbot.waitUntil(lambda: again.textCursor().selectedText() == "man")
    assert again.window().focusWidget() is again


def test_unlocking_comes_back_to_the_tab_and_to_how_far_it_was_scrolled(shell, qtbot):
    window = unlock(shell, qtbot)
    window.resize(900, 480)
    window.go_to(Place("incidents", 1))
    page = window.page()
    qtbot.waitUntil(lambda: page._seen is not None)
    page.detail.show_tab("reports")
    page.detail.show_tab("summary")
    bar = page.detail._scroll_of("summary").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    bar.setValue(40)
    shell.session.workplace.lock()
    locked(shell, qtbot)
    window = unlock(shell, qtbot)
    window.resize(900, 480)
    detail = window.page().detail
    qtbot.waitUntil(lambda: detail._scroll_of("summary").verticalScrollBar().value() == 40)
    shell.session.window.page().detail.show_tab("reports")
    shell.session.workplace.lock()
    locked(shell, qtbot)
    detail = unlock(shell, qtbot).page().detail
    qtbot.waitUntil(lambda: detail.tab() == "reports")
    assert shell.session.place() == Place("incidents", 1)


@pytest.mark.parametrize("sign", list(Sign))
def test_a_save_that_is_slow_is_finished_before_the_computer_sleeps_or_its_session_is_locked(
    shell, qtbot, sign
):
    unlock(shell, qtbot)
    begun, let = threading.Event(), threading.Event()

    def slowly(desk):
        begun.set()
        let.wait()
        return log_advice(LogAdvice(1, "Is it safe to go home?", "Not alone."), desk)

    jobs = shell.session.jobs
    jobs.command(shell.session, slowly, lambda _changes: None, pytest.fail)
    begun.wait()
    shell._leave(sign.value)
    assert not shell.session.window.isVisible()
    let.set()
    locked(shell, qtbot)
    unlock(shell, qtbot)
    with shell.session.jobs._desk.queries.snapshot() as reader:
        assert "Not alone." in [each.advice for each in reader.find(Advice, person_id=1)]


def test_a_save_that_cannot_be_finished_rolls_back_and_the_desk_still_locks(shell, qtbot):
    unlock(shell, qtbot)

    def broken_within(desk):
        with desk.unit_of_work() as work:
            work.add(work.get(Incident, 1))
            raise RuntimeError

    shell.session.jobs.command(shell.session, broken_within, pytest.fail, pytest.fail)
    shell._leave(Sign.SESSION.value)
    locked(shell, qtbot)
    window = unlock(shell, qtbot)
    assert window.isVisible()
    with shell.session.jobs._desk.queries.snapshot() as reader:
        assert len(reader.find(Incident)) == 2


def test_what_was_saved_a_moment_before_the_lock_is_recorded_and_its_draft_is_gone(shell, qtbot):
    form_dialog = begin(unlock(shell, qtbot), qtbot)
    form = form_dialog.form
    form.title.editor.setText("Followed home after a hustings")
    form.category.set_value("stalking_following")
    form.channel.set_value("offline")
    form.happened.date_edit.setText("15/11/2026 2210")
    form.reported.date_edit.setText("16/11/2026 0900")
    form.crime.editor.setText("54/130/26")
    form.description.editor.setPlainText("A man followed her from the hall to her car.")
    form.regime.set_value("other")
    form_dialog.submit()
    shell.session.workplace.lock()
    locked(shell, qtbot)
    window = unlock(shell, qtbot)
    with shell.session.jobs._desk.queries.snapshot() as reader:
        assert reader.get(Incident, 3).title == "Followed home after a hustings"
    assert begin(window, qtbot).form.title.value() == ""


def test_a_record_left_within_the_autosave_s_pause_keeps_its_own_text(shell, qtbot):
    window = unlock(shell, qtbot)
    window.go_to(Place("incidents", 1))
    page = window.page()
    assert edited(page, qtbot, 1).value() == "Threat by direct message"
    edited(page, qtbot, 1).editor.setText(TYPED)
    open_dialog(page).reject()  # well within the two seconds after the last key
    window.go_to(Place("incidents", 2))
    assert edited(page, qtbot, 2).value() == "Brick through office window"
    open_dialog(page).reject()
    window.go_to(Place("incidents", 1))
    assert edited(page, qtbot, 1).value() == TYPED


def edited(page, qtbot, incident):
    """The title field of an incident's form, opened unless it is open."""
    qtbot.waitUntil(lambda: page._seen is not None and page._seen.incident.id == incident)
    if open_dialog(page) is None:
        page._edit()
    return open_dialog(page)._form.title


def open_dialog(page):
    return next((each for each in page.findChildren(QDialog) if each.isVisible()), None)


def test_two_incidents_may_bear_one_crime_reference_and_stay_two(shell, qtbot):
    window = unlock(shell, qtbot)
    window.go_to(Place("incidents", 2))
    page = window.page()
    edited(page, qtbot, 2)
    dialog = open_dialog(page)
    dialog._form.crime.editor.setText("54/118/26")
    dialog.submit()
    qtbot.waitUntil(lambda: open_dialog(page) is None)
    with shell.session.jobs._desk.queries.snapshot() as reader:
        first, second = reader.get(Incident, 1), reader.get(Incident, 2)
    assert first.crime_reference == second.crime_reference == "54/118/26"
    assert first.title != second.title
    assert first.uid != second.uid

"""Unlocking, locking, and coming back: nothing stays behind and nothing typed is lost."""

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.unlock.create import CreateWizard
from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.window import Place
from spoc_desk.ui.workplace import Page, PageSpec
from tests.ui.fakes import RESOURCES, setting
from tests.ui.machines import RIGHT, FakeMachine

VAULT = Path("vaults/Westmarch")


class Notes(Page):
    """A page with one form, in a dialog."""

    def __init__(self, place):
        super().__init__()
        self.workplace, self.record = place, None

    def open_record(self, record_id):
        self.record = record_id

    def place(self):
        return self.record

    def begin_new(self):
        self.form = Form(self.workplace.setting, "note.new")
        self.title = self.form.line("title", "Title")
        self.dialog = FormDialog(
            self.workplace, self, "New note", self.form, save="Save", verb=lambda: lambda desk: ()
        )
        self.dialog.open()


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def shell(qapp, machine, qtbot):
    pages = [
        PageSpec("notes", "Notes", "pencil", Notes, ("notes",), "New note"),
        PageSpec("admin", "Admin", "settings", Page),
    ]
    made = Shell(qapp, Outfit(RESOURCES, [VAULT], lambda: machine, lambda: pages))
    made.start()
    qtbot.waitUntil(lambda: made.unlock.panel.officer.count() == 1)
    yield made
    if made.session is not None:
        made.session.jobs.close()
        made.session.window.hide()
    made.close()
    made.unlock.hide()
    qapp.setQuitOnLastWindowClosed(True)


def unlock(shell, qtbot, passphrase=RIGHT):
    shell.unlock.panel.passphrase.edit.setText(passphrase)
    shell.unlock.panel._unlock.click()


def test_nothing_heavy_is_imported_before_the_unlock_window_paints():
    script = """
import sys
import threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.shell import Outfit, Shell
app = QApplication([])
shell = Shell(app, Outfit(Path(sys.argv[1]), [], lambda: None, lambda: []))
shell.unlock.painted.connect(lambda: print("painted", *sys.modules) or app.quit())
shell.start()
app.exec()
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(RESOURCES)],
        capture_output=True, text=True, timeout=60, check=True,
        cwd=RESOURCES.parent, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    names = set(ran.stdout.split())
    assert "painted" in names
    tops = {name.partition(".")[0] for name in names}
    heavy = {
        "sqlalchemy", "sqlcipher3", "alembic", "keyring", "reportlab", "openpyxl", "cryptography", "pikepdf",
        "PIL", "pyhanko", "asn1crypto", "aiohttp", "jeepney",
    }  # fmt: skip
    assert not tops & heavy
    assert not {name for name in names if name.startswith("spoc_desk.storage")}
    qt = {name for name in names if name.startswith("PySide6.Qt")}
    assert qt <= {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}


def test_the_right_passphrase_opens_the_desk(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    assert shell.session.window.isVisible()
    assert not shell.unlock.isVisible()
    assert shell.unlock.panel.passphrase.text() == ""


def test_a_wrong_passphrase_is_told_in_place_and_can_be_typed_again(shell, qtbot):
    unlock(shell, qtbot, "wrong")
    qtbot.waitUntil(shell.unlock.panel.error.isVisible)
    assert "24-hour clock" in shell.unlock.panel.error.text()
    assert shell.unlock.panel._unlock.isEnabled()
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)


def test_a_bug_while_opening_is_apologised_for_without_what_was_typed(shell, qtbot, caplog):
    unlock(shell, qtbot, "break")
    qtbot.waitUntil(shell.unlock.panel.error.isVisible)
    assert shell.unlock.panel.error.text().startswith("Sorry")
    assert "break" not in caplog.text


def test_a_vault_no_desk_can_be_made_for_is_closed_again(shell, machine, qtbot, monkeypatch):
    monkeypatch.setattr("spoc_desk.ui.desk_session.DeskSession", lambda *_parts: 1 / 0)
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.unlock.panel.error.text().startswith("Sorry"))
    assert machine.opened[0].closed == ["lock"]


@pytest.mark.parametrize(
    ("folder", "passphrase", "says"), [(None, "x", "Choose the folder"), (VAULT, "", "Enter your passphrase")]
)
def test_what_is_missing_is_asked_for(shell, folder, passphrase, says):
    if folder is None:
        shell.unlock.panel.vault.clear()
    shell.unlock.panel.passphrase.edit.setText(passphrase)
    shell.unlock.panel._unlock.click()
    assert says in shell.unlock.panel.error.text()


def test_locking_closes_the_vault_drops_the_window_and_comes_back_to_the_same_record(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    window = shell.session.window
    window.go_to(Place("notes", 12))
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    qtbot.waitUntil(lambda: shell.session is None)
    assert machine.opened[0].closed == ["lock"]
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    assert shell.session.place() == Place("notes", 12)


def test_text_being_typed_in_a_dialog_survives_the_lock(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    page = shell.session.window.page()
    page.begin_new()
    qtbot.keyClicks(page.title.editor, "Half a sentence")
    dialog = page.dialog
    shell.session.workplace.lock()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: shell.session is None)
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    page = shell.session.window.page()
    page.begin_new()
    assert page.title.value() == "Half a sentence"
    assert page.form._notice.isVisible()


def test_menus_and_windows_of_their_own_are_hidden_by_the_lock_too(shell, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    menu, apart = QMenu(shell.session.window), QLabel("A name")
    qtbot.addWidget(apart)
    menu.addAction("A name")
    menu.popup(shell.session.window.pos())
    apart.show()
    shell.session.workplace.lock()
    assert not menu.isVisible()
    assert not apart.isVisible()
    qtbot.waitUntil(lambda: shell.session is None)
    assert shell.unlock.isVisible()


def test_being_idle_locks_with_its_own_reason(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    shell.session.idle.idle.emit()
    qtbot.waitUntil(lambda: shell.session is None)
    assert machine.opened[0].closed == ["idle"]


def test_closing_the_window_closes_the_vault_and_ends_the_program(shell, machine, qapp, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    ended = []
    shell._app = type("App", (), {"quit": lambda self: ended.append(True)})()
    shell.session.window.close()
    qtbot.waitUntil(lambda: bool(ended))
    assert machine.opened[0].closed == ["exit"]


def press(line, letter, *, shift=False):
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, letter))


def test_garbage_is_collected_on_the_gui_thread_only_while_the_program_runs(shell):
    assert not gc.isenabled()
    shell.close()
    assert gc.isenabled()


def test_caps_lock_is_noticed_by_the_letters_that_come_out(shell):
    line = shell.unlock.panel.passphrase
    press(line.edit, "A", shift=True)
    assert not line._notice.isVisible()
    press(line.edit, "A")
    assert line._notice.isVisible()
    press(line.edit, "a")
    assert not line._notice.isVisible()
    press(line.edit, "a", shift=True)
    assert line._notice.isVisible()


def test_the_eye_shows_the_passphrase_and_hides_it_again(shell):
    line = shell.unlock.panel.passphrase
    line._eye.click()
    assert line.edit.echoMode() == line.edit.EchoMode.Normal
    assert line._eye.accessibleName() == "Hide the passphrase"
    line._eye.click()
    assert line.edit.echoMode() == line.edit.EchoMode.Password


def test_everything_on_the_unlock_window_has_a_name(shell):
    nameless = [
        widget
        for widget in shell.unlock.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.fixture
def errands(qapp):
    made = Errands()
    yield made
    made.close()


@pytest.fixture
def wizard(theme, machine, errands, qtbot):
    made = CreateWizard(setting(theme), machine, errands)
    qtbot.addWidget(made)
    made.show()
    return made


def fill_about(wizard):
    wizard.about.force.set_value("Westmarch Police")
    wizard.about.gss.set_value("e23000099")
    wizard.about.rank.set_value("Det Supt")
    wizard.about.officer.set_value("A Marsh")
    wizard.about.folder.set_value("vaults/new")
    wizard.next.click()


def fill_key(wizard, second=RIGHT):
    wizard.key.first.edit.setText(RIGHT)
    wizard.key.second.edit.setText(second)
    wizard.next.click()


def test_a_vault_is_made_saved_and_proved(wizard, machine, tmp_path, qtbot):
    fill_about(wizard)
    fill_key(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 2)
    assert not wizard.next.isEnabled()
    wizard.sheet.save_to(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes() == b"%PDF-1.7 sheet"
    wizard.next.click()
    wizard.proof.rows[3].set_value("row 3")
    wizard.proof.rows[7].set_value("row 8")
    wizard.next.click()
    assert "not what the paper says" in wizard.proof.rows[7]._below.text()
    wizard.proof.rows[7].set_value("row 7")
    with qtbot.waitSignal(wizard.made) as made:
        wizard.next.click()
    assert made.args == [machine.creation.vault]
    command = machine.commands[0]
    assert (command.officer_name, command.force_gss) == ("Det Supt A Marsh", "E23000099")
    assert command.passphrase == RIGHT
    assert wizard.key.first.text() == ""


def test_two_different_passphrases_go_no_further(wizard, machine):
    fill_about(wizard)
    fill_key(wizard, "something else altogether")
    assert "differ" in wizard.key.error.text()
    assert not machine.commands


def test_without_a_password_store_six_words_are_the_only_way_and_it_says_why(theme, errands, qtbot):
    machine = FakeMachine(keyring="")
    wizard = CreateWizard(setting(theme), machine, errands)
    qtbot.addWidget(wizard)
    wizard.show()
    fill_about(wizard)
    assert not wizard.key.keyring.isEnabled()
    assert wizard.key._words.text() == machine.six_words()
    wizard.next.click()
    assert "Type the six words" in wizard.key.error.text()
    wizard.key.repeat.set_value(machine.six_words())
    wizard.next.click()
    qtbot.waitUntil(lambda: wizard.step() == 2)
    assert machine.commands[0].passphrase_only


def test_leaving_the_wizard_after_the_vault_was_made_closes_it(wizard, machine, qtbot):
    fill_about(wizard)
    fill_key(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 2)
    with qtbot.waitSignal(wizard.left):
        wizard.back.click()
    assert machine.creation.left


def test_a_sheet_that_cannot_be_written_or_lies_in_its_vault_says_so(wizard, tmp_path, qtbot):
    fill_about(wizard)
    fill_key(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 2)
    (tmp_path / "place.pdf").mkdir()
    wizard.sheet.save_to(tmp_path / "place.pdf")
    assert wizard.sheet.error.isVisible()
    wizard.sheet.save_to(Path(wizard.about.folder.value()) / "sheet.pdf")
    assert "inside the vault" in wizard.sheet.error.text()
    assert not wizard.next.isEnabled()


def run_on(_desk, _progress, cancelled):
    while not cancelled():
        threading.Event().wait(0.001)
    raise DomainError("work.cancelled")


def said(shell):
    return [each.text for each in shell.session.window.notices.past]


def test_work_that_a_lock_stopped_is_named_once_after_unlocking(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    jobs = shell.session.jobs
    for title in ("Sealing AM/1", "Building a pack"):
        jobs.long(shell.session, run_on, title, pytest.fail, pytest.fail)
    shell.session.workplace.lock()
    qtbot.waitUntil(lambda: shell.session is None)
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    assert said(shell) == [
        "Not finished because the desk was locked: Sealing AM/1, Building a pack. Start it again."
    ]
    qtbot.waitUntil(lambda: "unfinished" not in machine.drafts)


def test_a_desk_nobody_sits_at_stays_open_while_work_is_under_way(shell, machine, qtbot):
    unlock(shell, qtbot)
    qtbot.waitUntil(lambda: shell.session is not None)
    session = shell.session
    job = session.jobs.long(session, run_on, "Sealing AM/1", pytest.fail, lambda _error: None)
    session.idle.set_minutes(0)
    session.idle.tick()
    assert shell.session is session
    assert session.window.isVisible()
    assert session.window.status._lock.isVisible()
    job.cancel()
    qtbot.waitUntil(lambda: job.over)
    session.idle.tick()
    qtbot.waitUntil(lambda: shell.session is None)
    assert machine.opened[0].closed == ["idle"]

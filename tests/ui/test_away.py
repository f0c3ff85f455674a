"""Locking because the officer has left: sleep and the session's lock never wait, whatever is going on."""

import threading
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.away_ports import Sign
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.unlock.create import CreateWizard
from spoc_desk.ui.window import Place
from spoc_desk.ui.workplace import Page, PageSpec
from tests.ui.fakes import NOON, RESOURCES
from tests.ui.machines import RIGHT, FakeMachine


class FakeSigns:
    """A computer that says what the test wants said, from a thread as a real one does."""

    def __init__(self):
        self.watched = frozenset(Sign)
        self.done = []

    def start(self, told):
        self._told = told

    def say(self, sign):
        thread = threading.Thread(target=self._told, args=(sign,))
        thread.start()
        thread.join()

    def hold(self):
        self.done.append("hold")

    def let_go(self):
        self.done.append("let go")

    def stop(self):
        self.done.append("stop")


@pytest.fixture
def signs():
    return FakeSigns()


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def shell(qapp, machine, signs, qtbot):
    pages = [
        PageSpec("admin", "Admin", "settings", lambda _workplace: Page()),
        PageSpec("notes", "Notes", "pencil", lambda _workplace: Page()),
    ]
    folder = Path("vaults/Westmarch")
    made = Shell(qapp, Outfit(RESOURCES, [folder], lambda: machine, lambda: pages, load_signs=lambda: signs))
    made.start()
    qtbot.waitUntil(lambda: made.unlock.panel.officer.count() == 1)
    yield made
    if made.session is not None:
        made.session.jobs.close()
        made.session.window.hide()
    made.close()
    made.unlock.hide()
    qapp.setQuitOnLastWindowClosed(True)


def ask(shell):
    shell.unlock.panel.passphrase.edit.setText(RIGHT)
    shell.unlock.panel._unlock.click()


def unlock(shell, qtbot):
    ask(shell)
    qtbot.waitUntil(lambda: shell.session is not None)
    return shell.session


@pytest.mark.parametrize("sign", list(Sign))
def test_the_desk_locks_and_only_then_may_the_computer_sleep(shell, signs, machine, qtbot, sign):
    unlock(shell, qtbot)
    assert signs.done == ["hold"]
    vault = machine.opened[0]
    closed = vault.close
    vault.close = lambda why: (signs.done.append("vault shut"), closed(why))
    signs.say(sign)
    qtbot.waitUntil(lambda: shell.session is None)
    assert vault.closed == [sign.value]
    assert signs.done == ["hold", "vault shut", "let go"]
    assert shell.unlock.isVisible()


@pytest.mark.parametrize("sign", list(Sign))
def test_work_under_way_is_stopped_and_named_at_the_next_unlocking(shell, signs, qtbot, sign):
    def run_on(_desk, _progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)
        raise DomainError("work.cancelled")

    session = unlock(shell, qtbot)
    session.jobs.long(session, run_on, "Building a pack", pytest.fail, pytest.fail)
    signs.say(sign)
    qtbot.waitUntil(lambda: shell.session is None)
    said = [each.text for each in unlock(shell, qtbot).window.notices.past]
    assert said == ["Not finished because the desk was locked: Building a pack. Start it again."]


def test_a_second_sign_while_the_desk_is_being_locked_changes_nothing(shell, signs, machine, qtbot):
    unlock(shell, qtbot)
    shell.session.workplace.lock()
    signs.say(Sign.SESSION)
    signs.say(Sign.SLEEP)
    qtbot.waitUntil(lambda: shell.session is None)
    assert machine.opened[0].closed == ["lock"]
    session = unlock(shell, qtbot)
    qtbot.waitUntil(session.window.isVisible)
    assert shell.session is session


def test_a_vault_that_opens_after_the_officer_has_left_is_shut_again(shell, signs, machine, qtbot):
    let, opened = threading.Event(), machine.open_vault

    def slowly(*asked):
        let.wait()
        return opened(*asked)

    machine.open_vault = slowly
    ask(shell)
    signs.say(Sign.SESSION)
    qtbot.waitUntil(lambda: bool(shell._gone))
    let.set()
    qtbot.waitUntil(lambda: bool(machine.opened) and machine.opened[0].closed == ["session"])
    qtbot.waitUntil(shell.unlock.panel._unlock.isEnabled)
    assert shell.session is None
    assert unlock(shell, qtbot).window.isVisible()


def test_a_passphrase_half_typed_is_forgotten_and_cannot_be_brought_back(shell, signs, qtbot):
    line = shell.unlock.panel.passphrase
    line._eye.click()
    qtbot.keyClicks(line.edit, "four steady")
    signs.say(Sign.SESSION)
    qtbot.waitUntil(lambda: line.text() == "")
    line.edit.undo()
    assert line.text() == ""


def test_passphrases_half_typed_for_a_new_vault_are_forgotten_too(shell, signs, qtbot):
    shell.unlock.panel._create.click()
    qtbot.waitUntil(lambda: isinstance(shell.unlock._over, CreateWizard))
    key = shell.unlock._over.key
    key.first.edit.setText(RIGHT)
    signs.say(Sign.SLEEP)
    qtbot.waitUntil(lambda: key.first.text() == "")


def test_closing_the_program_ends_the_watch(shell, signs, qtbot):
    unlock(shell, qtbot)
    ended = []
    shell._app = type("App", (), {"quit": lambda self: ended.append(True)})()
    shell.session.window.close()
    qtbot.waitUntil(lambda: bool(ended))
    assert signs.done == ["hold", "let go", "stop"]


def test_another_officer_begins_at_the_beginning_and_finds_none_of_the_first_one_s_text(
    shell, machine, qtbot
):
    session = unlock(shell, qtbot)
    session.window.go_to(Place("notes"))
    session.workplace.drafts.save("note.new", "Half a sentence")
    session.workplace.lock()
    qtbot.waitUntil(lambda: shell.session is None)
    machine.officer = Officer(2, "v", "DI B Reed", "BR", Role.DEPUTY, NOON)
    shell.unlock.panel.officer.addItem("DI B Reed")
    shell.unlock.panel.officer.setCurrentText("DI B Reed")
    other = unlock(shell, qtbot)
    assert other.place() == Place("admin")
    assert other.workplace.drafts.load("note.new") is None
    other.workplace.drafts.save("note.new", "Another sentence")
    other.workplace.lock()
    qtbot.waitUntil(lambda: shell.session is None)
    machine.officer = None
    shell.unlock.panel.officer.setCurrentText("Det Supt A Marsh")
    again = unlock(shell, qtbot)
    assert again.place() == Place("admin")  # the place is forgotten once somebody else was here
    assert again.workplace.drafts.load("note.new") == "Half a sentence"

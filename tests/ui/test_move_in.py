"""To another workstation from the window, with words that were handed over."""

import pytest
from PySide6.QtCore import Qt

from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.unlock.move_in import MoveInPage
from tests.ui.fakes import setting
from tests.ui.machines import RIGHT, FakeMachine
from tests.ui.test_recover import OFFICER, VAULT, type_passphrase

WORDS = "six words that were handed over"


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def page(theme, machine, qapp, qtbot):
    errands = Errands()
    made = MoveInPage(setting(theme), machine, errands, VAULT, OFFICER)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    yield made
    errands.close()


def test_the_words_open_the_vault_and_a_passphrase_is_chosen_here(page, machine, qtbot):
    page.words.words.set_value(WORDS)
    page.next.click()
    qtbot.waitUntil(lambda: page.step() == 1)
    with qtbot.waitSignal(page.moved):
        type_passphrase(page)
    assert machine.moved == (VAULT, OFFICER, RIGHT, page.key.alone.isChecked())
    assert not page.words.words.value()
    assert not page.key.first.text()


def test_words_used_up_meanwhile_bring_back_their_field_and_keep_what_was_typed(page, qtbot):
    page.words.words.set_value(WORDS)
    page.next.click()
    qtbot.waitUntil(lambda: page.step() == 1)
    page.words.words.set_value("not the words")
    type_passphrase(page)
    qtbot.waitUntil(lambda: page.step() == 0)
    assert page.words.words.value() == "not the words"


def test_cancelling_leaves_no_words_behind(page, qtbot):
    page.words.words.set_value(WORDS)
    with qtbot.waitSignal(page.left):
        page.back.click()
    assert not page.words.words.value()


def test_a_passphrase_is_asked_for_only_once_the_words_are_known_to_open(page, qtbot):
    page.words.words.set_value("six words that are quite wrong")
    page.next.click()
    qtbot.waitUntil(page.next.isEnabled)
    assert page.step() == 0
    assert page.words.words.value() == "six words that are quite wrong"


def test_escape_leads_back_and_out(page, qtbot):
    page.words.words.set_value(WORDS)
    page.next.click()
    qtbot.waitUntil(lambda: page.step() == 1)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.step() == 0
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)

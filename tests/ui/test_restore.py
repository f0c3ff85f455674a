"""A vault put back from a backup, from the unlock window."""

import pytest

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.unlock.restore import RestorePage
from spoc_desk.ui.widgets.text import Text
from tests.ui.fakes import setting
from tests.ui.machines import RIGHT, FakeMachine

OFFICER = "Det Supt A Marsh"


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "Westmarch"
    made.mkdir()
    return made


@pytest.fixture
def page(qtbot, theme, machine, place, tmp_path):
    errands = Errands()
    made = RestorePage(setting(theme), machine, errands, place, OFFICER)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    (tmp_path / "drive").mkdir()
    made.places.backups.set_value(tmp_path / "drive")
    yield made
    errands.close()


def to_who(page, qtbot):
    page.next.click()
    qtbot.waitUntil(lambda: page.step() == 1)


def test_the_newest_usable_backup_is_offered_and_restored_by_passphrase(page, machine, place, qtbot):
    to_who(page, qtbot)
    assert page.who.backup.value() == "20270420T084200Z"
    assert page.who.backup.editor.count() == 2
    assert page.who.second.isHidden()
    page.who.passphrase.edit.setText(RIGHT)
    with qtbot.waitSignal(page.restored) as done:
        page.next.click()
    assert done.args[0].place == place
    assert (machine.restored[0].officer, machine.restored[0].second) == (OFFICER, None)
    assert page.who.passphrase.text() == ""


def test_a_vault_in_the_place_asks_for_a_second_officer(page, machine, place, qtbot):
    (place / "vault.db").write_bytes(b"x")
    to_who(page, qtbot)
    assert not page.who.second.isHidden()
    page.who.key.set_value("QQQQ")
    page.who.second.set_value("DI R Hale")
    page.who.second_passphrase.edit.setText("their own words")
    with qtbot.waitSignal(page.restored):
        page.next.click()
    assert machine.restored[0].second == SecondOfficer("DI R Hale", "their own words")


def test_a_refusal_is_told_on_the_page_and_can_be_mended(page, machine, qtbot):
    to_who(page, qtbot)
    page.who.passphrase.edit.setText("wrong")
    page.next.click()
    qtbot.waitUntil(lambda: any("passphrase" in one.text() for one in page.who.findChildren(Text)))
    qtbot.waitUntil(page.next.isEnabled)
    assert machine.restored == []
    page.who.passphrase.edit.setText(RIGHT)
    with qtbot.waitSignal(page.restored):
        page.next.click()


def test_a_folder_that_is_not_there_is_told_at_its_field(page, tmp_path, qtbot):
    page.places.backups.set_value(tmp_path / "away")
    page.next.click()
    assert page.step() == 0
    assert "not there" in page.places.backups._below.text()


def test_leaving_empties_what_was_typed(page, qtbot):
    to_who(page, qtbot)
    page.who.passphrase.edit.setText(RIGHT)
    page.back.click()
    assert page.step() == 0
    with qtbot.waitSignal(page.left):
        page.back.click()
    assert page.who.passphrase.text() == ""

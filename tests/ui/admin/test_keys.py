"""Dialogs on keys, driven as two officers do, over a whole vault with real keyslots."""

import pytest
from PySide6.QtCore import Qt

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.ui.admin.keys import passphrase_dialog, transfer_dialog
from spoc_desk.ui.admin.renewal import RenewalForm, recovery_dialog, rekey_dialog, revoke_dialog
from spoc_desk.ui.widgets.dialogs import FormDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from tests.bootstrap.vaults import OFFICER, PASSPHRASE
from tests.ui.casework import words_in

DEPUTY, WORDS = "DCI Ben Lowe", "marble window seven bicycle lantern pool"
THIRD, THIRD_WORDS = "DC Amy Roe", "copper violin seven hedge lantern tide"


@pytest.fixture
def colleagues(vault):
    enrol_officer(EnrolOfficer(DEPUTY, Role.DEPUTY, WORDS, passphrase_only=True), vault.desk)
    enrol_officer(EnrolOfficer(THIRD, Role.CASE_OFFICER, THIRD_WORDS, True, second()), vault.desk)
    with vault.desk.queries.snapshot() as reader:
        return {each.name: each for each in reader.find(Officer)}


def second():
    return SecondOfficer(DEPUTY, WORDS)


def dialog(qtbot, page, kind=FormDialog):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def stand_by(form):
    form.second.editor.setCurrentIndex(form.second.editor.findData(DEPUTY))
    form.second.passphrase.edit.setText(WORDS)


def type_back(form):
    for row, field in form.rows.items():
        field.set_value(" ".join(form._paper.sheet.rows[row - 1]))


def test_ones_own_passphrase_is_changed(qtbot, page, place, vault):
    passphrase_dialog(place, page)
    asked = dialog(qtbot, page)
    form = asked.findChild(Form)
    assert "Your key opens with six words alone" in words_in(form)
    assert "no password store" not in words_in(form)
    form.fields()["old"].line.edit.setText("not what it was before at all")
    words = form.fields()["new"].value()
    form.fields()["new"].step.repeat.set_value(words)
    asked.submit()
    qtbot.waitUntil(lambda: "does not open this vault" in words_in(form))
    form.fields()["old"].line.edit.setText(PASSPHRASE)
    asked.submit()
    qtbot.waitUntil(lambda: place.said == ["Your new passphrase opens the vault from now on."])
    assert vault.desk.keys.prove(OFFICER, words)
    assert vault.store.draft_keys() == ()


def test_an_access_is_ended_once_the_new_sheet_was_typed_back(qtbot, page, place, vault, colleagues):
    revoke_dialog(place, page, colleagues[THIRD])
    asked = dialog(qtbot, page)
    form = asked.findChild(RenewalForm)
    type_back(form)
    wrong = next(iter(form.rows.values()))
    right = wrong.value()
    wrong.set_value("QQQQ")
    form.own.line.edit.setText(PASSPHRASE)
    stand_by(form)
    asked.submit()
    assert "is not what the paper says" in words_in(form)
    wrong.set_value(right)
    asked.submit()
    qtbot.waitUntil(lambda: bool(place.said), timeout=20_000)
    assert colleagues[THIRD].uid not in vault.desk.keys.holders()


def test_new_shares_take_the_place_of_the_sheet(qtbot, page, place, vault, colleagues):
    recovery_dialog(place, page, shares=True)
    asked = dialog(qtbot, page)
    form = asked.findChild(RenewalForm)
    assert "Share 1, words" in words_in(form) or "Share 2, words" in words_in(form)
    type_back(form)
    stand_by(form)
    asked.submit()
    qtbot.waitUntil(lambda: bool(place.said))
    with vault.desk.queries.snapshot() as reader:
        assert reader.setting("recovery_shares") == reader.setting("recovery_proved") == "yes"


def test_transfer_words_are_shown_once(qtbot, page, place, vault, colleagues):
    transfer_dialog(place, page, colleagues[THIRD])
    asked = dialog(qtbot, page)
    form = asked.findChild(Form)
    form.fields()["second"].editor.setCurrentIndex(form.fields()["second"].editor.findData(DEPUTY))
    form.fields()["second"].passphrase.edit.setText(WORDS)
    asked.submit()
    shown = words_sheet(qtbot, page)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    shown.accept()


def words_sheet(qtbot, page):
    def found():
        return [each for each in page.findChildren(Sheet) if "shown this once" in words_in(each)]

    qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    return found()[0]


def test_escape_while_the_key_is_renewed_does_not_lose_the_words_of_who_is_away(
    qtbot, page, place, vault, colleagues
):
    rekey_dialog(place, page, shares=False)
    asked = dialog(qtbot, page)
    form = asked.findChild(RenewalForm)
    type_back(form)
    form.own.line.edit.setText(PASSPHRASE)
    stand_by(form)
    asked.submit()
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    shown = words_sheet(qtbot, page)
    assert THIRD in words_in(shown)
    shown.accept()

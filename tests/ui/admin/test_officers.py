"""The officers section: who is shown, and each dialog driven as two officers do."""

import pytest
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Role
from spoc_desk.services.officers import (
    EnrolOfficer,
    RenameOfficer,
    enrol_officer,
    rename_officer,
    view_officers,
)
from spoc_desk.ui.admin.officer_forms import EnrolForm
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import ChoiceField
from spoc_desk.ui.widgets.fields.words import LineField
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from tests.bootstrap.vaults import OFFICER
from tests.ui.casework import words_in

LOWE = "DCI Ben Lowe"
OWN = "marble window seven bicycle lantern pool"


@pytest.fixture
def section(qtbot, page):
    page.detail.show_tab("officers")
    qtbot.waitUntil(lambda: OFFICER in words_in(page.officers))
    return page.officers


def buttons(widget):
    return {each.accessibleName(): each for each in widget.findChildren(QPushButton) if each.isVisible()}


def dialog(qtbot, page):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(FormDialog)))
    return next(each for each in page.findChildren(FormDialog) if each.isVisible())


def enrol_lowe(vault):
    enrol_officer(EnrolOfficer(LOWE, Role.CASE_OFFICER, OWN, passphrase_only=True), vault.desk)


def test_a_lone_officer_is_advised_to_enrol_a_deputy(section):
    assert "Only one officer can open this vault" in words_in(section)
    assert "Change role… " + OFFICER not in buttons(section)


def test_a_colleague_is_enrolled_with_words_they_typed_back(qtbot, page, section, vault, place):
    buttons(section)["Enrol a colleague…"].click()
    asked = dialog(qtbot, page)
    form = asked.findChild(EnrolForm)
    form.rank.set_value("DC")
    form.name.set_value("Amy Roe")
    form.role.set_value("case_officer")
    assert "Withdraws nothing, releases nothing" in words_in(form)
    form.key.step.alone.setChecked(True)
    asked.submit()
    assert "Type the six words just as they stand above." in words_in(form)
    words = form.key.value()
    form.key.step.repeat.set_value(words)
    asked.submit()
    qtbot.waitUntil(lambda: "DC Amy Roe" in words_in(section))
    assert place.said == ["Enrolled. They unlock with their own passphrase."]
    assert vault.desk.keys.prove("DC Amy Roe", words)
    assert vault.store.draft_keys() == ()


def test_a_name_taken_is_refused_in_the_dialog_and_what_was_typed_stays(qtbot, page, section):
    buttons(section)["Enrol a colleague…"].click()
    asked = dialog(qtbot, page)
    form = asked.findChild(EnrolForm)
    form.rank.set_value("Det Supt")
    form.name.set_value("Ada Marsh")
    form.role.set_value("deputy")
    form.key.step.alone.setChecked(True)
    form.key.step.repeat.set_value(form.key.value())
    asked.submit()
    qtbot.waitUntil(lambda: f"{OFFICER} is enrolled already" in words_in(form))
    assert form.name.value() == "Ada Marsh"
    assert form.key.step.repeat.value()


def test_a_role_is_changed_once_the_second_officer_has_opened_their_slot(qtbot, page, section, vault):
    enrol_officer(EnrolOfficer(LOWE, Role.DEPUTY, OWN, passphrase_only=True), vault.desk)
    second = SecondOfficer(LOWE, OWN)
    enrol_officer(EnrolOfficer("Kit Adams", Role.ADMINISTRATOR, OWN, True, second), vault.desk)
    section.read()
    qtbot.waitUntil(lambda: "Change role… Kit Adams" in buttons(section))
    buttons(section)["Change role… Kit Adams"].click()
    asked = dialog(qtbot, page)
    asked.findChild(ChoiceField).set_value("case_officer")
    field = asked.findChild(SecondOfficerField)
    field.editor.setCurrentIndex(field.editor.findData(LOWE))
    field.passphrase.edit.setText("not the right one")
    asked.submit()
    qtbot.waitUntil(lambda: "That is not" in words_in(asked))
    field.passphrase.edit.setText(OWN)
    asked.submit()
    qtbot.waitUntil(lambda: view_officers(vault.desk).officers[2].officer.role is Role.CASE_OFFICER)


def test_a_new_rank_is_shown_at_once(qtbot, page, section, vault):
    enrol_lowe(vault)
    section.read()
    qtbot.waitUntil(lambda: f"New rank or name… {LOWE}" in buttons(section))
    buttons(section)[f"New rank or name… {LOWE}"].click()
    asked = dialog(qtbot, page)
    asked.findChild(LineField).set_value("Supt Ben Lowe")
    asked.submit()
    qtbot.waitUntil(lambda: "Supt Ben Lowe" in words_in(section))


def test_nobody_can_end_their_own_access_after_a_new_rank_either(qtbot, page, section, vault):
    enrol_lowe(vault)
    rename_officer(RenameOfficer(vault.desk.officer.id, "Chief Supt Ada Marsh"), vault.desk)
    section.read()
    qtbot.waitUntil(lambda: "New rank or name… Chief Supt Ada Marsh" in buttons(section))
    assert f"End access… {LOWE}" in buttons(section)
    assert "End access… Chief Supt Ada Marsh" not in buttons(section)


def test_who_may_not_enrol_sees_the_officers_and_no_buttons(qtbot, page, section, place, vault):
    place.role = Role.CASE_OFFICER
    enrol_lowe(vault)
    section.read()
    qtbot.waitUntil(lambda: LOWE in words_in(section))
    assert not [name for name in buttons(section) if "role" in name or "Enrol" in name]

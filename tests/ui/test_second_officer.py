"""The second officer in a dialog: asked for, refused in place, or told to be nobody."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from spoc_desk.domain.dual_control import Deed, Policy, SecondOfficer, StandingBy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.second_officer import SecondOfficerField, what_for
from tests.fakes.desk import officer
from tests.ui.casework import words_in
from tests.ui.fakes import setting

LOWE = replace(officer("DCI Ben Lowe", "BL"), id=2, uid="lowe", role=Role.DEPUTY)
NWOSU = replace(officer("Supt Ada Nwosu", "AN"), id=3, uid="nwosu", role=Role.DEPUTY)
WORDS = "violet tractor"  # a made-up passphrase


def form_with(theme, drafts, qtbot, *officers, policy=Policy.LONE, deed=Deed.RELEASE):
    form = Form(setting(theme, drafts), "pack.1")
    form.line("reason", "Reason").set_value("As agreed")
    field = form.add("second", SecondOfficerField(theme, StandingBy(deed, policy, officers)))
    qtbot.addWidget(form)
    form.show()
    return form, field


def test_one_colleague_is_chosen_already_and_types_their_own_passphrase(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE)
    assert what_for(Deed.RELEASE) in words_in(form)
    assert not form.check()
    assert "DCI Ben Lowe enters their own passphrase here." in words_in(form)
    qtbot.keyClicks(field.passphrase.edit, WORDS)
    assert form.check()
    assert field.value() == SecondOfficer(LOWE.name, WORDS)
    assert WORDS not in repr(field.value())


def test_among_several_one_is_chosen_by_keyboard(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE, NWOSU)
    qtbot.keyClicks(field.passphrase.edit, WORDS)
    assert not form.check()
    assert "Choose who stands by." in words_in(form)
    qtbot.keyClick(field.editor, Qt.Key.Key_Down)
    qtbot.keyClick(field.editor, Qt.Key.Key_Down)
    assert form.check()
    assert field.value() == SecondOfficer(NWOSU.name, WORDS)


def test_a_lone_officer_is_told_how_it_is_recorded_and_asked_nothing(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot)
    assert "recorded and printed as self-authorised" in words_in(form)
    assert form.check()
    assert field.value() is None
    assert not field.editor.isVisible()


def test_where_two_are_the_rule_and_nobody_is_there_it_says_what_to_do(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, policy=Policy.TWO, deed=Deed.ERASE)
    assert not field.may_go_on
    assert not form.check()
    assert "Enrol a deputy" in words_in(form)


@pytest.mark.parametrize("code", ["dual.wrong_passphrase", "keys.wait", "dual.role_cannot"])
def test_a_refusal_is_told_at_that_field_and_nothing_else_is_lost(theme, kept_drafts, qtbot, code):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE)
    qtbot.keyClicks(field.passphrase.edit, "guessed")
    error = DomainError(code, seconds=30, pause="30 seconds", officer=LOWE.name, role="deputy")
    form.refuse(error)
    assert field._below.text() == form.setting.messages.sentence(error)
    assert field.passphrase.text() == ""
    assert form._fields["reason"].value() == "As agreed"


def test_a_refusal_of_something_else_leaves_the_field_alone(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE)
    qtbot.keyClicks(field.passphrase.edit, WORDS)
    form.refuse(DomainError("packs.recipient_missing"))
    assert field._below.text() == ""
    assert field.passphrase.text() == WORDS


def test_the_passphrase_is_never_in_a_draft_and_goes_with_the_dialog(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE)
    qtbot.keyClicks(field.passphrase.edit, WORDS)
    form.keep_draft()
    assert WORDS not in str(form.parts())
    assert WORDS not in str(kept_drafts.kept)
    form.hide()
    assert field.passphrase.text() == ""


def test_both_fields_are_named_and_reached_by_tab(theme, kept_drafts, qtbot):
    form, field = form_with(theme, kept_drafts, qtbot, LOWE)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert field.editor.accessibleName() == "Second officer"
    assert field.passphrase.edit.accessibleName() == "Second officer's own passphrase"
    field.editor.setFocus()
    qtbot.keyClick(field.editor, Qt.Key.Key_Tab)
    assert field.passphrase.edit.hasFocus()

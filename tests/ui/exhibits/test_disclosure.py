"""Disclosure in the window: shown on the exhibit, changed in a small form, refused with the reason."""

import pytest

from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.window import Place
from tests.ui.real import *  # noqa: F403


@pytest.fixture
def exhibit(told_desk, qtbot):
    """The casefiles page at its second exhibit."""
    told_desk.window.open_record("exhibits", 2)
    page = told_desk.window.page()
    qtbot.waitUntil(
        lambda: page.exhibits.detail._exhibit is not None and page.exhibits.detail._exhibit.id == 2
    )
    assert told_desk.window.place() == Place("casefiles", 1)
    return told_desk


def form_of(real, qtbot):
    from spoc_desk.ui.exhibits.disclosure import disclosure_dialog

    page = real.window.page()
    disclosure_dialog(real.workplace, page, page.exhibits.detail._exhibit)
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    return real.dialog(FormDialog)


def stored(real):
    with real.desk.queries.snapshot() as reader:
        return reader.get(Exhibit, 2)


def test_sensitive_material_wants_its_reason_and_is_then_shown(exhibit, qtbot):
    dialog = form_of(exhibit, qtbot)
    fields = dialog._form._fields
    assert fields["disclosure"].value() == "used"
    fields["disclosure"].set_value("sensitive")
    dialog.submit()
    qtbot.waitUntil(lambda: "Say why exhibit AM/2" in dialog._form._summary.text())
    fields["reason"].set_value("Shows an observation post")
    dialog.submit()
    qtbot.waitUntil(lambda: exhibit.dialog() is None)
    assert stored(exhibit).disclosure is Disclosure.SENSITIVE
    assert stored(exhibit).disclosure_reason == "Shows an observation post"
    detail = exhibit.window.page().exhibits.detail
    qtbot.waitUntil(lambda: detail._exhibit.disclosure is Disclosure.SENSITIVE)


def test_why_something_was_sensitive_is_not_taken_over_when_it_becomes_unused(exhibit, qtbot):
    first = form_of(exhibit, qtbot)
    first._form._fields["disclosure"].set_value("sensitive")
    first._form._fields["reason"].set_value("Shows an observation post")
    first.submit()
    detail = exhibit.window.page().exhibits.detail
    qtbot.waitUntil(lambda: detail._exhibit.disclosure is Disclosure.SENSITIVE)
    qtbot.waitUntil(lambda: exhibit.dialog() is None)
    dialog = form_of(exhibit, qtbot)
    assert dialog._form._fields["reason"].value() == "Shows an observation post"
    dialog._form._fields["disclosure"].set_value("unused")
    assert dialog._form._fields["reason"].value() == ""
    dialog.submit()
    qtbot.waitUntil(lambda: exhibit.dialog() is None)
    assert stored(exhibit).disclosure is Disclosure.UNUSED
    assert stored(exhibit).disclosure_reason == ""


def test_the_paper_of_a_statement_stays_used_and_the_dialog_says_why(exhibit, qtbot):
    add_statement(AddStatement(1, "Jo Fennimore", exhibit_id=2), exhibit.desk)
    dialog = form_of(exhibit, qtbot)
    dialog._form._fields["disclosure"].set_value("unused")
    dialog.submit()
    qtbot.waitUntil(lambda: "the paper of statement ST/1" in dialog._form._summary.text())
    assert stored(exhibit).disclosure is Disclosure.USED

"""The casefiles page: its tabs, its forms, and the way to an exhibit or an offence within a casefile."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from spoc_desk.domain.casefiles import Casefile, CasefileStatus, CasePerson, Statement
from spoc_desk.domain.incidents import Mode
from spoc_desk.domain.referrals import Referral
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.ui.casefiles.overview import in_short
from spoc_desk.ui.casefiles.page import casefiles_page
from tests.ui.casework import dialog_of, words_in


def test_an_exhibit_opened_from_elsewhere_is_shown_in_its_casefile(casework, page, qtbot):
    page.open_of_kind("exhibits", 2)
    qtbot.waitUntil(lambda: page.exhibits.table.selected_id() == 2)
    assert (page.place(), page.detail.tab()) == (1, "exhibits")


def test_an_offence_opened_from_elsewhere_is_shown_on_its_tab(casework, page, qtbot):
    casework.suspect()
    page.open_of_kind("offences", 1)
    qtbot.waitUntil(lambda: page.detail.tab() == "offences")
    assert page.place() == 1


def test_an_exhibit_that_is_not_there_is_said_and_nothing_else_moves(casework, page, qtbot):
    page.open_of_kind("exhibits", 99)
    qtbot.waitUntil(lambda: bool(casework.said))
    assert "number 99" in casework.said[-1]
    assert page.detail.tab() == "overview"


def test_the_window_brings_exhibits_and_offences_to_this_page():
    assert casefiles_page().kinds == ("casefiles", "exhibits", "offences", "statements")


def test_the_overview_counts_what_is_signed_sealed_and_proved(page):
    told = words_in(page.detail.cards("overview"))
    assert "Statements signed" in told
    assert "1/2" in told


def test_a_changed_casefile_is_saved_and_shown(casework, page, qtbot):
    page.edit()
    dialog = dialog_of(page)
    dialog._form._fields["urn"].set_value("01AB0123427")
    dialog._form._fields["advice"].set_value(date(2027, 4, 19))
    dialog.submit()
    qtbot.waitUntil(lambda: "01AB0123427" in words_in(page.detail.cards("overview")))
    assert casework.get(Casefile, 1).early_advice_on == date(2027, 4, 19)


def test_closing_without_an_outcome_is_refused_in_the_dialog(casework, page, qtbot):
    page.set_status()
    dialog = dialog_of(page)
    dialog._form._fields["status"].set_value("closed")
    dialog.submit()
    qtbot.waitUntil(lambda: "outcome" in words_in(dialog._form._summary).casefold())
    assert casework.get(Casefile, 1).status is not CasefileStatus.CLOSED


def test_a_casefile_that_leaves_the_chosen_list_stays_in_sight(casework, page, qtbot):
    assert page.list.chip() == "Open"
    page.set_status()
    dialog = dialog_of(page)
    dialog._form._fields["status"].set_value("closed")
    dialog._form._fields["outcome"].set_value("18")
    dialog.submit()
    qtbot.waitUntil(lambda: page.list.chip() == "All" and page.list.selected_id() == 1)
    assert page.place() == 1


def test_a_person_typed_and_left_is_there_again(casework, page, kept_drafts):
    page.add_person()
    dialog = dialog_of(page)
    dialog._form._fields["name"].set_value("Malcolm Reeve")
    dialog.reject()
    page.add_person()
    assert dialog_of(page)._form._fields["name"].value() == "Malcolm Reeve"
    assert len(casework.find(CasePerson)) == 1


def test_a_statement_is_added_with_the_next_reference(casework, page, qtbot):
    page.add_statement()
    dialog = dialog_of(page)
    dialog._form._fields["witness"].set_value("Malcolm Reeve")
    dialog.submit()
    qtbot.waitUntil(lambda: len(casework.find(Statement)) == 3)
    assert casework.get(Statement, 3).reference == "ST/3"


def test_referring_opens_the_referral(casework, page, qtbot):
    page._refer()
    qtbot.waitUntil(lambda: ("referrals", 1) in casework.went)
    assert len(casework.find(Referral)) == 1


def test_the_log_shows_what_was_done_newest_first(page, qtbot):
    page.detail.show_tab("log")
    told = words_in(page.detail.cards("log"))
    assert "Statement added" in told
    assert told.index("Statement added") < told.index("Casefile opened")


def test_a_statement_signed_later_is_marked_as_signed(casework, page, qtbot):
    page.detail.show_tab("people")
    press(page.detail.cards("people"), "Change: ST/2 · MG11 · Priya Osgood")
    dialog = dialog_of(page)
    assert dialog._form._fields["witness"].value() == "Priya Osgood"
    dialog._form._fields["signed"].set_value(date(2027, 4, 18))
    dialog._form._fields["absent"].set_value(True)
    dialog.submit()
    qtbot.waitUntil(lambda: "Signed 18 April 2027" in words_in(page.detail.cards("people")))
    changed = casework.get(Statement, 2)
    assert (changed.reference, changed.signed_on, changed.address_absent) == ("ST/2", date(2027, 4, 18), True)


def test_a_suspect_arrested_later_is_changed_and_keeps_the_name(casework, page, qtbot):
    page.detail.show_tab("people")
    press(page.detail.cards("people"), "Change: Darren Kestle")
    fields = dialog_of(page)._form._fields
    fields["arrested"].set_moment(date(2027, 4, 19), time(7, 30))
    fields["identified"].set_value("Subscriber check")
    dialog_of(page).submit()
    qtbot.waitUntil(lambda: "Arrested 19 Apr 2027, 07:30" in words_in(page.detail.cards("people")))
    assert casework.get(CasePerson, 1).name == "Darren Kestle"


def test_one_more_incident_is_found_by_typing_and_taken_into_the_case(casework, page, qtbot):
    now = casework.clock.now()
    second = ReportIncident(
        "Brick through window", "54/119/27", now, now, "threat_other", Mode.OFFLINE, "At night."
    )
    report_incident(second, casework.desk)
    page.add_incident()
    field = dialog_of(page)._form._fields["incident"]
    qtbot.keyClicks(field.editor, "Brick")
    qtbot.waitUntil(lambda: field.offers.count() == 1)
    field._take(field.offers.item(0))
    dialog_of(page).submit()
    qtbot.waitUntil(lambda: "Brick through window" in words_in(page.detail.cards("overview")))
    press(page.detail.cards("overview"), field_name(page))
    assert ("incidents", 2) in casework.went


def field_name(page) -> str:
    """The name of the link to the second incident."""
    incident = page._seen.view.incidents[1]
    return f"Open: {incident.reference} · {incident.title} · {incident.happened_local}"


@pytest.mark.parametrize("tab", ["overview", "people", "offences", "exhibits", "log"])
def test_whatever_takes_the_focus_on_a_tab_has_a_name(casework, page, qtbot, tab):
    casework.suspect()
    page.show_record(1)
    qtbot.waitUntil(lambda: bool(page._seen.referred))
    page.detail.show_tab(tab)
    reached = [each for each in page.findChildren(QWidget) if takes_focus(each)]
    assert reached
    assert [type(each).__name__ for each in reached if not each.accessibleName()] == []


def takes_focus(widget) -> bool:
    return widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


def press(widget, name: str) -> None:
    found = [each for each in widget.findChildren(QPushButton) if each.accessibleName() == name]
    assert found, [each.accessibleName() for each in widget.findChildren(QPushButton)]
    found[-1].click()


def test_a_very_long_file_name_is_cut_on_the_overview_and_keeps_its_ending():
    name = "a" * 245 + ".jpg"
    assert in_short(name) == "a" * 64 + "…" + "a" * 11 + ".jpg"
    assert in_short("letter.pdf") == "letter.pdf"

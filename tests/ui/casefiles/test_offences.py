"""Offences on screen: picked from the law-pack, limited, dated, checked and proved."""

from datetime import date

import pytest

from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent, ProofLink, SuspectedOffence
from spoc_desk.services.offence_corrections import ProvePoint, prove_point
from spoc_desk.services.offences import DateOffence, date_offence
from spoc_desk.ui.casefiles import offence_forms as forms
from spoc_desk.ui.widgets.buttons import Button
from tests.ui.casework import MESSAGE, dialog_of, words_in

FALSE_STATEMENT, DISABLED = "rpa-1983-s106", "cpa-2026-home-protest"
PERSONATION = "rpa-1983-s60"


@pytest.fixture
def offences(casework, page, qtbot):
    """The Offences tab with one offence on it."""
    casework.suspect()
    return shown(page, qtbot)


def shown(page, qtbot):
    page.show_record(1)
    qtbot.waitUntil(lambda: bool(page._seen.referred))
    page.detail.show_tab("offences")
    return page.offences


def button(widget, name: str) -> Button:
    found = [each for each in widget.findChildren(Button) if each.accessibleName() == name]
    assert found, [each.accessibleName() for each in widget.findChildren(Button)]
    return found[0]


def test_the_last_day_to_charge_stands_in_full_with_its_basis(offences):
    told = words_in(offences)
    assert "Thursday 11 April 2030" in told
    assert "Communications Act 2003 s127(5)(b)" in told
    assert "Six months will run from the day that sufficient evidence first reaches a prosecutor" in told


def test_an_unverified_offence_says_so_on_its_card(casework, page, qtbot):
    casework.suspect(FALSE_STATEMENT)
    assert "is not fully verified" in words_in(shown(page, qtbot))


def test_a_case_without_offences_offers_the_way_to_one(page):
    page.detail.show_tab("offences")
    assert "No offence is suspected yet" in words_in(page.offences)
    page.offences.findChildren(Button)[0].click()
    assert dialog_of(page).windowTitle() == "Suspect an offence"


def test_an_offence_found_by_typing_is_suspected_with_its_days(casework, page, qtbot):
    page.add_offence()
    dialog = dialog_of(page)
    field = dialog._form._fields["offence"]
    qtbot.keyClicks(field.search, "menacing")
    qtbot.waitUntil(lambda: field.offers.count() < 5)
    field.set_value(MESSAGE)
    assert "Sent a message" in words_in(field.shown)
    assert dialog._form._fields["suspect"].value() == "Darren Kestle"
    dialog._form._fields["acts"].set_value("12/4/27, 14/4/27")
    dialog.submit()
    qtbot.waitUntil(lambda: bool(casework.find(SuspectedOffence)))
    assert [entry.on for entry in casework.find(OffenceDate)] == [date(2027, 4, 12), date(2027, 4, 14)]
    qtbot.waitUntil(lambda: bool(page._seen.referred))


def test_a_disabled_offence_says_why_and_cannot_be_suspected(casework, page):
    page.add_offence()
    dialog = dialog_of(page)
    field = dialog._form._fields["offence"]
    field.set_value(DISABLED)
    assert "Commencement is not verified" in words_in(field.shown)
    dialog.submit()
    assert "cannot be chosen" in words_in(dialog)
    assert dialog.isVisible()
    assert casework.find(SuspectedOffence) == ()


def test_an_act_in_the_future_is_refused_in_place_and_what_was_typed_stays(casework, page, qtbot):
    page.add_offence()
    dialog = dialog_of(page)
    dialog._form._fields["offence"].set_value(MESSAGE)
    dialog._form._fields["acts"].set_value("1/1/2028")
    dialog.submit()
    qtbot.waitUntil(lambda: "An act is dated in the future" in words_in(dialog))
    assert dialog._form._fields["acts"].value() == "1/1/2028"


def test_the_day_evidence_reached_a_prosecutor_moves_the_last_day(casework, offences, page, qtbot):
    button(offences, "Add a date: Grossly offensive or menacing message").click()
    dialog = dialog_of(page)
    dialog._form._fields["event"].set_value("evidence_reached")
    dialog._form._fields["on"].set_value(date(2027, 4, 16))
    dialog._form._fields["note"].set_value("CPS North")
    dialog.submit()
    qtbot.waitUntil(lambda: "Friday 15 October 2027" in words_in(page.offences))
    assert "CPS North" in words_in(page.offences)


def test_evidence_before_the_first_act_is_refused_in_the_dialog(casework, offences, page, qtbot):
    forms.date_dialog(casework.workplace, page, page._seen.referred[0])
    dialog = dialog_of(page)
    dialog._form._fields["event"].set_value("evidence_reached")
    dialog._form._fields["on"].set_value(date(2027, 4, 1))
    dialog.submit()
    qtbot.waitUntil(lambda: "Evidence cannot have reached a prosecutor" in words_in(dialog))
    assert len(casework.find(OffenceDate)) == 1


def test_a_date_struck_out_by_mistake_comes_back_with_undo(casework, offences, page, qtbot):
    date_offence(DateOffence(1, OffenceEvent.ACT, date(2027, 1, 3)), casework.desk)
    page.show_record(1)
    qtbot.waitUntil(lambda: "3 Jan 2027" in words_in(page.offences))
    button(page.offences, "Strike out: Act, 3 Jan 2027").click()
    qtbot.waitUntil(lambda: "3 Jan 2027" not in words_in(page.offences))
    casework.toasts[-1].undo()
    qtbot.waitUntil(lambda: "3 Jan 2027" in words_in(page.offences))
    assert len(casework.find(OffenceDate)) == 2


def test_the_only_act_stays_and_says_why(casework, offences, qtbot):
    button(offences, "Strike out: Act, 12 Apr 2027").click()
    qtbot.waitUntil(lambda: bool(casework.said))
    assert casework.said[-1].startswith("This is the only act")


def test_the_officer_who_entered_the_dates_cannot_check_them(casework, offences, page, qtbot):
    button(offences, "Record a check: Not checked by a second person yet").click()
    dialog = dialog_of(page)
    name = dialog._form._fields["name"]
    name.set_value(casework.desk.officer.name)
    dialog.submit()
    qtbot.waitUntil(lambda: "A second person must check" in words_in(dialog))
    name.set_value("DS K Hughes")
    dialog.submit()
    qtbot.waitUntil(lambda: "Checked by DS K Hughes" in words_in(page.offences))


def test_a_later_day_by_hand_needs_a_reason_and_a_second_person(casework, offences, page, qtbot):
    forms.override_dialog(casework.workplace, page, page._seen.referred[0])
    dialog = dialog_of(page)
    dialog._form._fields["on"].set_value(date(2031, 1, 1))
    dialog.submit()
    qtbot.waitUntil(lambda: "needs a reason" in words_in(dialog))
    dialog._form._fields["reason"].set_value("Counsel's advice of 19 April.")
    dialog._form._fields["second"].set_value("DCI L Grant")
    dialog.submit()
    qtbot.waitUntil(lambda: "Set by hand, by DCI L Grant: Counsel's advice" in words_in(page.offences))
    assert "Wednesday 1 January 2031" in words_in(page.offences)


def test_evidence_is_ticked_for_a_point_and_unticked_again(casework, offences, page, qtbot):
    seen = page._seen.referred[0]
    assert words_in(offences).count("No evidence yet") == len(seen.offence.points_to_prove)
    page.offences._link(seen, seen.offence.points_to_prove[0])
    dialog = dialog_of(page)
    dialog._form._fields["exhibits"].set_value(["1"])
    dialog._form._fields["statements"].set_value(["2"])
    dialog.submit()
    qtbot.waitUntil(lambda: "RH/1 The message" in words_in(page.offences))
    assert "ST/2 MG11 of Priya Osgood" in words_in(page.offences)
    prove_point(ProvePoint(1, seen.offence.points_to_prove[0].key, statement_ids=(2,)), casework.desk)
    assert [(link.exhibit_id, link.statement_id) for link in casework.find(ProofLink)] == [(None, 2)]


def test_an_offence_no_longer_suspected_leaves_the_tab_with_its_reason_kept(casework, offences, page, qtbot):
    forms.withdraw_dialog(casework.workplace, page, page._seen.referred[0])
    dialog = dialog_of(page)
    dialog._form._fields["why"].set_value("Wrong casefile.")
    dialog.submit()
    qtbot.waitUntil(lambda: "No offence is suspected yet" in words_in(page.offences))
    assert casework.get(SuspectedOffence, 1).withdrawn == "Wrong casefile."


def test_the_focus_stays_on_the_link_after_the_cards_are_made_anew(offences, page, qtbot):
    page.activateWindow()
    name = "Add a date: Grossly offensive or menacing message"
    button(offences, name).setFocus()
    page.offences.show_case(page._seen)
    focused = page.window().focusWidget()
    assert focused is not None
    assert focused.accessibleName() == name


def test_whatever_takes_the_focus_has_a_name(offences):
    unnamed = [each for each in offences.findChildren(Button) if not each.accessibleName()]
    assert unnamed == []


def test_what_to_gather_is_listed_for_each_kind_of_evidence(casework, offences, page):
    seen = page._seen.referred[0]
    page.offences._gather(seen)
    told = words_in(dialog_of(page))
    assert seen.offence.evidence_sets[0].label in told
    assert seen.offence.evidence_sets[0].gather[0] in told


def test_an_exception_is_claimed_with_its_reason_and_given_up_again(casework, page, qtbot):
    casework.suspect(PERSONATION)
    shown(page, qtbot)
    assert "Wednesday 12 April 2028" in words_in(page.offences)
    seen = page._seen.referred[0]
    exception = seen.offence.time_rule.exceptions[0]
    forms.exception_dialog(casework.workplace, page, seen, exception)
    dialog = dialog_of(page)
    dialog.submit()
    assert "Fill this in." in words_in(dialog)
    dialog._form._fields["reason"].set_value("The foreign power condition is met.")
    dialog.submit()
    qtbot.waitUntil(lambda: "No time limit" in words_in(page.offences))
    assert "Exception claimed: The foreign power condition is met." in words_in(page.offences)
    page.offences._give_up(page._seen.referred[0], exception)
    qtbot.waitUntil(lambda: "Wednesday 12 April 2028" in words_in(page.offences))

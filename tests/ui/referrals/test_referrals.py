"""A referral on screen: answered item by item, gated, routed, sent, decided."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.referrals import Answer, AnswerLink, AnswerState, Evidence, Hostility, Referral, Stage
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.casefiles import change_casefile, set_status
from spoc_desk.services.offence_corrections import ProvePoint, prove_point
from spoc_desk.services.offences import DateOffence, check_limit, date_offence
from spoc_desk.services.referrals import (
    AnswerItem,
    SendReferral,
    answer_hostility,
    answer_item,
    send_referral,
)
from spoc_desk.ui.referrals.page import referrals_page
from tests.services.released import release
from tests.ui.casework import MESSAGE, dialog_of, words_in

STATEMENT, ATTRIBUTION, MG6, HOSTILITY, ORDERS = 5, 4, 14, 15, 17


def opened(page, number: int):
    """The form of one item, opened."""
    page.open_item(number)
    return page.body.lines[number].form


def answers(casework) -> dict[int, Answer]:
    return {answer.item: answer for answer in casework.find(Answer)}


def read_again(page, qtbot) -> None:
    before = page._seen
    page.show_record(1)
    qtbot.waitUntil(lambda: page._seen is not before)


def press(widget, name: str) -> None:
    found = [each for each in widget.findChildren(QPushButton) if each.accessibleName() == name]
    assert found, [each.accessibleName() for each in widget.findChildren(QPushButton)]
    found[-1].click()  # those before it are on their way out


def settle(casework) -> None:
    """Everything that must be settled before sending, by the verbs."""
    desk = casework.desk
    change_casefile(replace(casework.get(Casefile, 1), urn="01AB0123427"), desk)
    date_offence(DateOffence(1, OffenceEvent.EVIDENCE_REACHED, date(2027, 4, 19), "CPS"), desk)
    check_limit(1, "DS K Hughes", desk)
    for point in desk.lawpack.offence(MESSAGE).points_to_prove:
        prove_point(ProvePoint(1, point.key, (1,)), desk)
    answer_hostility(1, Hostility.YES, "The messages name her party.", desk)
    for item in desk.checklist.items:
        if item.stage is Stage.BEFORE_SENDING:
            needs = set(item.needs)
            command = AnswerItem(
                1, item.number, AnswerState.DONE, note="Considered and written down.",
                on=date(2027, 4, 19) if Evidence.DATE in needs else None,
                name="DS K Hughes" if Evidence.NAME in needs else "",
                second="DCI L Grant" if Evidence.SECOND_NAME in needs else "",
                exhibit_ids=(1,), statement_ids=(1,),
            )  # fmt: skip
            answer_item(command, desk)


def give_pack(casework, *, released=True) -> str:
    """An evidence pack as the vault records it, without building one."""
    now, sha256 = casework.clock.now(), "ab" * 32
    with casework.desk.unit_of_work() as work:
        pack = work.add(
            IssuedPack(
                0, new_uid(now), 1, "PK/2027/0001", "Threats", "CPS", True, now, "RH", 17, 9000,
                sha256, "pack-file", "identity", ("RH/1",), (), 1, "00",
            )
        )  # fmt: skip
        if released:
            release(pack, work, casework.desk)
        work.record(RecordConsulted(kind="casefile", record=1, casefile=1))
    return sha256


def store(casework, record) -> None:
    """Puts a record into the vault past the verbs."""
    with casework.desk.unit_of_work() as work:
        work.change(record)
        work.record(RecordConsulted(kind="casefile", record=1, casefile=1))


def test_what_is_open_is_named_in_words_and_sending_says_why_not(page):
    told = words_in(page.body)
    assert "0 of 20 settled" in told
    assert "1. Enter the URN." in told
    assert "3. Grossly offensive or menacing message: no evidence yet for" in told
    assert "• Sent a message, or caused one to be sent" in told
    send = [each for each in page.detail.findChildren(QPushButton) if each.accessibleName() == "Send to CPS"]
    assert not send[-1].isEnabled()
    assert "cannot be sent" in send[-1].toolTip()


def test_all_23_items_stand_there_and_those_after_sending_apart(page):
    assert sorted(page.body.lines) == list(range(1, 24))
    assert "After sending" in words_in(page.body)


def test_an_unverified_checklist_says_so(page):
    assert "This checklist is not verified." in words_in(page.body)


def test_an_item_answered_with_its_statement_is_settled(casework, page, qtbot):
    form = opened(page, STATEMENT)
    form.statements.set_value(["1"])
    form.state.set_value("done")
    page.body.lines[STATEMENT].save.click()
    qtbot.waitUntil(lambda: "1 of 20 settled" in words_in(page.body))
    assert answers(casework)[STATEMENT].state is AnswerState.DONE
    assert [link.statement_id for link in casework.find(AnswerLink)] == [1]
    assert "done" in page.body.lines[STATEMENT].head.accessibleName()


def test_an_unsigned_statement_leaves_the_item_incomplete_and_says_why(casework, page, qtbot):
    form = opened(page, STATEMENT)
    form.statements.set_value(["2"])
    form.state.set_value("done")
    page.body.lines[STATEMENT].save.click()
    qtbot.waitUntil(lambda: "Incomplete" in words_in(page.body.lines[STATEMENT]))
    assert "The statement ST/2 of Priya Osgood is not signed and dated" in words_in(page.body)


def test_an_item_that_does_not_apply_needs_its_reason_in_place(casework, page, qtbot):
    form = opened(page, ORDERS)
    form.state.set_value("not_applicable")
    assert not form.reason.isHidden()
    page.body.lines[ORDERS].save.click()
    assert "Fill this in." in words_in(form.reason)
    form.reason.set_value("No order is sought before a decision.")
    page.body.lines[ORDERS].save.click()
    qtbot.waitUntil(lambda: ORDERS in answers(casework))
    assert answers(casework)[ORDERS].reason == "No order is sought before a decision."


def test_an_item_that_always_applies_offers_no_way_round(page):
    form = opened(page, ATTRIBUTION)
    assert set(form.state._keys) == {"open", "done"}


def test_a_name_and_a_date_are_asked_only_once_the_item_is_done(casework, page, qtbot):
    form = opened(page, MG6)
    form.words.set_value("Waiting for the disclosure officer.")
    page.body.lines[MG6].save.click()
    qtbot.waitUntil(lambda: MG6 in answers(casework))
    qtbot.waitUntil(lambda: page.body.lines[MG6].form is None)
    form = opened(page, MG6)
    form.state.set_value("done")
    page.body.lines[MG6].save.click()
    assert "Enter the date." in words_in(form.on)
    assert answers(casework)[MG6].state is AnswerState.OPEN


def test_what_is_typed_survives_a_change_elsewhere(casework, page, qtbot):
    form = opened(page, ATTRIBUTION)
    form.words.set_value("Subscriber check")
    answer_item(AnswerItem(1, ORDERS, AnswerState.NOT_APPLICABLE, reason="None sought."), casework.desk)
    read_again(page, qtbot)
    assert page.body.lines[ATTRIBUTION].form is form
    assert form.words.value() == "Subscriber check"


def test_what_is_typed_and_closed_is_there_when_the_item_is_opened_again(page, qtbot):
    opened(page, ATTRIBUTION).words.set_value("Subscriber check")
    opened(page, ORDERS)
    read_again(page, qtbot)
    assert page.body.lines[ATTRIBUTION].form is None
    form = opened(page, ATTRIBUTION)
    qtbot.waitUntil(lambda: form.words.value() == "Subscriber check")


def test_one_item_is_open_at_a_time(page):
    opened(page, ATTRIBUTION)
    opened(page, ORDERS)
    assert [number for number, line in page.body.lines.items() if line.head.isChecked()] == [ORDERS]


def test_hostility_is_answered_with_what_it_rests_on(casework, page, qtbot):
    form = opened(page, HOSTILITY)
    form.hostility.set_value("yes")
    form.state.set_value("done")
    page.body.lines[HOSTILITY].save.click()
    assert "Fill this in." in words_in(form.words)
    form.words.set_value("The messages name her party.")
    page.body.lines[HOSTILITY].save.click()
    qtbot.waitUntil(lambda: casework.get(Referral, 1).hostility is Hostility.YES)
    qtbot.waitUntil(lambda: "Yes: there is evidence of hostility" in words_in(page.body))


def test_the_ways_out_of_the_gate_lead_where_it_can_be_put_right(casework, page):
    wanting = "the day shown is only the latest it can be. Enter the date that the shorter limit runs from."
    press(page.body, f"Offence: 2. Grossly offensive or menacing message: {wanting}")
    press(page.body, "Casefile: 1. Enter the URN.")
    assert casework.went == [("offences", 1), ("casefiles", 1)]


def test_a_missing_crime_reference_leads_to_the_incident(casework, page, qtbot):
    store(casework, replace(casework.get(Incident, 1), crime_reference=""))
    read_again(page, qtbot)
    press(page.body, "Incident: 1. Enter the force's crime reference.")
    assert casework.went == [("incidents", 1)]


def test_a_gate_line_opens_the_item_it_names(page):
    press(page.body, "Answer: 6. Victim personal statement")
    assert page.body.lines[6].head.isChecked()


def test_questions_about_charging_are_answered_with_chips(casework, page, qtbot):
    assert "The CPS decides" in words_in(page.body)
    assert "Refer to the CPS until these questions are answered." in words_in(page.body)
    for fact in page._seen.routing.unanswered:
        page._answer_fact(fact, False)
    qtbot.waitUntil(lambda: "Police may charge" in words_in(page.body))
    assert page._seen.routing.unanswered == ()


def test_a_settled_referral_is_sent_with_its_pack_and_comes_back_decided(casework, page, qtbot):
    settle(casework)
    sha256 = give_pack(casework)
    read_again(page, qtbot)
    assert "Nothing is open. It may be sent." in words_in(page.body)
    press(page.detail, "Send to CPS")
    form = dialog_of(page)._form
    form._fields["recipient"].set_value("CPS North, Wessmere")
    dialog_of(page).submit()
    assert "Choose one." in words_in(form._fields["method"])
    form._fields["method"].set_value("Secure e-mail (CJSM)")
    dialog_of(page).submit()
    qtbot.waitUntil(lambda: "CPS North, Wessmere" in words_in(page.body))
    assert casework.get(Referral, 1).pack_sha256 == sha256
    assert casework.get(Casefile, 1).status is CasefileStatus.AWAITING_CPS
    press(page.detail, "Record decision")
    form = dialog_of(page)._form
    form._fields["decision"].set_value("charge")
    form._fields["reasons"].set_value("Both stages of the test are met.")
    dialog_of(page).submit()
    qtbot.waitUntil(lambda: "Both stages of the test are met." in words_in(page.body))
    assert casework.get(Referral, 1).decision == "charge"
    assert "Charge as referred" in words_in(page.body)
    press(page.detail, "Victim told")
    qtbot.waitUntil(lambda: casework.get(Referral, 1).victim_told_at is not None)
    assert {number: answers(casework)[number].state for number in (21, 23)} == {
        21: AnswerState.DONE,
        23: AnswerState.DONE,
    }


def test_a_referral_without_a_pack_says_where_to_get_one(casework, page, qtbot):
    settle(casework)
    read_again(page, qtbot)
    press(page.detail, "Send to CPS")
    assert "build one from the casefile and release it first" in words_in(dialog_of(page))
    dialog_of(page).submit()
    assert casework.get(Referral, 1).sent_at is None


def test_a_draft_is_not_offered_and_not_sent(casework, page, qtbot):
    settle(casework)
    sha256 = give_pack(casework, released=False)
    read_again(page, qtbot)
    press(page.detail, "Send to CPS")
    assert "build one from the casefile and release it first" in words_in(dialog_of(page))
    with pytest.raises(DomainError) as refused:
        send_referral(SendReferral(1, "CPS North", "By hand", sha256), casework.desk)
    assert refused.value.code == "referrals.pack_not_released"


def test_a_closed_casefile_is_not_opened_again_by_sending_its_referral(casework, page):
    settle(casework)
    give_pack(casework)
    set_status(1, CasefileStatus.CLOSED, "18", casework.desk)
    with pytest.raises(DomainError):
        send_referral(SendReferral(1, "CPS North", "By hand", "ab" * 32), casework.desk)
    assert casework.get(Referral, 1).sent_at is None
    assert casework.get(Casefile, 1).status is CasefileStatus.CLOSED


def test_an_item_cannot_be_changed_once_the_referral_is_sent(casework, page, qtbot):
    settle(casework)
    store(casework, replace(casework.get(Referral, 1), state="sent"))
    read_again(page, qtbot)
    form = opened(page, ORDERS)
    form.words.set_value("Too late")
    page.body.lines[ORDERS].save.click()
    qtbot.waitUntil(lambda: "has been sent and can no longer be changed" in words_in(form))


def test_a_new_referral_begins_at_a_casefile(casework, page):
    page.begin_new()
    assert casework.went == [("casefiles", 0)]


def test_the_badge_counts_those_being_prepared(casework, page):
    assert referrals_page().badge(casework.desk).count == 1


@pytest.mark.parametrize("width", [1300, 760])
def test_every_button_has_a_name_and_room_for_its_words(page, width, qtbot):
    page.resize(width, 900)
    opened(page, HOSTILITY)
    buttons = [each for each in page.body.findChildren(QPushButton) if each.isVisible()]
    assert [each for each in buttons if not each.accessibleName()] == []
    qtbot.waitUntil(
        lambda: [each.text() for each in buttons if each.width() < each.minimumSizeHint().width()] == []
    )

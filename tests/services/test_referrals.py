"""A referral by its verbs: one at a time, gated, sent with its casefile in one step, decided, told."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.charge_routes import Decider
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode
from spoc_desk.domain.referrals import (
    Answer,
    AnswerLink,
    AnswerState,
    Decision,
    Evidence,
    Hostility,
    Referral,
    Stage,
)
from spoc_desk.domain.suspected_offences import ChargeAnswer, OffenceEvent
from spoc_desk.services.casefiles import (
    AddStatement,
    OpenCasefile,
    add_statement,
    change_casefile,
    open_casefile,
    set_status,
)
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.offence_corrections import ProvePoint, prove_point
from spoc_desk.services.offences import (
    DateOffence,
    SuspectOffence,
    check_limit,
    date_offence,
    suspect_offence,
)
from spoc_desk.services.referrals import (
    AnswerItem,
    SendReferral,
    answer_charge_fact,
    answer_hostility,
    answer_item,
    consult_referral,
    record_decision,
    send_referral,
    start_referral,
    tell_victim,
)

MESSAGE = "ca-2003-s127-1"
SENDING = SendReferral(1, "CPS North", "By hand", "ab" * 32)
MG12, ORDERS, SENT, DECISION = 9, 17, 21, 23


@pytest.fixture
def referral(desk, tmp_path):
    now = desk.clock.now()
    report_incident(
        ReportIncident("Threats", "54/1/27", now, now, "threat_other", Mode.ONLINE, "By message."), desk
    )
    open_casefile(OpenCasefile("Threats to a candidate", (1,)), desk)
    path = tmp_path / "message.txt"
    path.write_text("You will regret standing.")
    add_exhibit(AddExhibit(1, path, "The message"), desk)
    add_statement(AddStatement(1, "Jo Fennimore", signed_on=date(2027, 4, 18), address_absent=True), desk)
    suspect_offence(SuspectOffence(1, MESSAGE, (date(2027, 4, 12),)), desk)
    start_referral(1, desk)
    return 1


def settle(desk) -> None:
    change_casefile(replace(stored(desk, Casefile, 1), urn="01AB0123427"), desk)
    date_offence(DateOffence(1, OffenceEvent.EVIDENCE_REACHED, date(2027, 4, 19), "CPS"), desk)
    check_limit(1, "DS K Hughes", desk)
    for point in desk.lawpack.offence(MESSAGE).points_to_prove:
        prove_point(ProvePoint(1, point.key, (1,)), desk)
    answer_hostility(1, Hostility.NO, "Nothing in the messages shows it.", desk)
    for item in desk.checklist.items:
        if item.stage is Stage.BEFORE_SENDING:
            answer_item(done(item), desk)


def done(item) -> AnswerItem:
    return AnswerItem(
        1, item.number, AnswerState.DONE, note="Considered and written down.",
        on=date(2027, 4, 19) if Evidence.DATE in item.needs else None,
        name="DS K Hughes" if Evidence.NAME in item.needs else "",
        second="DCI L Grant" if Evidence.SECOND_NAME in item.needs else "",
        exhibit_ids=(1,), statement_ids=(1,),
    )  # fmt: skip


def stored(desk, kind, key: int):
    with desk.queries.snapshot() as reader:
        return reader.get(kind, key)


def found(desk, kind, **equal):
    with desk.queries.snapshot() as reader:
        return reader.find(kind, **equal)


def refusal(verb, *arguments) -> str:
    with pytest.raises(DomainError) as refused:
        verb(*arguments)
    return refused.value.code


def test_a_casefile_has_one_referral_in_preparation(desk, referral):
    assert refusal(start_referral, 1, desk) == "referrals.already_open"


def test_an_answer_given_again_replaces_the_first_and_its_links(desk, referral):
    answer_item(AnswerItem(1, MG12, AnswerState.OPEN, note="Listing them."), desk)
    answer_item(AnswerItem(1, MG12, AnswerState.DONE, exhibit_ids=(1,)), desk)
    answer_item(AnswerItem(1, MG12, AnswerState.DONE, statement_ids=(1,)), desk)
    assert len(found(desk, Answer, item=MG12)) == 1
    assert [(link.exhibit_id, link.statement_id) for link in found(desk, AnswerLink)] == [(None, 1)]


def test_nothing_is_sent_while_anything_is_open(desk, referral):
    assert refusal(send_referral, SENDING, desk) == "referrals.still_open"
    assert stored(desk, Casefile, 1).status is not CasefileStatus.AWAITING_CPS


def test_whoever_entered_the_dates_of_an_offence_cannot_check_them(desk, referral):
    another = replace(desk, officer=replace(desk.officer, name="DS K Hughes"))
    suspect_offence(SuspectOffence(1, "osa-2023-s181", (date(2027, 4, 12),)), another)
    assert refusal(check_limit, 2, "ds k hughes", desk) == "offences.second_name_missing"
    entered = [each.entered_by for each in consult_referral(1, desk).case.offences]
    assert entered == [desk.officer.name, "DS K Hughes"]


def test_sending_carries_casefile_and_incident_and_marks_the_item_as_done(desk, referral):
    settle(desk)
    send_referral(SENDING, desk)
    sent = stored(desk, Referral, 1)
    assert (sent.recipient, sent.method, sent.pack_sha256) == ("CPS North", "By hand", "ab" * 32)
    assert stored(desk, Casefile, 1).status is CasefileStatus.AWAITING_CPS
    assert stored(desk, Incident, 1).status is IncidentStatus.AWAITING_CPS
    assert found(desk, Answer, item=SENT)[0].state is AnswerState.DONE
    late = AnswerItem(1, ORDERS, AnswerState.NOT_APPLICABLE, reason="Too late.")
    assert refusal(answer_item, late, desk) == "referrals.already_sent"


def test_a_referral_of_a_closed_casefile_is_not_sent_at_all(desk, referral):
    settle(desk)
    set_status(1, CasefileStatus.CLOSED, "18", desk)
    assert refusal(send_referral, SENDING, desk).startswith("casefiles.")
    assert stored(desk, Referral, 1).sent_at is None


def test_the_decision_comes_after_the_sending_and_the_victim_after_the_decision(desk, referral):
    assert refusal(record_decision, 1, Decision.CHARGE, "Both are met.", desk) == "referrals.not_sent"
    settle(desk)
    send_referral(SENDING, desk)
    assert refusal(tell_victim, 1, desk) == "referrals.decision_awaited"
    words = "Charge Cy Penn of 4 Quay Row"
    assert refusal(record_decision, 1, words, "Both are met.", desk) == "referrals.decision_missing"
    (decided,) = record_decision(1, Decision.NFA_EVIDENTIAL, "Stage one is not met.", desk)
    (told,) = tell_victim(1, desk)
    assert (decided.decision, decided.victim_told) == ("nfa_evidential", False)
    assert (told.decision, told.victim_told) == ("nfa_evidential", True)
    assert stored(desk, Referral, 1).victim_told_at == desk.clock.now()
    assert found(desk, Answer, item=DECISION)[0].state is AnswerState.DONE
    assert [lack.item for lack in consult_referral(1, desk).gate.later] == [22]


def test_each_question_about_charging_is_answered_once_and_may_be_answered_anew(desk, referral):
    assert consult_referral(1, desk).routing.decider is Decider.CPS
    for fact in consult_referral(1, desk).routing.unanswered:
        answer_charge_fact(1, fact, False, desk)
    assert consult_referral(1, desk).routing.decider is Decider.POLICE
    answer_charge_fact(1, "hate_crime", True, desk)
    assert consult_referral(1, desk).routing.decider is Decider.CPS
    assert refusal(answer_charge_fact, 1, "weather", True, desk) == "charging.unknown_fact"


def test_who_may_charge_is_not_answered_in_a_closed_casefile(desk, referral):
    set_status(1, CasefileStatus.CLOSED, "18", desk)
    assert refusal(answer_charge_fact, 1, "hate_crime", True, desk) == "casefiles.closed"
    assert refusal(answer_charge_fact, 99, "hate_crime", True, desk) == "records.not_found"
    assert found(desk, ChargeAnswer) == ()


def test_an_answer_rests_on_nothing_of_another_casefile(desk, referral, tmp_path):
    open_casefile(OpenCasefile("Another", (1,)), desk)
    path = tmp_path / "other.txt"
    path.write_text("Not of this case.")
    add_exhibit(AddExhibit(2, path, "Another message"), desk)
    add_statement(AddStatement(2, "Bo Hill"), desk)
    answer_item(AnswerItem(1, MG12, AnswerState.DONE, exhibit_ids=(1,)), desk)
    for ids, code in (
        ({"exhibit_ids": (1, 2)}, "offences.exhibit_of_other_case"),
        ({"statement_ids": (2,)}, "offences.statement_of_other_case"),
    ):
        assert refusal(answer_item, AnswerItem(1, MG12, AnswerState.DONE, **ids), desk) == code
    assert [(link.exhibit_id, link.statement_id) for link in found(desk, AnswerLink)] == [(1, None)]


def test_hostility_needs_what_it_rests_on(desk, referral):
    assert refusal(answer_hostility, 1, Hostility.YES, " ", desk) == "referrals.hostility_note_missing"
    assert stored(desk, Referral, 1).hostility is Hostility.UNANSWERED

"""Answers to the CPS checklist, the decision, and the shipped list itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.referrals import (
    DECISION_LABELS,
    Answer,
    AnswerState,
    Checklist,
    Decision,
    Hostility,
    Referral,
    ReferralState,
    Stage,
    checked_answer,
    with_decision,
    with_hostility,
)
from spoc_desk.system.lawpack import load_checklist
from spoc_desk.system.resources import resource_folder

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REFERRAL = Referral(1, "uid", "RF/2026/0001", 4, NOW, "DS Ada Marsh", "2026-11-20")
SENT = replace(REFERRAL, state=ReferralState.SENT)


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return load_checklist(resource_folder() / "checklists" / "cps_referral.json")


def answer(item: int, state: AnswerState = AnswerState.DONE, **more: object) -> Answer:
    return Answer(item, 1, item, state, "DS Ada Marsh", NOW, **more)


def test_the_checklist_has_its_23_items_in_order_and_each_says_what_done_means(checklist: Checklist) -> None:
    assert [item.number for item in checklist.items] == list(range(1, 24))
    assert all(item.done_means.endswith(".") for item in checklist.items)


def test_what_can_only_follow_the_sending_does_not_stand_before_it(checklist: Checklist) -> None:
    after = [item.number for item in checklist.items if item.stage is Stage.AFTER_SENDING]
    assert after == [21, 22, 23]


def test_an_item_that_may_not_apply_always_wants_the_reason(checklist: Checklist) -> None:
    assert all(item.na_needs_reason for item in checklist.items if item.na_allowed)


def test_the_core_of_a_case_can_never_be_not_applicable(checklist: Checklist) -> None:
    always = {item.number for item in checklist.items if not item.na_allowed}
    assert {1, 2, 3, 4, 10, 12, 13, 15, 16, 19, 20} <= always


def test_an_answer_to_an_item_that_does_not_exist_is_refused(checklist: Checklist) -> None:
    with pytest.raises(DomainError) as refused:
        checked_answer(answer(24), checklist, REFERRAL)
    assert refused.value.code == "referrals.unknown_item"


def test_not_applicable_needs_its_reason(checklist: Checklist) -> None:
    with pytest.raises(DomainError) as refused:
        checked_answer(answer(17, AnswerState.NOT_APPLICABLE, reason=" "), checklist, REFERRAL)
    assert refused.value.code == "referrals.na_reason_missing"
    given = answer(17, AnswerState.NOT_APPLICABLE, reason="No order is sought: no suspect")
    assert checked_answer(given, checklist, REFERRAL) is given


def test_points_to_prove_cannot_be_not_applicable(checklist: Checklist) -> None:
    with pytest.raises(DomainError) as refused:
        checked_answer(answer(3, AnswerState.NOT_APPLICABLE, reason="x"), checklist, REFERRAL)
    assert refused.value.code == "referrals.na_not_allowed"


def test_a_sent_referral_takes_answers_only_to_what_follows_the_sending(checklist: Checklist) -> None:
    with pytest.raises(DomainError) as refused:
        checked_answer(answer(4, note="x"), checklist, SENT)
    assert refused.value.code == "referrals.already_sent"
    assert checked_answer(answer(22, note="x"), checklist, SENT).item == 22


def test_hostility_is_answered_with_what_the_answer_rests_on() -> None:
    answered = with_hostility(REFERRAL, Hostility.YES, " Shouted the candidate's name ")
    assert (answered.hostility, answered.hostility_note) == (Hostility.YES, "Shouted the candidate's name")
    with pytest.raises(DomainError) as refused:
        with_hostility(REFERRAL, Hostility.NO, "")
    assert refused.value.code == "referrals.hostility_note_missing"
    with pytest.raises(DomainError):
        with_hostility(SENT, Hostility.NO, "None found")


@pytest.mark.parametrize(
    ("referral", "decision", "why", "refusal"),
    [
        (REFERRAL, "charge", "Both tests met", "referrals.not_sent"),
        (SENT, " ", "Both tests met", "referrals.decision_missing"),
        (SENT, "Charge Cy Penn", "Both tests met", "referrals.decision_missing"),
        (SENT, "charge", "", "referrals.decision_reason_missing"),
    ],
)
def test_a_decision_needs_a_sent_referral_a_code_and_reasons(
    referral: Referral, decision: str, why: str, refusal: str
) -> None:
    with pytest.raises(DomainError) as refused:
        with_decision(referral, decision, why, NOW)
    assert refused.value.code == refusal


def test_a_decision_is_kept_with_its_reasons_and_time() -> None:
    decided = with_decision(SENT, "charge", "Both tests met", NOW)
    assert (decided.state, decided.decision, decided.decided_at) == (ReferralState.DECIDED, "charge", NOW)


def test_every_decision_has_its_words() -> None:
    assert set(DECISION_LABELS) == set(Decision)

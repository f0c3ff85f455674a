"""Periods, groups, decisions, holds and what is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from spoc_desk.domain.candidacies import Candidacy, Regime, Standing
from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.engagement import Measure
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.domain.retention import CONTACTS, CasefileRetention, CpiaState, ReviewDecision
from spoc_desk.services import casefiles, contacts, sittings
from spoc_desk.services.retention import (
    CLOCK_DOUBT,
    EnterPeriod,
    Subject,
    confirm_clock,
    consult_retention,
    enter_period,
    retention_policy,
    set_retention,
)
from spoc_desk.services.retention_due import retention_due, waiting
from spoc_desk.services.retention_reviews import ReviewRetention, lift_hold, place_hold, review_retention
from tests.services import casework
from tests.services.trail import events, expect_refusal

CASE = Subject(casefile_id=1)
THREE = EnterPeriod("3", "RRD 7.2", 6, 5)
POLL = date(2027, 5, 6)


@pytest.fixture
def closed(desk):
    casework.casefile(desk)
    casefiles.set_status(1, CasefileStatus.CLOSED, "18", desk)
    return desk


def candidate(desk, name="Ann Marsh", **more):
    who = casework.person(desk, name)
    given = {
        "id": 0, "person_id": who.id, "election_id": "local.x.2027-05-06", "poll_on": POLL,
        "ballot_paper_id": f"local.x.{who.id}.2027-05-06", "election_type": "local", "area_name": "Marl",
        "area_gss": "", "party_name": "", "party_id": "", "description": "",
        "standing": Standing.NOMINATED, "regime": Regime.FORD,
    }  # fmt: skip
    with desk.unit_of_work() as work:
        work.add(Candidacy(**(given | more)))
        work.record(SettingChanged(name="test"))
    return who


def test_no_period_ships_and_the_groups_say_that_they_are_not_verified(desk):
    policy = retention_policy(desk)
    assert policy.periods == ()
    assert [group.code for group in policy.rules.groups] == ["1", "2", "3", "4"]
    assert not any(group.verified or not group.source for group in policy.rules.groups)
    assert not policy.rules.cpia.verified


def test_a_period_is_entered_again_and_the_earlier_one_stays(desk):
    enter_period(THREE, desk)
    enter_period(replace(THREE, first_years=7), desk)
    policy = retention_policy(desk)
    assert policy.period("3").first_years == 7
    assert [period.first_years for period in policy.periods] == [6, 7]
    assert policy.period("3").entered_by == desk.officer.name
    assert events(desk)[-2:] == ["PeriodEntered", "PeriodEntered"]


def test_a_case_officer_enters_no_period(desk):
    lesser = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    with expect_refusal(lesser, "permissions.refused"):
        enter_period(THREE, lesser)


def test_without_group_or_period_no_date_is_told_and_nothing_proposed(closed):
    view = consult_retention(CASE, closed)
    assert (view.group, view.period, view.review_on) == (None, None, None)
    assert [case.why for case in retention_due(closed).casefiles] == ["group_missing"]
    set_retention(CasefileRetention(0, 1, "3"), closed)
    assert consult_retention(CASE, closed).review_on is None
    assert [case.why for case in retention_due(closed).casefiles] == ["period_missing"]
    assert waiting(closed) == 0
    with expect_refusal(closed, "retention.period_missing"):
        review_retention(ReviewRetention(CASE, ReviewDecision.DESTROY, "Over"), closed)


def test_a_review_falls_due_and_a_decision_to_keep_sets_the_next(closed):
    enter_period(THREE, closed)
    set_retention(CasefileRetention(0, 1, "3"), closed)
    assert consult_retention(CASE, closed).review_on == date(2033, 4, 20)
    assert retention_due(closed).casefiles == ()
    closed.clock.at = closed.clock.at.replace(year=2033)
    (due,) = retention_due(closed).casefiles
    assert (due.why, due.on, waiting(closed)) == ("due", date(2033, 4, 20), 1)
    keep = ReviewRetention(CASE, ReviewDecision.KEEP, "Linked to a live threat", date(2038, 4, 20))
    review_retention(keep, closed)
    assert consult_retention(CASE, closed).review_on == date(2038, 4, 20)
    assert retention_due(closed).casefiles == ()


def test_before_its_review_nothing_is_decided_away(closed):
    enter_period(THREE, closed)
    set_retention(CasefileRetention(0, 1, "3"), closed)
    with expect_refusal(closed, "retention.review_not_due", on="2033-04-20"):
        review_retention(ReviewRetention(CASE, ReviewDecision.DESTROY, "Over"), closed)


@pytest.mark.parametrize(
    ("decision", "reason", "next_on", "code"),
    [
        (ReviewDecision.KEEP, " ", date(2030, 1, 1), "retention.reason_missing"),
        (ReviewDecision.KEEP, "Live", None, "retention.next_missing"),
        (ReviewDecision.KEEP, "Live", date(2027, 4, 20), "retention.next_past"),
    ],
)
def test_a_decision_needs_a_reason_and_the_next_day(closed, decision, reason, next_on, code):
    with expect_refusal(closed, code):
        review_retention(ReviewRetention(CASE, decision, reason, next_on), closed)


def test_a_review_may_place_a_legal_hold_which_is_lifted_with_a_reason(closed):
    review_retention(ReviewRetention(CASE, ReviewDecision.HOLD, "Inquiry"), closed)
    assert consult_retention(CASE, closed).hold.reason == "Inquiry"
    with expect_refusal(closed, "retention.held_already"):
        place_hold(CASE, "Once more", closed)
    with expect_refusal(closed, "retention.reason_missing"):
        lift_hold(CASE, "", closed)
    lift_hold(CASE, "Inquiry over", closed)
    assert consult_retention(CASE, closed).hold is None
    with expect_refusal(closed, "retention.no_hold"):
        lift_hold(CASE, "Again", closed)


def test_the_facts_for_cpia_are_entered_on_a_closed_casefile(closed):
    assert consult_retention(CASE, closed).cpia.state is CpiaState.UNKNOWN
    with expect_refusal(closed, "retention.group_unknown", code="9"):
        set_retention(CasefileRetention(0, 1, "9"), closed)
    set_retention(CasefileRetention(0, 1, "3"), closed)
    assert set_retention(CasefileRetention(0, 1, "3"), closed) == ()


def test_a_contact_is_proposed_after_the_poll_and_the_force_s_period(stored):
    who = candidate(stored)
    stored.clock.forward(days=60)
    assert retention_due(stored).contacts == ()
    enter_period(EnterPeriod(CONTACTS, "RRD 9", after_poll_days=21), stored)
    (due,) = retention_due(stored).contacts
    assert (due.reference, due.polled_on, due.on, due.decided) == (
        who.reference, POLL, POLL + timedelta(days=21), False,
    )  # fmt: skip
    review_retention(ReviewRetention(Subject(person_id=who.id), ReviewDecision.DESTROY, "Over"), stored)
    assert retention_due(stored).contacts[0].decided
    keep = ReviewRetention(Subject(person_id=who.id), ReviewDecision.KEEP, "Stands again", date(2028, 1, 1))
    review_retention(keep, stored)
    assert retention_due(stored).contacts == ()


def test_whom_anything_still_needs_is_not_proposed(stored):
    enter_period(EnterPeriod(CONTACTS, "RRD 9", after_poll_days=21), stored)
    named, guarded, held, agent = (candidate(stored, f"Person {n}") for n in range(4))
    casework.incident(stored, contact_id=named.id)
    contacts.record_measure(Measure(0, guarded.id, "Alarm"), stored)
    place_hold(Subject(person_id=held.id), "Inquiry", stored)
    candidate(stored, "Bo Reed", agent_id=agent.id, poll_on=date(2027, 10, 1))
    stored.clock.forward(days=60)
    assert retention_due(stored).contacts == ()


def test_a_clock_years_ahead_proposes_nothing_until_an_officer_confirms_the_date(desk):
    with desk.unit_of_work() as work:
        work.add(desk.officer)
        work.record(SettingChanged(name="test"))
    casework.casefile(desk)
    casefiles.set_status(1, CasefileStatus.CLOSED, "18", desk)
    enter_period(THREE, desk)
    set_retention(CasefileRetention(0, 1, "3"), desk)
    desk.clock.forward(days=8 * 365)
    sittings.begin(desk, ())
    due = retention_due(desk)
    assert (due.casefiles, due.clock_doubted, waiting(desk)) == ((), True, 0)
    with expect_refusal(desk, "retention.clock_doubtful"):
        review_retention(ReviewRetention(CASE, ReviewDecision.DESTROY, "Over"), desk)
    confirm_clock(desk)
    assert [case.why for case in retention_due(desk).casefiles] == ["due"]


def test_a_vault_opened_day_by_day_is_not_asked_about_its_date(desk):
    with desk.unit_of_work() as work:
        work.add(desk.officer)
        work.record(SettingChanged(name="test"))
    for _ in range(3):
        desk.clock.forward(days=50)
        sittings.begin(desk, ())
    with desk.queries.snapshot() as reader:
        assert reader.setting(CLOCK_DOUBT) == ""


def test_nobody_who_is_not_there_is_reviewed(desk):
    with pytest.raises(DomainError) as refused:
        place_hold(Subject(person_id=7), "Inquiry", desk)
    assert refused.value.code == "records.not_found"

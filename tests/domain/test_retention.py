"""Review dates, decisions, holds, and CPIA's rule on the facts entered."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.retention import (
    CONTACTS,
    Appeal,
    CasefileRetention,
    Charging,
    Cpia,
    CpiaState,
    Ending,
    LegalHold,
    RetentionPeriod,
    RetentionReview,
    ReviewDecision,
    Sentence,
    add_months,
    add_years,
    check_facts,
    check_period,
    cpia_standing,
    decided,
    held,
    period_of,
    review_on,
)
from spoc_desk.domain.retention_rules import CpiaRule

NOW = datetime(2027, 4, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
RULE = CpiaRule("Retention", "In words", 6, "Code of Practice", verified=False)
NOTHING = CasefileRetention(0, 1)
CONVICTED = CasefileRetention(
    0, 1, "3", Charging.CHARGED, date(2026, 1, 5), Ending.CONVICTED, date(2026, 8, 31), Sentence.OTHER,
    appeal=Appeal.NONE,
)  # fmt: skip


def period(code="3", first=6, further=5, days=0, policy="RRD 7.2"):
    return RetentionPeriod(1, code, first, further, days, policy, "Det Supt Ruth Hale", NOW)


def review(decision, at=NOW, next_on=None):
    return RetentionReview(1, 1, None, at, "Det Supt Ruth Hale", decision, "As the policy says", next_on)


def test_of_a_casefile_nobody_told_of_nothing_is_taken_for_granted():
    assert cpia_standing(NOTHING, RULE, TODAY) == Cpia(CpiaState.UNKNOWN, missing=("charging",))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"charging": Charging.CHARGED}, Cpia(CpiaState.UNKNOWN, missing=("charge_decided_on",))),
        ({"ending": Ending.UNKNOWN}, Cpia(CpiaState.RUNS, missing=("ending",))),
        ({"ended_on": None}, Cpia(CpiaState.UNKNOWN, missing=("ended_on",))),
        ({"sentence": Sentence.UNKNOWN}, Cpia(CpiaState.UNKNOWN, missing=("sentence",))),
        ({"appeal": Appeal.UNKNOWN}, Cpia(CpiaState.UNKNOWN, missing=("appeal",))),
        ({"appeal": Appeal.PENDING}, Cpia(CpiaState.RUNS)),
        ({"appeal": Appeal.ENDED}, Cpia(CpiaState.UNKNOWN, missing=("appeal_ended_on",))),
        ({"sentence": Sentence.CUSTODY}, Cpia(CpiaState.RUNS, missing=("released_on",))),
    ],
)
def test_what_is_missing_is_named_and_keeps_the_casefile(facts, expected):
    start = NOTHING if "charging" in facts else CONVICTED
    assert cpia_standing(replace(start, **facts), RULE, TODAY) == expected


def test_without_a_charge_it_ends_with_the_decision():
    facts = replace(NOTHING, charging=Charging.NOT_CHARGED, charge_decided_on=date(2027, 4, 19))
    assert cpia_standing(facts, RULE, TODAY) == Cpia(CpiaState.OVER, date(2027, 4, 19))
    assert cpia_standing(facts, RULE, date(2027, 4, 19)).state is CpiaState.RUNS


@pytest.mark.parametrize("ending", [Ending.ACQUITTED, Ending.DISCONTINUED])
def test_without_a_conviction_it_ends_with_the_proceedings(ending):
    facts = replace(CONVICTED, ending=ending, sentence=Sentence.UNKNOWN, appeal=Appeal.UNKNOWN)
    assert cpia_standing(facts, RULE, TODAY) == Cpia(CpiaState.OVER, date(2026, 8, 31))


def test_after_a_conviction_six_months_a_release_or_an_appeal_whichever_is_last():
    assert cpia_standing(CONVICTED, RULE, TODAY) == Cpia(CpiaState.OVER, date(2027, 2, 28))
    released = replace(CONVICTED, sentence=Sentence.CUSTODY, released_on=date(2026, 10, 1))
    assert cpia_standing(released, RULE, TODAY).until == date(2027, 2, 28)
    late = replace(released, released_on=date(2027, 4, 20))
    assert cpia_standing(late, RULE, TODAY) == Cpia(CpiaState.RUNS, date(2027, 4, 20))
    appealed = replace(CONVICTED, appeal=Appeal.ENDED, appeal_ended_on=date(2027, 3, 31))
    assert cpia_standing(appealed, RULE, TODAY) == Cpia(CpiaState.OVER, date(2027, 3, 31))


def test_months_and_years_end_on_days_that_there_are():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_years(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert add_months(date(2026, 12, 1), 13) == date(2028, 1, 1)


def test_no_period_no_date():
    assert review_on(TODAY, None, ()) is None
    assert review_on(None, period(), ()) is None


def test_a_review_that_keeps_sets_the_next_date():
    assert review_on(date(2021, 4, 20), period(), ()) == date(2027, 4, 20)
    later = review(ReviewDecision.KEEP, next_on=date(2032, 4, 20))
    assert review_on(date(2021, 4, 20), period(), (later,)) == date(2032, 4, 20)
    assert review_on(None, None, (later,)) == date(2032, 4, 20)


def test_a_decision_to_destroy_is_overtaken_by_a_later_review_and_by_a_reopening():
    destroy = review(ReviewDecision.DESTROY)
    assert decided((destroy,)) == destroy
    assert decided((destroy, review(ReviewDecision.KEEP, next_on=date(2030, 1, 1)))) is None
    assert decided((destroy,), datetime(2027, 4, 21, tzinfo=UTC)) is None
    assert decided((destroy,), datetime(2027, 4, 19, tzinfo=UTC)) == destroy
    assert decided(()) is None


def test_a_hold_counts_until_it_is_lifted():
    hold = LegalHold(1, 1, None, NOW, "Det Supt Ruth Hale", "Civil claim")
    assert held((replace(hold, lifted_at=NOW), hold)) == hold
    assert held((replace(hold, lifted_at=NOW),)) is None


def test_the_newest_period_counts():
    assert period_of("3", (period(first=6), period(first=7), period("2", first=10))).first_years == 7
    assert period_of("1", (period(),)) is None


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        (period(policy=" "), "retention.policy_missing"),
        (period(first=0), "retention.years_wrong"),
        (period(further=101), "retention.years_wrong"),
        (period(CONTACTS, 0, 0, 0), "retention.days_wrong"),
        (period(CONTACTS, 0, 0, 4000), "retention.days_wrong"),
    ],
)
def test_a_period_without_sense_is_refused(entered, code):
    with pytest.raises(DomainError) as refused:
        check_period(entered)
    assert refused.value.code == code


def test_a_period_with_sense_is_taken():
    check_period(period())
    check_period(period(CONTACTS, 0, 0, 21))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"ended_on": date(2028, 1, 1)}, "retention.day_ahead"),
        ({"ended_on": date(2025, 1, 1)}, "retention.order_wrong"),
        ({"released_on": date(2026, 1, 6)}, "retention.order_wrong"),
    ],
)
def test_days_ahead_or_out_of_order_are_refused(facts, code):
    with pytest.raises(DomainError) as refused:
        check_facts(replace(CONVICTED, **facts), TODAY)
    assert refused.value.code == code

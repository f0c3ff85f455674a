"""A return is held against itself and against the one before it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_checks import check_return, refuse_faults, total_new, total_to_date
from spoc_desk.domain.return_facts import EngagementCounts, Explanation, ProgressCounts
from spoc_desk.domain.return_payload import ReturnSnapshot
from tests.domain.sample_returns import DAY, draft, facts, incident

NEXT_DAY = DAY + timedelta(days=1)


def codes(found) -> list[str]:
    return [fault.code for fault in found]


def test_a_day_whose_figures_agree_has_no_fault():
    assert check_return(draft()) == ()
    assert (total_new(draft().payload), total_to_date(draft().payload)) == (1, 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"progress": ProgressCounts(open=3, outcomes=(("14", 1),))}, "returns.outcomes_incomplete"),
        ({"progress": ProgressCounts(open=2, outcomes=(("1", 1),))}, "returns.charges_disagree"),
        (
            {"progress": ProgressCounts(2, outcomes=(("14", 1),), time_limit_under_30d=3)},
            "returns.limits_exceed_open",
        ),
        ({"engagement": EngagementCounts(5, 6)}, "returns.more_than_known"),
        ({"engagement": EngagementCounts(9, 9, 5, 4, 2)}, "returns.more_than_offered"),
    ],
)
def test_figures_that_disagree_are_named(changes, code):
    faults = check_return(draft(facts(**changes)))
    assert codes(faults) == [code]
    with pytest.raises(DomainError) as caught:
        refuse_faults(faults)
    assert caught.value.code == code


def test_a_fault_an_officer_explains_is_settled():
    odd = facts(engagement=EngagementCounts(5, 6))
    (fault,) = check_return(draft(odd))
    why = Explanation(fault.code, fault.where, "One was contacted before withdrawing.")
    assert check_return(draft(replace(odd, explanations=(why,))), explanations=(why,)) == ()
    elsewhere = replace(why, where="engagement.briefing_offered")
    assert codes(check_return(draft(odd), explanations=(elsewhere,))) == [fault.code]


def test_arithmetic_that_cannot_be_is_not_explained_away():
    payload = draft().payload
    payload["incidents"][0]["count_new"] = 7
    payload["incidents"].append(payload["incidents"][1])
    del payload["progress"]["outcomes"]["22"]
    payload["nil_return"] = True
    faults = check_return(ReturnSnapshot.of(payload))
    hard = [fault for fault in faults if not fault.explainable]
    assert codes(hard) == [
        "returns.new_exceeds_total",
        "returns.row_twice",
        "returns.nil_disagrees",
        "returns.outcome_absent",
    ]
    excuses = [Explanation(fault.code, fault.where, "It is right.") for fault in hard]
    assert set(hard) <= set(check_return(ReturnSnapshot.of(payload), explanations=excuses))


def test_the_next_day_follows_from_the_day_before():
    old = tuple(replace(one, recorded_in_period=False) for one in facts().incidents)
    after = facts(
        period_start=NEXT_DAY,
        period_end=NEXT_DAY,
        incidents=(*old, incident(4)),
        progress=ProgressCounts(open=3, outcomes=(("14", 1),)),
    )
    assert check_return(draft(after), draft()) == ()


def test_a_total_that_falls_wants_an_explanation():
    fewer = facts(
        period_start=NEXT_DAY,
        period_end=NEXT_DAY,
        incidents=(incident(1, new=False), incident(3, new=False, category="hate")),
        progress=ProgressCounts(open=2),
    )
    faults = check_return(draft(fewer), draft())
    assert codes(faults) == [
        "returns.total_fell",
        "returns.total_fell",
        "returns.total_does_not_follow",
        "returns.outcome_fell",
    ]
    assert dict(faults[1].values)["now"] == 1
    assert dict(faults[1].values)["earlier"] == 2
    assert all(fault.explainable for fault in faults)


def test_days_apart_need_not_follow_but_must_not_fall():
    later = facts(period_start=NEXT_DAY + timedelta(days=1), period_end=NEXT_DAY + timedelta(days=1))
    more = replace(
        later,
        incidents=(*facts().incidents, incident(5, new=False)),
        progress=replace(later.progress, open=3),
    )
    assert check_return(draft(more), draft()) == ()

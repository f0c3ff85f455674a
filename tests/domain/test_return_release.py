"""What leaves the police says nothing of few people."""

from hypothesis import given

from spoc_desk.domain.return_facts import ProgressCounts
from spoc_desk.domain.return_release import suppress_small
from tests.domain.sample_returns import any_facts, draft, facts, incident


def test_counts_below_five_are_hidden_and_words_are_left_out():
    released = suppress_small(draft())
    assert released["events"] == {"notified": 14, "policed": None, "disrupted": None}
    assert released["engagement"]["measures_in_place"] == 9
    assert {"notable", "data_quality", "payload_sha256", "source_db_hash"}.isdisjoint(released)
    assert "narrative" not in released["risk_assessment"]
    assert released["suppressed_below"] == 5


def test_a_single_hidden_count_takes_the_next_smallest_with_it():
    incidents = tuple(
        incident(number, new=False, category=category)
        for number, category in enumerate(["hate"] * 6 + ["harassment"] * 9 + ["weapon"] * 2)
    )
    given_facts = facts(
        incidents=incidents, notable=(), progress=ProgressCounts(open=8, outcomes=(("16", 9),))
    )
    released = suppress_small(draft(given_facts))
    assert {row["category"]: row["count_cumulative"] for row in released["incidents"]} == {
        "harassment": 9,
        "hate": None,
        "weapon": None,
    }
    assert released["progress"]["open"] == 8


@given(any_facts())
def test_no_small_count_is_left_anywhere(given_facts):
    released = suppress_small(draft(given_facts))
    counts = [*released["engagement"].values(), *released["events"].values()]
    counts += [row[name] for row in released["incidents"] for name in ("count_new", "count_cumulative")]
    counts += [value for value in released["progress"].values() if not isinstance(value, dict)]
    counts += released["progress"]["outcomes"].values()
    assert [count for count in counts if count is not None and 0 < count < 5] == []

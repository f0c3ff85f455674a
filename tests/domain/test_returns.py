"""A period is frozen once, says what it is, and is corrected only by another return."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.disclosure_scan import Confirmation
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_codes import OUTCOMES, PLATFORMS
from spoc_desk.domain.return_facts import (
    EngagementCounts,
    Explanation,
    NotableDraft,
    ProgressCounts,
    ReturnFacts,
    RiskAssessment,
)
from spoc_desk.domain.return_payload import ReturnSnapshot, canonical_json, payload_digest
from spoc_desk.domain.return_rules import code_for
from spoc_desk.domain.returns import Scanning, authorise, compile_return, correct, findings_in, pseudonym
from tests.domain.sample_returns import (
    FIRST_ID,
    KEY,
    KNOWN,
    SCANNING,
    SECOND_ID,
    any_facts,
    authorised,
    draft,
    facts,
    incident,
    issue,
    nil_facts,
)


def refusal(make) -> DomainError:
    with pytest.raises(DomainError) as caught:
        make()
    return caught.value


def test_incidents_are_counted_into_rows_new_and_to_date():
    rows = draft().payload["incidents"]
    assert [(row["category"], row["count_new"], row["count_cumulative"]) for row in rows] == [
        ("assault_thrown_object", 0, 1),
        ("threat_other", 1, 2),
    ]
    assert rows[0]["platform"] is None


def test_the_order_of_incidents_and_strands_changes_nothing():
    one = incident(1, hate_strands=("religion", "race", "race"))
    two = incident(2, hate_strands=("race", "religion"))
    forwards, backwards = (draft(facts(incidents=pair)) for pair in ((one, two), (two, one)))
    assert forwards.document == backwards.document
    assert forwards.payload["incidents"][0]["hate_strands"] == ["race", "religion"]


def test_a_strand_that_is_not_national_stays_in_the_force():
    rows = draft(facts(incidents=(incident(1, hate_strands=("sex", "race")),))).payload["incidents"]
    assert rows[0]["hate_strands"] == ["race"]


def test_a_day_with_nothing_new_is_an_explicit_nil_return():
    assert draft(nil_facts()).nil
    assert not draft().nil
    only_old = facts(incidents=(incident(1, new=False),), notable=())
    assert draft(only_old).payload["incidents"][0]["count_cumulative"] == 1
    assert draft(only_old).nil


def test_a_notable_update_on_an_old_incident_is_no_nil_return():
    assert not draft(facts(incidents=(incident(1, new=False),))).nil


def test_every_outcome_is_sent_with_nought_where_there_is_none():
    outcomes = draft().payload["progress"]["outcomes"]
    assert list(outcomes) == sorted(OUTCOMES)
    assert sum(outcomes.values()) == outcomes["14"] == 1


def test_the_digest_is_of_the_canonical_json_without_itself():
    payload = draft().payload
    told = payload.pop("payload_sha256")
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert told == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_a_snapshot_cannot_be_changed_through_its_payload():
    snapshot = draft()
    snapshot.payload["force_name"] = "Somebody else"
    assert snapshot.payload["force_name"] == "Northmere Police"
    assert snapshot.intact


def test_a_changed_document_is_not_intact():
    assert not ReturnSnapshot(draft().document.replace('"count_new":1', '"count_new":2')).intact


def test_canonical_json_knows_no_fractions_and_one_spelling_of_accents():
    assert canonical_json({"b": 1, "a": "e\u0301"}) == '{"a":"é","b":1}'
    with pytest.raises(TypeError):
        canonical_json({"a": 1.5})


def test_a_pseudonym_is_stable_keyed_and_says_nothing_of_the_incident():
    uid = incident(1).uid
    assert pseudonym(uid, KEY) == pseudonym(uid, KEY) == draft().payload["notable"][0]["pseudonym"]
    assert pseudonym(uid, KEY) != pseudonym(uid, bytes(32))
    assert pseudonym(uid, KEY) != pseudonym(incident(2).uid, KEY)
    assert len(pseudonym(uid, KEY)) == 16
    assert uid not in draft().document
    with pytest.raises(ValueError, match="32 bytes"):
        pseudonym(uid, b"short")


def test_authorising_keeps_the_figures_and_gives_a_new_digest():
    before, after = draft(), authorised(self_authorised=True)
    assert not before.authorised
    assert after.authorised
    assert after.payload["self_authorised"] is True
    assert before.payload["incidents"] == after.payload["incidents"]
    assert before.payload_sha256 != after.payload_sha256
    assert after.intact


def test_a_return_is_authorised_once_and_only_by_a_spoc_or_deputy():
    assert refusal(lambda: authorise(authorised(), "spoc", False)).code == "returns.already_authorised"
    assert refusal(lambda: authorise(draft(), "administrator", False)).code == "returns.role_cannot_authorise"


def test_a_correction_names_what_it_supersedes_and_why_and_leaves_it_alone():
    first = authorised()
    before = first.document
    second = correct(
        first, facts(incidents=(incident(1),)), issue(SECOND_ID), "One was counted twice.", KEY, SCANNING
    )
    assert second.payload["supersedes_id"] == FIRST_ID
    assert second.payload["correction_reason"] == "One was counted twice."
    assert second.return_id == SECOND_ID
    assert first.document == before


@pytest.mark.parametrize(
    ("changes", "return_id", "reason", "code"),
    [
        ({}, SECOND_ID, "  ", "returns.correction_reason_missing"),
        ({}, FIRST_ID, "Counted twice.", "returns.correction_same_id"),
        ({"force_gss": "W15000098"}, SECOND_ID, "Counted twice.", "returns.corrects_other_period"),
        ({}, SECOND_ID, "Ms Anand-Rao rang.", "returns.identifies_someone"),
    ],
)
def test_a_correction_without_reason_or_for_something_else_is_refused(changes, return_id, reason, code):
    first = authorised()
    fault = refusal(lambda: correct(first, facts(**changes), issue(return_id), reason, KEY, SCANNING))
    assert fault.code == code


NOTABLE = facts().notable[0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period_end": date(2027, 4, 7)}, "returns.period_backwards"),
        ({"period_end": date(2027, 4, 9)}, "returns.daily_is_one_day"),
        ({"period_end": date(2027, 4, 15), "cadence": "weekly"}, "returns.weekly_is_seven_days"),
        ({"cadence": "hourly"}, "returns.unknown_code"),
        ({"force_gss": "E2300009"}, "returns.gss_wrong"),
        ({"force_gss": "E2300009٩"}, "returns.gss_wrong"),
        ({"force_name": " "}, "returns.force_name_missing"),
        ({"incidents": (incident(1, category="arson"),)}, "returns.unknown_code"),
        ({"incidents": (incident(1, offence_code="42/12345/27"),)}, "returns.unknown_code"),
        ({"incidents": (incident(1, hate_strands=("age",)),)}, "returns.unknown_code"),
        ({"notable": (replace(NOTABLE, summary=" \n"),)}, "returns.summary_missing"),
        ({"notable": (replace(NOTABLE, summary="a " * 251),)}, "returns.text_long"),
        ({"notable": (replace(NOTABLE, cross_border_forces=("Southmere",)),)}, "returns.gss_wrong"),
        ({"notable": (NOTABLE,) * 101}, "returns.notable_many"),
        ({"data_quality": ("",)}, "returns.note_empty"),
        ({"engagement": EngagementCounts(-1)}, "returns.count_wrong"),
        ({"progress": ProgressCounts(outcomes=(("23", 1),))}, "returns.unknown_code"),
        ({"progress": ProgressCounts(outcomes=(("9", 10**7),))}, "returns.count_wrong"),
        ({"risk_assessment": RiskAssessment("severe", "steady")}, "returns.unknown_code"),
    ],
)
def test_what_is_wrong_is_refused_before_it_is_frozen(changes, code):
    assert refusal(lambda: draft(facts(**changes))).code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"notable": (replace(NOTABLE, summary="Shouted at Priya by the gate."),)},
        {"risk_assessment": RiskAssessment("low", "steady", "Mostly Orchard activists.")},
        {"data_quality": ("See 42NM/1234/27.",)},
        {"explanations": (Explanation("returns.total_fell", "x", "Ring 07700 900123."),)},
    ],
)
def test_no_sentence_that_may_identify_somebody_is_frozen(changes):
    given_facts = facts(**changes)
    assert refusal(lambda: draft(given_facts)).code == "returns.identifies_someone"
    assert len(findings_in(given_facts, SCANNING)) == 1


def test_a_finding_an_officer_has_answered_for_is_let_through_where_it_stands_and_nowhere_else():
    doubtful = facts(data_quality=("Figures for Orchard ward follow.",))
    ((where, finding),) = findings_in(doubtful, SCANNING)
    answered = Scanning(KNOWN, (Confirmation(where, finding, "It is the name of the ward."),))
    assert "Orchard ward" in compile_return(doubtful, issue(), KEY, answered).document
    moved = facts(data_quality=("All figures for Orchard ward follow.",))
    assert refusal(lambda: compile_return(moved, issue(), KEY, answered)).code == "returns.identifies_someone"
    unreasoned = Scanning(KNOWN, (Confirmation(where, finding, "ok"),))
    assert (
        refusal(lambda: compile_return(doubtful, issue(), KEY, unreasoned)).code == "returns.reason_missing"
    )


def test_a_sentence_is_sent_as_one_line_without_control_characters():
    summary = "A candidate\r\nwas threatened\x07 online.\u2028Twice."
    payload = draft(facts(notable=(replace(NOTABLE, summary=summary),))).payload
    assert payload["notable"][0]["summary"] == "A candidate was threatened online. Twice."


def test_an_explanation_goes_with_the_figures_as_a_note():
    why = Explanation("returns.total_fell", "a row", "One incident was found to be two reports of another.")
    assert why.text in draft(facts(explanations=(why,))).payload["data_quality"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"source_db_hash": "ab"},
        {"return_id": "R1"},
        {"generated_at": issue().generated_at.replace(tzinfo=None)},
    ],
)
def test_a_wrong_id_digest_or_time_is_our_own_mistake(wrong):
    with pytest.raises(ValueError):  # noqa: PT011  (each has its own words)
        compile_return(facts(), issue(**wrong), KEY, SCANNING)


def test_the_code_of_a_platform_is_found_from_its_label():
    assert code_for(PLATFORMS, " Facebook ") == "facebook"
    assert code_for(PLATFORMS, "E-mail") == "email"
    assert code_for(PLATFORMS, "Some new network") == "other"


@given(any_facts())
def test_any_facts_freeze_to_rows_that_add_up(given_facts: ReturnFacts):
    snapshot = draft(given_facts)
    payload = snapshot.payload
    assert sum(row["count_cumulative"] for row in payload["incidents"]) == len(given_facts.incidents)
    new = sum(one.recorded_in_period for one in given_facts.incidents)
    assert sum(row["count_new"] for row in payload["incidents"]) == new
    assert payload["nil_return"] == (new == 0 and not given_facts.notable)
    assert snapshot.intact
    assert payload_digest(payload) == snapshot.payload_sha256


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_canonical_json_of_what_was_read_back_is_the_same_text(value):
    once = canonical_json({"value": value})
    assert canonical_json(json.loads(once)) == once


def test_a_draft_of_a_notable_incident_needs_no_more_than_its_words():
    plain = NotableDraft(incident(1).uid, "hate", "Slogans were painted on a campaign office.", "low")
    sent = draft(facts(notable=(plain,))).payload["notable"][0]
    assert (sent["tension"], sent["media"], sent["cross_border_forces"]) == ("none", "none", [])

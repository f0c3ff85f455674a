"""The gate names each thing still open, and a case with nothing open may be sent."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.referral_gate import CaseFacts, Gate, ReferredOffence, gate, send
from spoc_desk.domain.referrals import (
    Answer,
    AnswerLink,
    AnswerState,
    Checklist,
    Evidence,
    Hostility,
    Referral,
    ReferralState,
    Stage,
)
from spoc_desk.domain.suspected_offences import ProofLink, SuspectedOffence
from spoc_desk.domain.time_limits import LimitFacts, ProsecutorDate, time_limit
from spoc_desk.system.lawpack import load_checklist, load_lawpack
from spoc_desk.system.resources import resource_folder

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
REFERRAL = Referral(
    1, "uid", "RF/2026/0001", 4, NOW, "DS Ada Marsh", "2026-11-20",
    hostility=Hostility.NO, hostility_note="Nothing said or done points to it",
)  # fmt: skip
MG11 = Statement(5, 4, "MG11/1", "Priya Castell", signed_on=date(2026, 11, 2), address_absent=True)
EVERYTHING = {"note": "Written", "on": TODAY, "name": "DI Omar Reyes", "second": "DC Lena Fell"}


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return load_checklist(resource_folder() / "checklists" / "cps_referral.json")


def suspected(pack: LawPack, code: str = "poa-1986-s5", act: date = date(2026, 9, 1)) -> ReferredOffence:
    offence = pack.offence(code)
    record = SuspectedOffence(9, 4, code, pack.version, checked_by="DI Omar Reyes", checked_at=NOW)
    proofs = tuple(
        ProofLink(number, 9, point.key, exhibit_id=3) for number, point in enumerate(offence.points_to_prove)
    )
    limit = time_limit(offence.time_rule, LimitFacts(acts=(act,)))
    return ReferredOffence(offence, record, limit, proofs, entered_by="DS Ada Marsh")


def answers(checklist: Checklist) -> list[Answer]:
    return [
        Answer(item.number, 1, item.number, AnswerState.DONE, "DS Ada Marsh", NOW, **EVERYTHING)
        for item in checklist.items
        if item.stage is Stage.BEFORE_SENDING
    ]


def facts(checklist: Checklist) -> CaseFacts:
    links = [AnswerLink(100 + item.number, item.number, exhibit_id=3) for item in checklist.items]
    links += [AnswerLink(200 + item.number, item.number, statement_id=5) for item in checklist.items]
    return CaseFacts(REFERRAL, "CR/26/000117", "31AB0000126", TODAY, tuple(links), (MG11,))


def replaced(given: list[Answer], number: int, **change: object) -> list[Answer]:
    return [replace(answer, **change) if answer.item == number else answer for answer in given]


def found(passed: Gate) -> list[tuple[int, str]]:
    return [(entry.item, entry.why.code) for entry in passed.open]


def test_a_complete_case_may_be_sent(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack)], facts(checklist))
    assert passed.open == ()
    assert passed.may_send
    assert (passed.settled, passed.needed) == (20, 20)


def test_an_empty_case_names_every_item_and_the_missing_offence(checklist: Checklist) -> None:
    empty = CaseFacts(replace(REFERRAL, hostility=Hostility.UNANSWERED), "", "", TODAY)
    passed = gate(checklist, [], [], empty)
    assert {item for item, _ in found(passed)} == set(range(21))
    assert (passed.settled, passed.may_send) == (0, False)


def test_what_follows_the_sending_is_named_apart(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack)], facts(checklist))
    assert {entry.item for entry in passed.later} == {21, 22, 23}


def test_removing_any_one_answer_shuts_the_gate_and_names_it(checklist: Checklist, pack: LawPack) -> None:
    complete = answers(checklist)
    for gone in complete:
        rest = [answer for answer in complete if answer is not gone]
        passed = gate(checklist, rest, [suspected(pack)], facts(checklist))
        assert found(passed) == [(gone.item, "referrals.item_open")]


@pytest.mark.parametrize(
    ("need", "change"),
    [
        (Evidence.TEXT, {"note": " "}),
        (Evidence.DATE, {"on": None}),
        (Evidence.NAME, {"name": ""}),
        (Evidence.SECOND_NAME, {"second": ""}),
        (Evidence.SECOND_NAME, {"second": "di omar reyes"}),
    ],
)
def test_a_done_item_without_what_it_needs_stays_open(
    checklist: Checklist, pack: LawPack, need: Evidence, change: dict[str, object]
) -> None:
    items = [item for item in checklist.items if need in item.needs and item.stage is Stage.BEFORE_SENDING]
    assert items
    for item in items:
        given = replaced(answers(checklist), item.number, **change)
        passed = gate(checklist, given, [suspected(pack)], facts(checklist))
        assert (item.number, f"referrals.needs_{need.value}") in found(passed)


def test_a_done_item_without_its_link_stays_open(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(
        checklist, answers(checklist), [suspected(pack)], replace(facts(checklist), links=(), statements=())
    )
    assert found(passed) == [(5, "referrals.needs_statement"), (9, "referrals.needs_exhibit")]


def test_not_applicable_without_a_reason_stays_open(checklist: Checklist, pack: LawPack) -> None:
    given = replaced(answers(checklist), 17, state=AnswerState.NOT_APPLICABLE, reason=" ")
    passed = gate(checklist, given, [suspected(pack)], facts(checklist))
    assert found(passed) == [(17, "referrals.na_reason_missing")]


def test_not_applicable_where_it_always_applies_stays_open(checklist: Checklist, pack: LawPack) -> None:
    given = replaced(answers(checklist), 16, state=AnswerState.NOT_APPLICABLE, reason="No")
    passed = gate(checklist, given, [suspected(pack)], facts(checklist))
    assert found(passed) == [(16, "referrals.na_not_allowed")]


def test_a_reasoned_not_applicable_is_settled(checklist: Checklist, pack: LawPack) -> None:
    given = replaced(answers(checklist), 17, state=AnswerState.NOT_APPLICABLE, reason="No order is sought")
    assert gate(checklist, given, [suspected(pack)], facts(checklist)).may_send


def test_each_point_to_prove_without_proof_is_named_with_its_offence(
    checklist: Checklist, pack: LawPack
) -> None:
    referred = suspected(pack)
    bare = replace(referred, proofs=referred.proofs[:1])
    passed = gate(checklist, answers(checklist), [bare], facts(checklist))
    assert [(entry.item, entry.offence_id, entry.point) for entry in passed.open] == [
        (3, 9, "hearing"),
        (3, 9, "mental"),
    ]


def test_a_link_to_nothing_proves_nothing(checklist: Checklist, pack: LawPack) -> None:
    referred = suspected(pack)
    hollow = replace(referred, proofs=(*referred.proofs[1:], ProofLink(99, 9, referred.proofs[0].point)))
    passed = gate(checklist, answers(checklist), [hollow], facts(checklist))
    assert [entry.point for entry in passed.open] == [referred.proofs[0].point]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"checked_by": "", "checked_at": None}, "referrals.limit_unchecked"),
        ({"checked_at": None}, "referrals.limit_unchecked"),
        ({"checked_by": "ds ada  marsh"}, "referrals.limit_same_checker"),
    ],
)
def test_a_time_limit_without_a_second_persons_check_is_open(
    checklist: Checklist, pack: LawPack, change: dict[str, object], code: str
) -> None:
    referred = suspected(pack)
    unchecked = replace(referred, suspected=replace(referred.suspected, **change))
    passed = gate(checklist, answers(checklist), [unchecked], facts(checklist))
    assert found(passed) == [(2, code)]


def test_a_time_limit_nobody_can_work_out_is_open(checklist: Checklist, pack: LawPack) -> None:
    referred = suspected(pack)
    dateless = replace(referred, limit=time_limit(referred.offence.time_rule, LimitFacts()))
    passed = gate(checklist, answers(checklist), [dateless], facts(checklist))
    assert found(passed) == [(2, "referrals.limit_missing")]


def test_a_day_that_is_only_the_latest_it_can_be_is_open(checklist: Checklist, pack: LawPack) -> None:
    referred = suspected(pack, "ca-2003-s127-1")
    for put in (None, date(2027, 1, 1)):
        held = replace(referred, suspected=replace(referred.suspected, override_on=put))
        passed = gate(checklist, answers(checklist), [held], facts(checklist))
        assert found(passed) == [(2, "referrals.limit_not_final")]
    reached = LimitFacts((date(2026, 9, 1),), prosecutors=(ProsecutorDate("CPS", date(2026, 10, 1)),))
    dated = replace(referred, limit=time_limit(referred.offence.time_rule, reached))
    assert gate(checklist, answers(checklist), [dated], facts(checklist)).may_send


def test_a_statement_not_yet_taken_is_not_waited_for_while_the_ordinary_limit_binds(
    checklist: Checklist, pack: LawPack
) -> None:
    rule = next(rule for rule in pack.rules if rule.key == "cja-39a")
    referred = suspected(pack)
    held = replace(referred, limit=time_limit(rule, LimitFacts((date(2026, 9, 1),))))
    assert held.limit.missing
    assert gate(checklist, answers(checklist), [held], facts(checklist)).may_send


def test_an_offence_without_a_limit_needs_only_the_check(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack, "mca-1988-s1")], facts(checklist))
    assert passed.may_send


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("poa-1986-s5", "referrals.hostility_unanswered_listed"),
        ("dpa-2018-s170", "referrals.hostility_unanswered"),
    ],
)
def test_unanswered_hostility_is_open_and_says_when_schedule_9_lists_the_offence(
    checklist: Checklist, pack: LawPack, code: str, refusal: str
) -> None:
    case = facts(checklist)
    unanswered = replace(case, referral=replace(REFERRAL, hostility=Hostility.UNANSWERED, hostility_note=""))
    passed = gate(checklist, answers(checklist), [suspected(pack, code)], unanswered)
    assert found(passed) == [(15, refusal)]


def test_missing_references_are_each_named(checklist: Checklist, pack: LawPack) -> None:
    case = replace(facts(checklist), crime_reference=" ", urn="")
    passed = gate(checklist, answers(checklist), [suspected(pack)], case)
    assert found(passed) == [(1, "referrals.crime_reference_missing"), (1, "referrals.urn_missing")]


def test_consent_cannot_be_called_not_applicable_when_the_offence_needs_it(
    checklist: Checklist, pack: LawPack
) -> None:
    given = replaced(answers(checklist), 18, state=AnswerState.NOT_APPLICABLE, reason="None is needed")
    assert gate(checklist, given, [suspected(pack)], facts(checklist)).may_send
    passed = gate(checklist, given, [suspected(pack, "poa-1986-s29b")], facts(checklist))
    assert found(passed) == [(18, "referrals.consent_needed")]


def test_a_conspiracy_needs_consent_only_for_a_summary_object(checklist: Checklist, pack: LawPack) -> None:
    given = replaced(answers(checklist), 18, state=AnswerState.NOT_APPLICABLE, reason="None is needed")
    conspiracy = suspected(pack, "cla-1977-s1")
    for main, open_items in (("poa-1986-s5", [18]), ("mca-1988-s1", [])):
        limited = replace(conspiracy, limit=suspected(pack, main).limit)
        passed = gate(checklist, given, [limited, suspected(pack, main)], facts(checklist))
        assert [entry.item for entry in passed.open] == open_items


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed_on": None}, "referrals.statement_unsigned"),
        ({"address_absent": False}, "referrals.statement_shows_address"),
    ],
)
def test_the_victims_statement_must_be_signed_and_free_of_an_address(
    checklist: Checklist, pack: LawPack, change: dict[str, object], code: str
) -> None:
    case = replace(facts(checklist), statements=(replace(MG11, **change),))
    assert found(gate(checklist, answers(checklist), [suspected(pack)], case)) == [(5, code)]


def test_a_linked_statement_that_is_not_in_the_casefile_is_open(checklist: Checklist, pack: LawPack) -> None:
    case = replace(facts(checklist), statements=())
    passed = gate(checklist, answers(checklist), [suspected(pack)], case)
    assert found(passed) == [(5, "referrals.statement_missing")]


def test_a_disabled_offence_cannot_be_sent(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack, "cpa-2026-home-protest")], facts(checklist))
    assert found(passed) == [(0, "lawpack.offence_disabled")]


def test_an_unverified_offence_and_a_passed_limit_warn_but_do_not_stop(
    checklist: Checklist, pack: LawPack
) -> None:
    old = suspected(pack, "cja-1988-s39", date(2026, 1, 5))
    passed = gate(checklist, answers(checklist), [old], facts(checklist))
    assert passed.may_send
    assert [entry.why.code for entry in passed.warnings] == [
        "referrals.limit_passed",
        "lawpack.offence_unverified",
    ]


def test_a_last_day_put_later_than_the_one_worked_out_warns(checklist: Checklist, pack: LawPack) -> None:
    referred = suspected(pack)
    later = replace(referred, suspected=replace(referred.suspected, override_on=date(2027, 6, 1)))
    passed = gate(checklist, answers(checklist), [later], facts(checklist))
    assert [entry.why.code for entry in passed.warnings] == ["referrals.limit_lengthened"]
    assert passed.warnings[0].why.mapping()["shown"] == "1 March 2027"


def test_sending_an_open_case_is_refused_with_the_count(checklist: Checklist) -> None:
    shut = gate(checklist, [], [], CaseFacts(REFERRAL, "", "", TODAY))
    with pytest.raises(DomainError) as refused:
        send(REFERRAL, shut, recipient="CPS", method="digital file", pack_sha256="ab", by="x", at=NOW)
    assert refused.value.code == "referrals.still_open"
    assert refused.value.values["count"] == len(shut.open)


@pytest.mark.parametrize("missing", ["recipient", "method", "pack_sha256"])
def test_sending_needs_a_recipient_a_method_and_the_packs_hash(
    checklist: Checklist, pack: LawPack, missing: str
) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack)], facts(checklist))
    given = {"recipient": "CPS North", "method": "digital file", "pack_sha256": "ab" * 32} | {missing: " "}
    with pytest.raises(DomainError) as refused:
        send(REFERRAL, passed, by="DS Ada Marsh", at=NOW, **given)
    assert refused.value.code == f"referrals.{missing.removesuffix('_sha256')}_missing"


def test_a_sent_referral_keeps_how_it_went_and_cannot_go_twice(checklist: Checklist, pack: LawPack) -> None:
    passed = gate(checklist, answers(checklist), [suspected(pack)], facts(checklist))
    given = {"recipient": "CPS North", "method": "digital file", "pack_sha256": "ab" * 32}
    gone = send(REFERRAL, passed, by="DS Ada Marsh", at=NOW, **given)
    assert (gone.state, gone.sent_at, gone.recipient) == (ReferralState.SENT, NOW, "CPS North")
    with pytest.raises(DomainError) as refused:
        send(gone, passed, by="DS Ada Marsh", at=NOW, **given)
    assert refused.value.code == "referrals.already_sent"

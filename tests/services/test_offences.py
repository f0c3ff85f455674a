"""Suspected offences: picked from the law, limited by its rules, proved point by point."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.casefiles import Casefile, CasefileStatus, Statement
from spoc_desk.domain.changes import CasefileChanged, OffenceChanged, OffenceSuspected, ProofLinked
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent, ProofLink, SuspectedOffence
from spoc_desk.services.casefiles import AddStatement, add_statement, consult_casefile, set_status
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.offences import (
    DateOffence,
    LinkProof,
    OverrideLimit,
    SuspectOffence,
    check_limit,
    date_offence,
    link_proof,
    override_limit,
    suspect_offence,
    unlink_proof,
)
from tests.services import casework
from tests.services.trail import all_of, expect_refusal, newest, one_of

HARASSMENT, ASSAULT = "pha-1997-s2", "cja-1988-s39"
FIRST, LAST = date(2027, 2, 1), date(2027, 4, 19)


@pytest.fixture
def casefile(desk):
    return casework.casefile(desk)


@pytest.fixture
def offence(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, HARASSMENT, (FIRST, LAST), " Cy Penn "), desk)
    return one_of(desk, SuspectedOffence)


@pytest.fixture
def exhibit(desk, casefile, tmp_path):
    path = tmp_path / "call.txt"
    path.write_bytes(b"call log")
    add_exhibit(AddExhibit(casefile.id, path, "Call log"), desk)
    return one_of(desk, Exhibit)


def test_a_suspicion_has_its_last_day_from_the_law_and_so_has_its_casefile(desk, casefile):
    changes = suspect_offence(SuspectOffence(casefile.id, HARASSMENT, (LAST, FIRST, LAST)), desk)
    offence = one_of(desk, SuspectedOffence)
    assert changes == (
        OffenceSuspected(casefile=casefile.id, offence=offence.id, code=HARASSMENT, limit="2027-10-19"),
        CasefileChanged(casefile=casefile.id, fields=("limit_on",)),
    )
    assert (offence.limit_on, offence.lawpack) == (date(2027, 10, 19), desk.lawpack.version)
    assert [entry.on for entry in all_of(desk, OffenceDate)] == [FIRST, LAST]
    assert one_of(desk, Casefile).limit_on == date(2027, 10, 19)


def test_a_casefile_shows_the_soonest_of_its_last_days(desk, offence):
    suspect_offence(SuspectOffence(offence.casefile_id, ASSAULT, (FIRST,)), desk)
    assert one_of(desk, Casefile).limit_on == date(2027, 8, 1)
    suspect_offence(SuspectOffence(offence.casefile_id, "oapa-1861-s16", (FIRST,)), desk)
    assert one_of(desk, Casefile).limit_on == date(2027, 8, 1)


@pytest.mark.parametrize(
    ("code", "acts", "refusal"),
    [
        (HARASSMENT, (), "offences.act_missing"),
        (HARASSMENT, (FIRST, date(2027, 4, 21)), "offences.act_in_future"),
        ("treason", (FIRST,), "lawpack.unknown_offence"),
        ("cpa-2026-home-protest", (FIRST,), "lawpack.offence_disabled"),
        ("poa-1986-s4b", (date(2026, 3, 31),), "lawpack.not_in_force"),
    ],
)
def test_what_the_law_does_not_allow_is_refused(desk, casefile, code, acts, refusal):
    with expect_refusal(desk, refusal):
        suspect_offence(SuspectOffence(casefile.id, code, acts), desk)


def test_an_act_of_today_by_the_clock_on_the_wall_is_not_in_the_future(desk, casefile):
    desk.clock.at = desk.clock.at.replace(hour=23, minute=30)
    suspect_offence(SuspectOffence(casefile.id, HARASSMENT, (date(2027, 4, 21),)), desk)
    assert one_of(desk, SuspectedOffence).limit_on == date(2027, 10, 21)


def test_an_offence_of_a_casefile_that_is_not_there_is_refused(desk):
    with expect_refusal(desk, "records.not_found", kind="casefile"):
        suspect_offence(SuspectOffence(99, HARASSMENT, (FIRST,)), desk)


def test_one_more_act_moves_the_last_day_and_undoes_a_check(desk, offence):
    check_limit(offence.id, "DI Di Wick", desk)
    changes = date_offence(DateOffence(offence.id, OffenceEvent.ACT, date(2027, 4, 20), " Third call "), desk)
    assert changes[0] == OffenceChanged(casefile=offence.casefile_id, offence=offence.id, limit="2027-10-20")
    later = one_of(desk, SuspectedOffence)
    assert (later.limit_on, later.checked_by, later.checked_at) == (date(2027, 10, 20), "", None)
    assert all_of(desk, OffenceDate)[-1].note == "Third call"
    assert one_of(desk, Casefile).limit_on == date(2027, 10, 20)


def test_a_day_put_in_by_hand_undoes_a_check_and_is_not_checked_by_whoever_put_it(desk, offence):
    check_limit(offence.id, "DI Di Wick", desk)
    another = replace(desk, officer=replace(desk.officer, name="DI Di Wick"))
    override_limit(OverrideLimit(offence.id, date(2027, 9, 1), "", ""), another)
    moved = one_of(desk, SuspectedOffence)
    assert (moved.checked_by, moved.checked_at, moved.entered_by) == ("", None, "DI Di Wick")
    with expect_refusal(desk, "offences.second_name_missing"):
        check_limit(offence.id, "di di wick", desk)


def test_a_check_stands_while_the_day_stands(desk, offence):
    check_limit(offence.id, "DI Di Wick", desk)
    suspect_offence(SuspectOffence(offence.casefile_id, ASSAULT, (FIRST,)), desk)
    override_limit(OverrideLimit(offence.id, date(2027, 10, 19), "", ""), desk)
    assert all_of(desk, SuspectedOffence)[0].checked_by == "DI Di Wick"


def test_no_act_is_added_on_a_day_when_the_offence_was_not_in_force(desk, casefile):
    early, in_force = date(2023, 1, 1), date(2024, 3, 1)
    with expect_refusal(desk, "lawpack.not_in_force"):
        suspect_offence(SuspectOffence(casefile.id, "osa-2023-s183", (in_force, early)), desk)
    suspect_offence(SuspectOffence(casefile.id, "osa-2023-s183", (in_force,)), desk)
    offence = one_of(desk, SuspectedOffence)
    with expect_refusal(desk, "lawpack.not_in_force", on="2023-01-01"):
        date_offence(DateOffence(offence.id, OffenceEvent.ACT, early), desk)
    date_offence(DateOffence(offence.id, OffenceEvent.ACT, date(2024, 3, 2)), desk)
    assert len(all_of(desk, OffenceDate)) == 2


def test_evidence_reaching_a_prosecutor_starts_its_own_period(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "ca-2003-s127-1", (FIRST,)), desk)
    offence = one_of(desk, SuspectedOffence)
    assert (offence.limit_on, offence.outer_on) == (date(2030, 1, 31), date(2030, 1, 31))
    date_offence(DateOffence(offence.id, OffenceEvent.EVIDENCE_REACHED, date(2027, 4, 20), "CPS"), desk)
    assert one_of(desk, SuspectedOffence).limit_on == date(2027, 10, 19)


def test_a_dated_fact_from_the_future_or_of_nothing_is_refused(desk, offence):
    with expect_refusal(desk, "offences.act_in_future"):
        date_offence(DateOffence(offence.id, OffenceEvent.ACT, date(2027, 4, 21)), desk)
    with expect_refusal(desk, "records.not_found", kind="suspected offence"):
        date_offence(DateOffence(99, OffenceEvent.ACT, FIRST), desk)


def test_evidence_dated_before_the_first_act_is_refused_and_not_kept(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "ca-2003-s127-1", (LAST,)), desk)
    offence = one_of(desk, SuspectedOffence)
    with expect_refusal(desk, "time_limits.prosecutor_before_offence"):
        date_offence(DateOffence(offence.id, OffenceEvent.EVIDENCE_REACHED, FIRST, "CPS"), desk)


def test_an_earlier_day_may_be_set_by_one_officer(desk, offence):
    override_limit(OverrideLimit(offence.id, date(2027, 9, 1), "", ""), desk)
    assert one_of(desk, SuspectedOffence).limit_on == date(2027, 9, 1)
    assert one_of(desk, Casefile).limit_on == date(2027, 9, 1)


def test_a_later_day_needs_a_reason_and_a_second_name(desk, offence):
    later = OverrideLimit(offence.id, date(2027, 11, 1), "Last call was on 1 May", "DI Di Wick")
    for more, code in (
        ({"reason": " "}, "time_limits.override_reason_missing"),
        ({"second_name": ""}, "time_limits.override_second_missing"),
        ({"second_name": "det supt  ruth hale"}, "time_limits.override_second_same"),
        ({"offence_id": 99}, "records.not_found"),
    ):
        with expect_refusal(desk, code):
            override_limit(replace(later, **more), desk)
    override_limit(later, desk)
    kept = one_of(desk, SuspectedOffence)
    assert (kept.limit_on, kept.override_by) == (date(2027, 11, 1), "DI Di Wick")


def test_an_earlier_day_set_by_hand_never_comes_to_lengthen_the_limit(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "ca-2003-s127-1", (FIRST,)), desk)
    offence = one_of(desk, SuspectedOffence)
    override_limit(OverrideLimit(offence.id, date(2029, 1, 1), "", ""), desk)
    date_offence(DateOffence(offence.id, OffenceEvent.EVIDENCE_REACHED, date(2027, 4, 20), "CPS"), desk)
    assert one_of(desk, SuspectedOffence).limit_on == date(2027, 10, 19)


def test_a_second_person_checks_the_last_day(desk, offence):
    for name in ("", " ", "Det Supt Ruth Hale"):
        with expect_refusal(desk, "offences.second_name_missing"):
            check_limit(offence.id, name, desk)
    check_limit(offence.id, " DI Di Wick ", desk)
    checked = one_of(desk, SuspectedOffence)
    assert (checked.checked_by, checked.checked_at) == ("DI Di Wick", desk.clock.now())


def test_a_point_is_tied_to_an_exhibit_once(desk, offence, exhibit):
    (change,) = link_proof(LinkProof(offence.id, "course", exhibit_id=exhibit.id), desk)
    assert change == ProofLinked(
        casefile=offence.casefile_id, offence=offence.id, point="course", linked=True
    )
    assert link_proof(LinkProof(offence.id, "course", exhibit_id=exhibit.id), desk) == ()
    assert consult_casefile(offence.casefile_id, desk).proofs == (one_of(desk, ProofLink),)


def test_a_point_is_tied_to_a_statement(desk, offence):
    add_statement(AddStatement(offence.casefile_id, "Bo Hill"), desk)
    link_proof(LinkProof(offence.id, "knew", statement_id=one_of(desk, Statement).id), desk)
    assert one_of(desk, ProofLink).point == "knew"


def test_a_tie_needs_a_point_of_the_offence_and_evidence_of_the_casefile(desk, offence, exhibit):
    other = casework.casefile(desk)
    add_statement(AddStatement(other.id, "Bo Hill"), desk)
    foreign = one_of(desk, Statement)
    suspect_offence(SuspectOffence(other.id, HARASSMENT, (FIRST,)), desk)
    elsewhere = all_of(desk, SuspectedOffence)[-1]
    for command, code in (
        (LinkProof(offence.id, "luck", exhibit_id=exhibit.id), "lawpack.unknown_point"),
        (LinkProof(offence.id, "course"), "offences.proof_missing"),
        (LinkProof(offence.id, "course", statement_id=foreign.id), "offences.statement_of_other_case"),
        (LinkProof(elsewhere.id, "course", exhibit_id=exhibit.id), "offences.exhibit_of_other_case"),
        (LinkProof(offence.id, "course", exhibit_id=99), "records.not_found"),
        (LinkProof(99, "course", exhibit_id=exhibit.id), "records.not_found"),
    ):
        with expect_refusal(desk, code):
            link_proof(command, desk)


def test_a_tie_taken_away_stays_on_the_trail(desk, offence, exhibit):
    link_proof(LinkProof(offence.id, "course", exhibit_id=exhibit.id), desk)
    link = one_of(desk, ProofLink)
    unlink_proof(link, desk)
    assert all_of(desk, ProofLink) == ()
    assert (newest(desk)["event"], newest(desk)["linked"]) == ("ProofLinked", False)
    with expect_refusal(desk, "records.not_found", kind="proof link"):
        unlink_proof(link, desk)


def test_a_closed_casefile_keeps_its_offences_as_they_are(desk, offence, exhibit):
    link_proof(LinkProof(offence.id, "course", exhibit_id=exhibit.id), desk)
    link = one_of(desk, ProofLink)
    set_status(offence.casefile_id, CasefileStatus.CLOSED, "18", desk)
    for verb in (
        lambda: date_offence(DateOffence(offence.id, OffenceEvent.ACT, FIRST), desk),
        lambda: override_limit(OverrideLimit(offence.id, FIRST, "", ""), desk),
        lambda: check_limit(offence.id, "DI Di Wick", desk),
        lambda: link_proof(LinkProof(offence.id, "knew", exhibit_id=exhibit.id), desk),
        lambda: unlink_proof(link, desk),
    ):
        with expect_refusal(desk, "casefiles.closed"):
            verb()

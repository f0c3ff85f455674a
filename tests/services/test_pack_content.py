"""What a pack says of a last day to charge, of proofs and of exhibits, with all that is doubtful about it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.services.casefiles import consult_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.offence_corrections import ClaimException, claim_exception
from spoc_desk.services.offences import (
    DateOffence,
    LinkProof,
    SuspectOffence,
    check_limit,
    date_offence,
    link_proof,
    suspect_offence,
)
from spoc_desk.services.pack_content import PackIssue, PackTerms, chronology, listed_exhibit, pack_content
from spoc_desk.services.referrals import referred_offences
from tests.services import casework

ACT = date(2025, 10, 15)
ISSUE = ("PK/2027/0001", AuditAnchor(1, "ab" * 32), "Wessmere Constabulary", False)


@pytest.fixture
def casefile(desk):
    return casework.casefile(desk)


def limit_told(desk, casefile) -> str:
    case = consult_casefile(casefile.id, desk)
    reference, anchor, force, demonstration = ISSUE
    issue = PackIssue(reference, desk.clock.now(), anchor, force, demonstration)
    with desk.queries.snapshot() as reader:
        content = pack_content(case, referred_offences(case, desk), PackTerms("CPS", "Advice"), issue, reader)
    return content.offences[0].limit


def test_the_outer_limit_alone_is_not_told_as_the_last_day(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "ca-2003-s127-1", (ACT,)), desk)
    told = limit_told(desk, casefile)
    assert told.startswith("Last day to charge 14 October 2028 at the latest; six months run from the day")
    date_offence(DateOffence(1, OffenceEvent.EVIDENCE_REACHED, date(2027, 3, 1), "CPS"), desk)
    check_limit(1, "DI Di Wick", desk)
    assert limit_told(desk, casefile) == "Last day to charge 31 August 2027; checked by DI Di Wick"


def test_a_claimed_exception_is_told_as_a_claim(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "rpa-1983-s60", (ACT,)), desk)
    key = desk.lawpack.offence("rpa-1983-s60").time_rule.exceptions[0].key
    claim_exception(ClaimException(1, key, True, "The condition is met."), desk)
    told = limit_told(desk, casefile)
    assert "exception claimed: " in told
    assert "not yet checked" in told


def sealed_exhibit(desk, casefile, tmp_path, **told):
    path = tmp_path / "call.txt"
    path.write_text("A call.", "utf-8")
    add_exhibit(AddExhibit(casefile.id, path, "Recording of the call", **told), desk)


def content_of(desk, casefile, **changes):
    case = replace(consult_casefile(casefile.id, desk), **changes)
    reference, anchor, force, demonstration = ISSUE
    issue = PackIssue(reference, desk.clock.now(), anchor, force, demonstration)
    terms = PackTerms("CPS", "Advice", references=("NONE/1",))
    with desk.queries.snapshot() as reader:
        return pack_content(case, referred_offences(case, desk), terms, issue, reader)


def test_a_proof_that_is_not_printed_is_told_as_left_out_and_named_only_when_used(desk, casefile, tmp_path):
    sealed_exhibit(desk, casefile, tmp_path)
    suspect_offence(SuspectOffence(casefile.id, "ca-2003-s127-1", (ACT,)), desk)
    point = desk.lawpack.offence("ca-2003-s127-1").points_to_prove[0]
    link_proof(LinkProof(1, point.key, exhibit_id=1), desk)
    (exhibit,) = consult_casefile(casefile.id, desk).exhibits
    first, second, *_ = content_of(desk, casefile).offences[0].points
    assert first.left_out == (f"{exhibit.reference}, not in this pack",)
    assert second.left_out == ()
    hidden = replace(exhibit, disclosure=Disclosure.SENSITIVE)
    assert content_of(desk, casefile, exhibits=(hidden,)).offences[0].points[0].left_out == (
        "Not in this pack",
    )


def test_an_exhibit_whose_finding_nobody_timed_is_told_as_sealed(desk, casefile, tmp_path):
    sealed_exhibit(desk, casefile, tmp_path)
    case = consult_casefile(casefile.id, desk)
    listed = listed_exhibit(case.exhibits[0], case)
    assert (listed.acquired_at, listed.sealed_at) == ("", full_stamp(case.exhibits[0].recorded_at))
    assert case.exhibits[0].obtained == f"sealed {listed.sealed_at}"
    (event,) = (each for each in chronology(case, case.exhibits) if each.exhibits)
    assert (event.when, " sealed, produced by " in event.text) == (listed.sealed_at, True)


def test_an_exhibit_whose_finding_is_known_is_told_as_found(desk, casefile, tmp_path):
    found = desk.clock.now() - timedelta(days=2)
    sealed_exhibit(desk, casefile, tmp_path, found_at=found)
    case = consult_casefile(casefile.id, desk)
    listed = listed_exhibit(case.exhibits[0], case)
    assert (listed.acquired_at, listed.sealed_at) == (full_stamp(found), "")
    (event,) = (each for each in chronology(case, case.exhibits) if each.exhibits)
    assert (event.when, "sealed" in event.text) == (full_stamp(found), False)

"""What a pack says of a last day to charge, with all that is doubtful about it."""

from datetime import date

import pytest

from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.services.casefiles import consult_casefile
from spoc_desk.services.offence_corrections import ClaimException, claim_exception
from spoc_desk.services.offences import (
    DateOffence,
    SuspectOffence,
    check_limit,
    date_offence,
    suspect_offence,
)
from spoc_desk.services.pack_content import PackIssue, PackTerms, pack_content
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

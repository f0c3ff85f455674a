"""What a casefile's status lets it take, and what it needs to close."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.casefiles import (
    CASE_ROLE_LABELS,
    Casefile,
    CasefileStatus,
    CaseRole,
    check_closure,
    check_open,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import IncidentStatus

CASE = Casefile(1, "uid-1", "CF/2027/0001", "Calls", datetime(2027, 4, 20, tzinfo=UTC))


def test_every_status_but_closed_takes_more():
    for status in CasefileStatus:
        if status is not CasefileStatus.CLOSED:
            check_open(replace(CASE, status=status))
    with pytest.raises(DomainError) as caught:
        check_open(replace(CASE, status=CasefileStatus.CLOSED))
    assert (caught.value.code, caught.value.values) == ("casefiles.closed", {"reference": "CF/2027/0001"})


def test_only_a_closure_needs_an_outcome():
    for status in CasefileStatus:
        check_closure(replace(CASE, status=status, outcome="18"))
    with pytest.raises(DomainError) as caught:
        check_closure(replace(CASE, status=CasefileStatus.CLOSED))
    assert caught.value.code == "casefiles.outcome_missing"


def test_an_incident_can_follow_every_status_of_its_casefile():
    assert {status.value for status in CasefileStatus} <= {status.value for status in IncidentStatus}


def test_every_role_in_a_case_has_its_words():
    assert set(CASE_ROLE_LABELS) == set(CaseRole)

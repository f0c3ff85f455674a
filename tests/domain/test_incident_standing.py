"""Where an incident stands follows from all of its casefiles, in whatever order they moved."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.incident_standing import standing
from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode

AT = datetime(2027, 4, 20, tzinfo=UTC)
INCIDENT = Incident(
    1, "uid", "IN/2027/0001", "Threat", "42/27", AT, "", AT, "", AT, "threat_other", Mode.ONLINE, "Words."
)
OUTCOMES = ("1", "3", "18")
OPEN, AWAITING, CHARGED, CLOSED = CasefileStatus


def casefile(key: int, status: CasefileStatus, outcome: str = "") -> Casefile:
    decided = AT.replace(day=key) if outcome else None
    return Casefile(key, "", f"CF/{key}", "", AT, status, outcome=outcome, outcome_at=decided)


@pytest.mark.parametrize(
    ("casefiles", "status", "outcome"),
    [
        ([(CLOSED, "18"), (OPEN, "")], IncidentStatus.INVESTIGATING, ""),
        ([(CLOSED, "18"), (AWAITING, "")], IncidentStatus.AWAITING_CPS, ""),
        ([(OPEN, ""), (AWAITING, "")], IncidentStatus.AWAITING_CPS, ""),
        ([(CHARGED, "1"), (OPEN, "")], IncidentStatus.CHARGED, ""),
        ([(CHARGED, "1"), (CLOSED, "18")], IncidentStatus.CHARGED, "1"),
        ([(CHARGED, ""), (CLOSED, "18")], IncidentStatus.CHARGED, ""),
        ([(CLOSED, "18"), (CLOSED, "3")], IncidentStatus.CLOSED, "3"),
        ([(OPEN, "18")], IncidentStatus.INVESTIGATING, ""),
        ([(CLOSED, "18")], IncidentStatus.CLOSED, "18"),
    ],
)
def test_it_is_closed_when_all_are_and_has_an_outcome_when_all_have(
    casefiles: list[tuple[CasefileStatus, str]], status: IncidentStatus, outcome: str
) -> None:
    held = [casefile(key, *each) for key, each in enumerate(casefiles, 1)]
    for order in permutations(held):
        found = standing(INCIDENT, order, OUTCOMES)
        assert (found.status, found.outcome) == (status, outcome)
        deciding = [each.outcome_at for each in held if outcome and each.outcome == outcome]
        assert found.outcome_at == (deciding[0] if deciding else None)


def test_without_a_casefile_it_stays_as_an_officer_left_it() -> None:
    closed = replace(INCIDENT, status=IncidentStatus.CLOSED, outcome="18", outcome_at=AT)
    assert standing(closed, (), OUTCOMES) == closed

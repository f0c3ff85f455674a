"""Where an incident stands by the casefiles it is in, however many and whichever moved last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.incidents import Incident, IncidentStatus

_FURTHER = (CasefileStatus.OPEN, CasefileStatus.AWAITING_CPS, CasefileStatus.CHARGED)
_DONE = frozenset({CasefileStatus.CHARGED, CasefileStatus.CLOSED})


def standing(incident: Incident, casefiles: Sequence[Casefile], outcomes: Sequence[str]) -> Incident:
    """The incident with the status and outcome that follow from every casefile it is in.

    It is closed only when all of them are; until then it stands where the furthest of those that
    are not closed stands. It has an outcome only when each of them is charged or closed with one;
    where they differ, the one that comes first in outcomes, the law-pack's codes in the Home
    Office's order, in which a charge comes before a caution and both before no further action.
    Without a casefile it stays as it is.
    """
    if not casefiles:
        return incident
    going = [casefile.status for casefile in casefiles if casefile.status is not CasefileStatus.CLOSED]
    furthest = max(going, key=_FURTHER.index) if going else CasefileStatus.CLOSED
    status = IncidentStatus(furthest.value)
    if any(casefile.status not in _DONE or not casefile.outcome for casefile in casefiles):
        return replace(incident, status=status, outcome="", outcome_at=None)
    places = {code: place for place, code in enumerate(outcomes)}
    deciding = min(casefiles, key=lambda one: (places.get(one.outcome, len(places)), one.id))
    return replace(incident, status=status, outcome=deciding.outcome, outcome_at=deciding.outcome_at)

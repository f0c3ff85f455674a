"""An incident for tests, reported through the service."""

from __future__ import annotations

from datetime import timedelta

from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.incidents import Mode
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.ports import Desk


def report_one(desk: Desk, title: str = "Threatening posts after the hustings") -> int:
    """Reports one incident and answers its id."""
    now = desk.clock.now()
    made = report_incident(
        ReportIncident(
            title=title,
            crime_reference="54/118126/26",
            happened_from=now - timedelta(hours=5),
            reported_at=now - timedelta(hours=3),
            category="threat_other",
            channel=Mode.ONLINE,
            description="Three posts in the night.",
        ),
        desk,
    )
    return next(change.incident for change in made if isinstance(change, IncidentReported))

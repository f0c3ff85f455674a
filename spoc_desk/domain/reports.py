"""Somebody telling us. Many reports may be of one incident; the incident is counted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from spoc_desk.domain.contacts import Channel


@dataclass(frozen=True, slots=True)
class Report:
    """One telling, as it came in. incident_id is empty until it is triaged."""

    id: int
    reference: str
    incident_id: int | None
    person_id: int | None
    reporter: str
    received_at: datetime
    received_local: str
    channel: Channel
    text: str
    taken_by: str
    recorded_at: datetime

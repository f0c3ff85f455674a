"""What happened, counted once, with its three times: happened, reported, recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.contacts import TEXT_LIMIT
from spoc_desk.domain.errors import DomainError

TITLE_LIMIT = 160
SHORT_LIMIT = 2000


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    NEW = "new"
    INVESTIGATING = "investigating"
    AWAITING_CPS = "awaiting_cps"
    CHARGED = "charged"
    CLOSED = "closed"


STATUS_LABELS = {
    IncidentStatus.NEW: "New",
    IncidentStatus.INVESTIGATING: "Under investigation",
    IncidentStatus.AWAITING_CPS: "Awaiting CPS",
    IncidentStatus.CHARGED: "Charged",
    IncidentStatus.CLOSED: "Closed",
}


class Risk(StrEnum):
    """The graded risk."""

    LOW = "low"
    MEDIUM = "med"
    HIGH = "high"
    CRITICAL = "critical"


RISK_LABELS = {Risk.LOW: "Low", Risk.MEDIUM: "Medium", Risk.HIGH: "High", Risk.CRITICAL: "Critical"}


class Mode(StrEnum):
    """Whether it happened online, in the world or both."""

    ONLINE = "online"
    OFFLINE = "offline"
    BOTH = "both"


MODE_LABELS = {Mode.ONLINE: "Online", Mode.OFFLINE: "In person or by post", Mode.BOTH: "Both"}


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. Local texts are the times as typed; the others are UTC."""

    id: int
    uid: str
    reference: str
    title: str
    crime_reference: str
    happened_from: datetime
    happened_local: str
    reported_at: datetime
    reported_local: str
    recorded_at: datetime
    category: str
    channel: Mode
    description: str
    contact_id: int | None = None
    happened_to: datetime | None = None
    happened_to_local: str = ""
    happened_estimated: bool = False
    log_number: str = ""
    not_crimed_reason: str = ""
    regime: Regime = Regime.OTHER
    regime_reason: str = ""
    location: str = ""
    platform: str = ""
    post_url: str = ""
    account: str = ""
    verbatim: str = ""
    hostility: str = ""
    hate_strands: tuple[str, ...] = ()
    offence_codes: tuple[str, ...] = ()
    risk: Risk = Risk.MEDIUM
    status: IncidentStatus = IncidentStatus.NEW
    outcome: str = ""
    outcome_at: datetime | None = None
    officer_in_case: str = ""
    notable: bool = False
    notable_summary: str = ""


SHORT = (
    "crime_reference", "log_number", "not_crimed_reason", "regime_reason", "location", "platform", "post_url",
    "account", "officer_in_case", "outcome", "notable_summary",
)  # fmt: skip


def checked(incident: Incident) -> Incident:
    """The incident, if it keeps the rules of recording.

    Raises DomainError: a missing title, an unreferenced crime without a reason,
    a report earlier than the event, an operation chosen without its reason.
    """
    if not incident.title.strip():
        raise DomainError("incidents.title_missing")
    if len(incident.title) > TITLE_LIMIT:
        raise DomainError("incidents.title_long", limit=TITLE_LIMIT)
    if not incident.description.strip():
        raise DomainError("incidents.description_missing")
    if max(len(incident.description), len(incident.verbatim)) > TEXT_LIMIT:
        raise DomainError("incidents.text_long", limit=TEXT_LIMIT)
    if any(len(getattr(incident, name)) > SHORT_LIMIT for name in SHORT):
        raise DomainError("incidents.field_long", limit=SHORT_LIMIT)
    if not incident.crime_reference.strip() and not incident.not_crimed_reason.strip():
        raise DomainError("incidents.crime_reference_missing")
    if incident.regime is not Regime.OTHER and not incident.regime_reason.strip():
        raise DomainError("incidents.regime_reason_missing")
    _check_times(incident)
    return incident


def _check_times(incident: Incident) -> None:
    if incident.happened_to and incident.happened_to < incident.happened_from:
        raise DomainError("incidents.ends_before_start")
    if incident.reported_at < incident.happened_from:
        raise DomainError("incidents.reported_before_happened")
    if incident.recorded_at < incident.reported_at:
        raise DomainError("incidents.reported_in_future")


def check_closure(incident: Incident) -> None:
    """Raises DomainError("incidents.outcome_missing") when an incident would close without an outcome."""
    if incident.status is IncidentStatus.CLOSED and not incident.outcome:
        raise DomainError("incidents.outcome_missing", reference=incident.reference)

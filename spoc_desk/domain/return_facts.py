"""What a return is compiled from: counts, codes and the few sentences that officers write by hand.

None of these values can hold a name, an address, a contact, a crime reference
or a party. The incident's uid is here only to be turned into a pseudonym.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ElectionFact:
    """One election of the period, by its Democracy Club id."""

    election_id: str
    type: str
    poll_date: date


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """One incident as codes. recorded_in_period: it is new in this return.

    count: how many incidents these codes stand for; uid is then that of one of them.
    """

    uid: str
    category: str
    channel: str
    victim_role: str
    office_level: str
    victim_sex: str
    recorded_in_period: bool
    crime_recorded: bool
    platform: str | None = None
    hate_strands: tuple[str, ...] = ()
    sch9_hostility: bool = False
    offence_code: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class EngagementCounts:
    """How many candidates we know, and how far we have come with them."""

    candidates_known: int = 0
    contacted: int = 0
    briefing_offered: int = 0
    briefed: int = 0
    declined: int = 0
    measures_in_place: int = 0


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Campaign events of the period, entered by hand."""

    notified: int = 0
    policed: int = 0
    disrupted: int = 0


@dataclass(frozen=True, slots=True)
class ProgressCounts:
    """Where every incident so far stands. outcomes: pairs of Home Office code and number of incidents."""

    open: int = 0
    arrests: int = 0
    va_interviews: int = 0
    cps_early_advice: int = 0
    cps_submitted: int = 0
    charged: int = 0
    outcomes: tuple[tuple[str, int], ...] = ()
    time_limit_under_30d: int = 0


@dataclass(frozen=True, slots=True)
class NotableDraft:
    """An incident the NPCC should read about, in words that identify nobody."""

    incident_uid: str
    category: str
    summary: str
    risk: str
    tension: str = "none"
    media: str = "none"
    cross_border_forces: tuple[str, ...] = ()
    ct_referred: bool = False
    support_requested: bool = False


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """The force's own view of the day."""

    overall: str
    trend: str
    narrative: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a figure that looks wrong is right. code and where: those of the fault it answers."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """A period's casework, ready to be frozen. Both ends of the period are whole days in Europe/London."""

    period_start: date
    period_end: date
    force_gss: str
    force_name: str
    risk_assessment: RiskAssessment
    cadence: str = "daily"
    elections: tuple[ElectionFact, ...] = ()
    incidents: tuple[IncidentFact, ...] = ()
    engagement: EngagementCounts = EngagementCounts()
    events: EventCounts = EventCounts()
    progress: ProgressCounts = ProgressCounts()
    notable: tuple[NotableDraft, ...] = ()
    data_quality: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnIssue:
    """Who froze this return, when and from what. generated_at: aware UTC; source_db_hash: 64 hex digits.

    authorised_by_role stays None until somebody authorises it.
    """

    return_id: str
    compiled_by_role: str
    generated_at: datetime
    source_db_hash: str
    authorised_by_role: str | None = None
    self_authorised: bool = False
    supersedes: str | None = None
    correction_reason: str | None = None

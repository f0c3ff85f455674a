"""The counts that a return is compiled from, as the vault answers them."""

from dataclasses import dataclass

from spoc_desk.domain.return_facts import ElectionFact, EngagementCounts, IncidentFact, ProgressCounts


@dataclass(frozen=True, slots=True)
class NotableIncident:
    """An incident marked for the NPCC. reference and title are for the officer; they never leave."""

    id: int
    uid: str
    reference: str
    title: str
    category: str
    risk: str
    summary: str
    recorded_in_period: bool


@dataclass(frozen=True, slots=True)
class ReturnFigures:
    """Casework up to the end of a period, as codes and counts; and what was marked for the NPCC."""

    incidents: tuple[IncidentFact, ...]
    engagement: EngagementCounts
    progress: ProgressCounts
    elections: tuple[ElectionFact, ...]
    notable: tuple[NotableIncident, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Everything in the vault that a return must not say, for the scan of its free text."""

    names: tuple[str, ...]
    parties: tuple[str, ...]
    crime_references: tuple[str, ...]
    places: tuple[str, ...]
    handles: tuple[str, ...]

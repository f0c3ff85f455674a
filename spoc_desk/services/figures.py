"""The counts that a return is compiled from, as the vault answers them."""

from dataclasses import dataclass

from spoc_desk.domain.return_facts import ElectionFact, EngagementCounts, IncidentFact, ProgressCounts


@dataclass(frozen=True, slots=True)
class ReturnFigures:
    """Casework up to the end of a period, as codes and counts only."""

    incidents: tuple[IncidentFact, ...]
    engagement: EngagementCounts
    progress: ProgressCounts
    elections: tuple[ElectionFact, ...]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Everything in the vault that a return must not say, for the scan of its free text."""

    names: tuple[str, ...]
    parties: tuple[str, ...]
    crime_references: tuple[str, ...]
    places: tuple[str, ...]
    handles: tuple[str, ...]

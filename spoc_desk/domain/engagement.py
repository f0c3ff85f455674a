"""What was offered to whom: guidance, briefings and protective measures, the same for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class BriefingState(StrEnum):
    """What came of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    GIVEN = "given"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Briefing:
    """Guidance issued, or a briefing offered, to one person."""

    id: int
    person_id: int
    title: str
    state: BriefingState
    at: datetime
    officer: str
    method: str = ""
    version: str = ""
    declined_reason: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A protective measure for one person, by the dates it went through."""

    id: int
    person_id: int
    kind: str
    provider: str = ""
    requested_on: date | None = None
    fitted_on: date | None = None
    returned_on: date | None = None
    review_on: date | None = None

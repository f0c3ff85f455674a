"""An investigation of one or more incidents: who is in it, what was said, what is suspected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError


class CasefileStatus(StrEnum):
    """Where an investigation stands."""

    OPEN = "investigating"
    AWAITING_CPS = "awaiting_cps"
    CHARGED = "charged"
    CLOSED = "closed"


class CaseRole(StrEnum):
    """What somebody is in one case: a candidate may be a victim here and a suspect there."""

    VICTIM = "victim"
    WITNESS = "witness"
    SUSPECT = "suspect"
    REPORTER = "reporter"
    OTHER = "other"


CASE_ROLE_LABELS = {
    CaseRole.VICTIM: "Victim",
    CaseRole.WITNESS: "Witness",
    CaseRole.SUSPECT: "Suspect",
    CaseRole.REPORTER: "Reporter",
    CaseRole.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Casefile:
    """One investigation. limit_on is the earliest last day to charge over its suspected offences."""

    id: int
    uid: str
    reference: str
    title: str
    opened_at: datetime
    status: CasefileStatus = CasefileStatus.OPEN
    officer_in_case: str = ""
    supervisor: str = ""
    urn: str = ""
    outcome: str = ""
    outcome_at: datetime | None = None
    summary: str = ""
    limit_on: date | None = None
    early_advice_on: date | None = None


@dataclass(frozen=True, slots=True)
class CasefileIncident:
    """An incident put into a casefile."""

    id: int
    casefile_id: int
    incident_id: int


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody's part in one case. person_id is set when they are also a contact."""

    id: int
    casefile_id: int
    role: CaseRole
    name: str
    person_id: int | None = None
    phone: str = ""
    special_measures: str = ""
    vps: str = ""
    identified_by: str = ""
    custody: str = ""
    arrested_at: datetime | None = None
    interviewed_at: datetime | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A witness statement (MG11) or other signed account."""

    id: int
    casefile_id: int
    reference: str
    witness: str
    kind: str = "MG11"
    signed_on: date | None = None
    address_absent: bool = False
    text: str = ""
    exhibit_id: int | None = None


def check_open(casefile: Casefile) -> None:
    """Raises DomainError("casefiles.closed") when a casefile takes nothing more."""
    if casefile.status is CasefileStatus.CLOSED:
        raise DomainError("casefiles.closed", reference=casefile.reference)


def check_closure(casefile: Casefile) -> None:
    """Raises DomainError("casefiles.outcome_missing") when a casefile would close without an outcome."""
    if casefile.status is CasefileStatus.CLOSED and not casefile.outcome:
        raise DomainError("casefiles.outcome_missing", reference=casefile.reference)

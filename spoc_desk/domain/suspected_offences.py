"""An offence suspected in a casefile: its dates, its last day to charge, what proves each point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class OffenceEvent(StrEnum):
    """The dated facts that a time limit may start or stop at."""

    ACT = "act"
    FIRST_SENT = "first_sent"
    EVIDENCE_REACHED = "evidence_reached"
    FIRST_STATEMENT = "first_statement"
    EXTENDED_TO = "extended_to"
    EXTENSION_APPLIED = "extension_applied"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class SuspectedOffence:
    """One offence of the law-pack, suspected in one casefile.

    entered_by: who entered the newest of its dates. exceptions: keys of the limit's exceptions
    that are claimed, and exception_reason why. withdrawn: why it is suspected no longer.
    """

    id: int
    casefile_id: int
    code: str
    lawpack: str
    suspect: str = ""
    limit_on: date | None = None
    outer_on: date | None = None
    override_on: date | None = None
    override_reason: str = ""
    override_by: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    entered_by: str = ""
    exceptions: tuple[str, ...] = ()
    exception_reason: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class OffenceDate:
    """One dated fact of a suspected offence: an act, or evidence reaching one prosecutor."""

    id: int
    offence_id: int
    event: OffenceEvent
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChargeAnswer:
    """The answer to one question that decides who may charge; fact is a field of ChargeFacts."""

    id: int
    casefile_id: int
    fact: str
    holds: bool
    by: str


@dataclass(frozen=True, slots=True)
class ProofLink:
    """What proves one point of one suspected offence."""

    id: int
    offence_id: int
    point: str
    exhibit_id: int | None = None
    statement_id: int | None = None

"""Returns as filed: a frozen snapshot, its authorisation, and what it supersedes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FiledState(StrEnum):
    """How far a return has come."""

    FROZEN = "frozen"
    AUTHORISED = "authorised"
    EXPORTED = "exported"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class FiledReturn:
    """One day's return. snapshot is the canonical JSON text that every export is made from."""

    id: int
    uid: str
    reference: str
    period_start: date
    period_end: date
    cadence: str
    nil: bool
    state: FiledState
    snapshot: str
    payload_sha256: str
    frozen_at: datetime
    frozen_by: str
    anchor_sequence: int
    anchor_head: str
    supersedes_id: int | None = None
    correction_reason: str = ""
    authorised_by: str = ""
    authorised_at: datetime | None = None
    self_authorised: bool = False
    exported_at: datetime | None = None

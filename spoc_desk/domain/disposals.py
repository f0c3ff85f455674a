"""The register of what was destroyed: who decided, who did it, how much; nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from spoc_desk.domain.moments import day_of, long_day


@dataclass(frozen=True, slots=True)
class Disposal:
    """One destruction. kind: casefile or contact; subject: its reference.

    counts: "kind number" of the records that went, such as "exhibit 3". The destruction is on the
    audit trail after entry anchor_sequence, whose hash is anchor_head. second_enrolled_alone_at: when the
    first officer gave the second their key with nobody standing by; None when that was otherwise.
    """

    id: int
    uid: str
    reference: str
    kind: str
    subject: str
    at: datetime
    group_code: str
    reason: str
    policy_reference: str
    officer: str
    second_officer: str
    counts: tuple[str, ...]
    files: int
    anchor_sequence: int
    anchor_head: str
    second_enrolled_alone_at: datetime | None = None

    @property
    def second_told(self) -> str:
        """The second officer, and whether the first let them in alone: such a check is weak."""
        if self.second_enrolled_alone_at is None:
            return self.second_officer
        day = long_day(day_of(self.second_enrolled_alone_at))
        return f"{self.second_officer} (second officer enrolled by the first officer alone on {day})"


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """The random name of a sealed file whose key was destroyed: worthless wherever a copy turns up."""

    id: int
    disposal_id: int
    file_name: str

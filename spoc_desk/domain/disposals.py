"""The register of what was destroyed: who decided, who did it, how much; nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Disposal:
    """One destruction. kind: casefile or contact; subject: its reference.

    counts: "kind number" of the records that went, such as "exhibit 3". The destruction is on the
    audit trail after entry anchor_sequence, whose hash is anchor_head.
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


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """The random name of a sealed file whose key was destroyed: worthless wherever a copy turns up."""

    id: int
    disposal_id: int
    file_name: str

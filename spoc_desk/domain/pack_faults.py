"""Faults of a pack: what is wrong, whether it stops the pack, and where it is put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason


class Severity(StrEnum):
    """Whether a fault stops the pack or only wants reading."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class FaultLink:
    """Where a fault is put right. kind: as the window names its records; anchor: the tab or item there."""

    kind: str
    record_id: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault. link: None when it is put right in the pack's own terms."""

    reason: Reason
    severity: Severity = Severity.WARNS
    link: FaultLink | None = None

    @property
    def blocks(self) -> bool:
        """Whether the pack is refused until it is put right."""
        return self.severity is Severity.BLOCKS


def blocking(faults: Iterable[PackFault]) -> tuple[PackFault, ...]:
    """The faults that stop the pack."""
    return tuple(fault for fault in faults if fault.blocks)


def refuse_blocked(faults: Iterable[PackFault]) -> None:
    """Raises the first blocking fault as a DomainError of its own code."""
    for fault in blocking(faults):
        raise DomainError(fault.reason.code, **fault.reason.mapping())

"""What a check of the vault found."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.reasons import Reason
from spoc_desk.services.anchors import Missed
from spoc_desk.services.ports import Changes


@dataclass(frozen=True, slots=True)
class BadItem:
    """A sealed file with something wrong. kind: exhibit or pack; fault: a code of the subject evidence.

    reference: of the exhibit or pack; casefile: the reference of the casefile it belongs to.
    """

    kind: str
    reference: str
    casefile: str
    fault: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a check of the vault found.

    database: what SQLite and SQLCipher say is wrong or, in a full check, which
    records are not as the trail last left them; audit: why the trail does
    not stand; bad: files missing or altered; strays: names of files that no
    record claims. In a quick check the files' sizes are compared, in a full
    one every byte. keys: each damaged file that lets somebody in, with a code
    of the subject verify; anchors: those that the trail does not meet.
    clock_set_back and clock_leapt: audit entries made while the workstation's
    clock was behind the entry before, or years ahead of it; no fault, but to
    be explained.
    """

    full: bool
    database: tuple[str, ...]
    audit: Reason | None
    audit_entries: int
    exhibits: int
    packs: int
    bad: tuple[BadItem, ...]
    strays: tuple[str, ...]
    seconds: float
    changes: Changes = ()
    clock_set_back: tuple[int, ...] = ()
    clock_leapt: tuple[int, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    anchors: tuple[Missed, ...] = ()

    @property
    def faults(self) -> int:
        """How many things are wrong."""
        files = len(self.bad) + len(self.strays) + len(self.keys)
        return len(self.database) + (self.audit is not None) + files + len(self.anchors)

    @property
    def missing(self) -> tuple[BadItem, ...]:
        """Items whose file is not there."""
        return tuple(item for item in self.bad if item.fault == "evidence.missing")

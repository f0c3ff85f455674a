"""Holds the audit trail against what is known outside it: on this workstation, and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spoc_desk.domain.anchors import Anchor, Explanation, Rollback, SeenHead, read_anchor
from spoc_desk.domain.changes import AnchorCompared, AnchorRenewed, Permission, RollbackFound
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.services.ports import AuditHead, Changes, Desk


@dataclass(frozen=True, slots=True)
class Missed:
    """An anchor that the trail does not meet. kind: pack, return, typed or workstation."""

    kind: str
    reference: str
    entry: int


def rollback(desk: Desk) -> Rollback | None:
    """The alarm, when the vault lacks what this workstation last saw in it; None when nothing is amiss."""
    seen = desk.memory.recall()
    if seen is None:
        return None
    met = Anchor(seen.sequence, seen.head).is_met_by(
        desk.checks.hashes_at((seen.sequence,)).get(seen.sequence)
    )
    return None if met else Rollback(seen, desk.queries.audit_head().sequence)


def note_rollback(found: Rollback, desk: Desk) -> Changes:
    """Writes down, when the vault is opened, that it lacks what was seen in it."""
    change = RollbackFound(seen=found.seen.sequence, head=found.seen.head, ends_at=found.ends_at)
    with desk.unit_of_work() as work:
        work.record(change)
    return (change,)


def remember_head(desk: Desk) -> bool:
    """Remembers the trail's last entry on this workstation, unless an alarm stands; False if it cannot."""
    if rollback(desk) is not None:
        return True
    return _keep(desk.queries.audit_head(), desk)


def acknowledge_rollback(explanation: Explanation, desk: Desk) -> Changes:
    """Ends the alarm: why is written down first, then this workstation remembers the trail as it now is.

    Raises DomainError: audit.no_alarm, audit.memory_not_kept.
    """
    found = rollback(desk)
    if found is None:
        raise DomainError("audit.no_alarm")
    change = AnchorRenewed(explanation=str(explanation), seen=found.seen.sequence, head=found.seen.head)
    with desk.unit_of_work() as work:
        work.record(change)
    if not _keep(desk.queries.audit_head(), desk):
        raise DomainError("audit.memory_not_kept")
    return (change,)


def _keep(head: AuditHead, desk: Desk) -> bool:
    return desk.memory.remember(SeenHead(head.sequence, head.head, desk.clock.now()))


def compare_anchor(typed: str, desk: Desk) -> Changes:
    """Holds one anchor from paper against the trail and writes down how that ended.

    Raises DomainError: audit.anchor_unreadable, verify.anchor_typed.
    """
    anchor = read_anchor(typed)
    met = anchor.is_met_by(desk.checks.hashes_at((anchor.sequence,)).get(anchor.sequence))
    change = AnchorCompared(entry=anchor.sequence, met=met)
    with desk.unit_of_work() as work:
        work.record(change)
    if not met:
        raise DomainError("verify.anchor_typed", entry=anchor.sequence)
    return (change,)


def missed_anchors(typed: Iterable[Anchor], desk: Desk) -> tuple[Missed, ...]:
    """Each anchor that the trail does not meet: of packs, returns, this workstation, and those typed."""
    with desk.queries.snapshot(Permission.VERIFY) as reader:
        known = [
            ("pack", pack.reference, Anchor(pack.anchor_sequence, pack.anchor_head))
            for pack in reader.find(IssuedPack)
        ]
        known += [
            ("return", filed.reference, Anchor(filed.anchor_sequence, filed.anchor_head))
            for filed in reader.find(FiledReturn)
        ]
    known += [("typed", "", anchor) for anchor in typed]
    seen = desk.memory.recall()
    if seen is not None:
        known.append(("workstation", "", Anchor(seen.sequence, seen.head)))
    stands = desk.checks.hashes_at(tuple({anchor.sequence for _, _, anchor in known}))
    return tuple(
        Missed(kind, reference, anchor.sequence)
        for kind, reference, anchor in known
        if not anchor.is_met_by(stands.get(anchor.sequence))
    )

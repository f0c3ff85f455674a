"""Where a fault of a pack is put right, as the window opens it: a kind of record and, after a #, its part."""

from __future__ import annotations

from spoc_desk.domain.pack_faults import FaultLink


def kind_of(link: FaultLink) -> str:
    """What navigate() is told: "casefiles#people", "referrals#9", "exhibits"."""
    return f"{link.kind}#{link.anchor}" if link.anchor else link.kind


def parted(kind: str) -> tuple[str, str]:
    """The kind of record, and the part of it that is wanted or an empty string."""
    base, _, part = kind.partition("#")
    return base, part

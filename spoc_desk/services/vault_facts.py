"""What is to be known of the open vault itself: whose it is, who is at it, which law, when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from spoc_desk.domain.changes import Verb
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.officers import Officer
from spoc_desk.services.ports import Desk
from spoc_desk.services.sittings import RECOVERY_PROVED


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last check of the vault. faults: how many things were wrong."""

    at: datetime
    full: bool
    faults: int


@dataclass(frozen=True, slots=True)
class VaultFacts:
    """The open vault. recovery_proved: the printed key was typed back at least once."""

    force_name: str
    force_gss: str
    demonstration: bool
    recovery_proved: bool
    officer: Officer
    workstation: str
    lawpack: LawPack
    audit_entries: int
    last_check: LastCheck | None


def vault_facts(desk: Desk) -> VaultFacts:
    """What is to be known of the open vault; nothing of anybody's record."""
    with desk.queries.snapshot() as reader:
        force, gss = reader.setting("force_name"), reader.setting("force_gss")
        demonstration = reader.setting("demonstration") == "yes"
        proved = reader.setting(RECOVERY_PROVED) == "yes"
    return VaultFacts(
        force, gss, demonstration, proved, desk.officer, desk.workstation, desk.lawpack,
        desk.queries.audit_head().sequence, last_check(desk),
    )  # fmt: skip


def last_check(desk: Desk) -> LastCheck | None:
    """The newest check of the whole vault on the audit trail, if it is not too long ago."""
    for payload in desk.queries.recent_events((str(Verb.VERIFY),), 200):
        if payload["event"] == "VaultVerified":
            at = datetime.fromisoformat(payload["at"])
            aware = at if at.tzinfo else at.replace(tzinfo=UTC)
            return LastCheck(aware, bool(payload["full"]), int(payload["faults"]))
    return None

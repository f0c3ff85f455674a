"""What is to be known of the open vault itself: whose it is, who is at it, which law, when it was checked."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.officers import Officer
from spoc_desk.services.check_schedule import CheckStanding, check_standing
from spoc_desk.services.ports import Desk
from spoc_desk.services.sittings import RECOVERY_PROVED


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
    checks: CheckStanding


def vault_facts(desk: Desk) -> VaultFacts:
    """What is to be known of the open vault; nothing of anybody's record."""
    with desk.queries.snapshot() as reader:
        force, gss = reader.setting("force_name"), reader.setting("force_gss")
        demonstration = reader.setting("demonstration") == "yes"
        proved = reader.setting(RECOVERY_PROVED) == "yes"
    return VaultFacts(
        force, gss, demonstration, proved, desk.officer, desk.workstation, desk.lawpack,
        desk.queries.audit_head().sequence, check_standing(desk),
    )  # fmt: skip

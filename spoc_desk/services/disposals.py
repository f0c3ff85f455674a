"""The register of destructions, and their certificates."""

from __future__ import annotations

from spoc_desk.domain.backups import BackupPolicy
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.retention_changes import DestructionCertified
from spoc_desk.services.backups import backup_policy
from spoc_desk.services.ports import Desk

_BY_HAND = (
    "Backups on drives no longer in use, vaults that a restore set aside, and copies made by other means "
    "must be destroyed by hand."
)


def disposals(desk: Desk) -> tuple[Disposal, ...]:
    """Everything that was destroyed, newest first."""
    desk.check(Permission.READ)
    with desk.queries.snapshot() as reader:
        return reader.find(Disposal)[::-1]


def certificate_of(disposal_id: int, desk: Desk) -> bytes:
    """The certificate as a PDF; that it was made is on the audit trail before it is answered."""
    desk.check(Permission.READ)
    with desk.unit_of_work() as work:
        entry = work.get(Disposal, disposal_id)
        force, policy = work.setting("force_name"), backup_policy(work)
        demonstration = work.setting("demonstration") == "yes"
        work.record(DestructionCertified(disposal=disposal_id))
    anchor = AuditAnchor(entry.anchor_sequence, entry.anchor_head)
    return desk.documents.destruction_certificate(
        entry, anchor, force, backups_last(policy), demonstration=demonstration
    )


def certificate_name(entry: Disposal) -> str:
    """What to call the certificate's file."""
    return f"{entry.reference.replace('/', '-')} certificate of destruction.pdf"


def backups_last(policy: BackupPolicy) -> str:
    """How long backups made before a destruction keep what it took, in words."""
    before = "Backups made before this date still hold these records, under the vault's key at that time."
    if not policy.folder:
        return f"{before} This vault has no backup schedule. {_BY_HAND}"
    return (
        f"{before} By the policy now in force the newest {policy.keep} proved backups are kept, and those of "
        f"the newest {policy.keep_days} days on which one was proved; older ones are removed as new ones are "
        f"proved. {_BY_HAND}"
    )

"""Hands the audit trail to somebody outside, whole or of one casefile, as lines that anybody can check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import AuditExported, Permission
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.dual_control import approved
from spoc_desk.services.integrity_ports import SignedHead
from spoc_desk.services.ports import AuditHead, Changes, Desk


@dataclass(frozen=True, slots=True)
class AuditExport:
    """An exported trail. head: the anchor to write down or print beside it; lines: JSONL, read once."""

    head: AuditHead
    lines: Iterator[str]
    changes: Changes
    checkpoint: SignedHead | None = None

    def beside(self, path: Path) -> dict[Path, bytes]:
        """The files to write beside the trail: the checkpoint's note, its signature, and the public key."""
        if self.checkpoint is None:
            return {}
        signed = self.checkpoint
        named = ((".checkpoint", signed.note), (".checkpoint.sig", signed.signature))
        found = {path.with_name(path.name + ending): content for ending, content in named}
        return found | {path.with_name(path.name + ".checkpoint.pem"): signed.public_key}


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What is to go out: of this casefile, or of all with a second officer who stands by."""

    casefile: str = ""
    second: SecondOfficer | None = None


# One casefile's extract shows nothing of the others and takes no second officer.
ONE_CASEFILE = Approval(0, "", self_authorised=False)


def export_audit(casefile: str | None, desk: Desk, second: SecondOfficer | None = None) -> AuditExport:
    """The trail up to and with the entry that says it was exported, one JSON object to a line.

    casefile: the reference of the only casefile whose entries are shown; the
    others keep their number, time and commitment, so that the chain can be
    checked, and nothing else. checkpoint: the same head, signed. second: who stands by for a whole trail, see
    approved(). Raises DomainError, "records.reference_unknown" among others.
    """
    desk.check(Permission.AUDIT)
    approval = approved(Deed.EXPORT, second, desk) if casefile is None else ONE_CASEFILE
    owner = None if casefile is None else _id_of(casefile, desk)
    with desk.unit_of_work() as work:
        change = AuditExported(
            casefile=owner,
            entries=desk.queries.audit_head().sequence + 1,
            second=approval.second,
            self_authorised=approval.self_authorised,
        )
        work.record(change)
    head = desk.queries.audit_head()
    return AuditExport(head, _lines(owner, head, desk), (change,), _signed(desk))


def _signed(desk: Desk) -> SignedHead | None:
    """The trail's head, signed; nothing when the trail is damaged, which whoever checks it will find."""
    try:
        desk.checks.sign_checkpoint("export")
        return desk.checks.signed_head()
    except DomainError as fault:
        if not fault.code.startswith("audit."):
            raise
        return None


def check_export_asked(asked: ExportAsked, desk: Desk) -> Changes:
    """Refuses what export_audit would refuse before anything leaves; does nothing else."""
    if asked.casefile:
        _id_of(asked.casefile, desk)
    else:
        approved(Deed.EXPORT, asked.second, desk)
    return ()


def _id_of(reference: str, desk: Desk) -> int:
    wanted = reference.strip().upper()
    with desk.queries.snapshot(Permission.AUDIT) as reader:
        found = reader.find(Casefile, reference=wanted)
    if not found:
        raise DomainError("records.reference_unknown", reference=reference[:40])
    return found[0].id


def _lines(owner: int | None, head: AuditHead, desk: Desk) -> Iterator[str]:
    for entry in desk.queries.audit_entries(owner):
        if entry["seq"] > head.sequence:
            return
        yield json.dumps(entry, ensure_ascii=True, separators=(",", ":")) + "\n"

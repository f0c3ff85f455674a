"""Today's anchor on a slip of paper, to be handed to somebody outside the office."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.changes import AnchorHandedOver
from spoc_desk.services.integrity_ports import AnchorSlip, SignedHead
from spoc_desk.services.ports import Changes, Desk

VAULT_UID = "vault_uid"


@dataclass(frozen=True, slots=True)
class SlipMade:
    """A slip, as a page and in words, and that it was made."""

    signed: SignedHead
    pdf: bytes
    changes: Changes


def make_slip(desk: Desk) -> SlipMade:
    """Proves the trail, signs where it stands and puts that on a page; the last entry says so.

    Raises DomainError of the subject audit rather than sign over damage, and permissions.refused.
    """
    change = AnchorHandedOver()
    with desk.unit_of_work() as work:
        work.record(change)
    desk.checks.sign_checkpoint("slip")
    signed = desk.checks.signed_head()
    with desk.queries.snapshot() as reader:
        slip = AnchorSlip(
            reader.setting("force_name"), reader.setting(VAULT_UID), desk.workstation, signed,
            reader.setting("demonstration") == "yes",
        )  # fmt: skip
    return SlipMade(signed, desk.documents.anchor_slip(slip), (change,))

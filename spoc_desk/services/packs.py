"""Evidence packs that were built: read again and named."""

from __future__ import annotations

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.issues import IssuedPack, PackCopy
from spoc_desk.domain.packs import AuditAnchor, PackContent, pack_file_name
from spoc_desk.services.ports import Desk


def consult_pack(pack_id: int, desk: Desk) -> tuple[IssuedPack, tuple[PackCopy, ...]]:
    """One pack with its log of copies; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, pack_id)
        work.record(RecordConsulted(kind="pack", record=pack_id, casefile=pack.casefile_id))
        return pack, work.find(PackCopy, pack_id=pack_id)


def read_pack(pack_id: int, desk: Desk) -> bytes:
    """The very bytes of an issued pack, for preview and print. Raises DomainError when damaged."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
    with desk.evidence.open(EvidenceKey(pack.file_name, pack.file_identity)) as stream:
        return stream.read()


def file_name_of(pack_id: int, desk: Desk) -> str:
    """The name a saved copy of a pack is given: short case name, reference, date."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
    named = PackContent(
        force="", casefile_reference="", title=pack.title, pack_reference=pack.reference.replace("/", "-"),
        issued_at=pack.issued_at, recipient=pack.recipient, purpose="", served=pack.served,
        anchor=AuditAnchor(pack.anchor_sequence, pack.anchor_head), exhibits=(),
    )  # fmt: skip
    return pack_file_name(named)

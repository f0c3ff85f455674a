"""Evidence packs that were built: read again and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.issues import FileRole, IssuedPack, PackCopy, PackFile, PackItem, PackRelease, PackState
from spoc_desk.domain.pack_faults import PackFault
from spoc_desk.domain.packs import AuditAnchor, PackContent, pack_file_name
from spoc_desk.services.pack_items import standing, superseding
from spoc_desk.services.page_findings import findings_of
from spoc_desk.services.ports import Desk


@dataclass(frozen=True, slots=True)
class PackView:
    """One pack with all that is known of it. superseded_by: a reference, or empty."""

    pack: IssuedPack
    state: PackState
    superseded_by: str
    release: PackRelease | None
    items: tuple[PackItem, ...]
    files: tuple[PackFile, ...]
    copies: tuple[PackCopy, ...]
    findings: tuple[PackFault, ...] = ()


def consult_pack(pack_id: int, desk: Desk) -> PackView:
    """One pack with its release, its items and its log of copies; the reading is on the trail first."""
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, pack_id)
        work.record(RecordConsulted(kind="pack", record=pack_id, casefile=pack.casefile_id))
        releases = work.find(PackRelease, pack_id=pack_id)
        return PackView(
            pack=pack,
            state=standing(pack, work),
            superseded_by=superseding(pack, work),
            release=releases[0] if releases else None,
            items=work.find(PackItem, pack_id=pack_id),
            files=work.find(PackFile, pack_id=pack_id),
            copies=work.find(PackCopy, pack_id=pack_id),
            findings=findings_of(pack_id, work),
        )


@dataclass(frozen=True, slots=True)
class PackVolume:
    """One sealed file of a pack. size in bytes; opened gives a reader of its own each time it is asked."""

    number: int
    pages: int
    size: int
    opened: Callable[[], BinaryIO]


def pack_volumes(pack_id: int, desk: Desk) -> tuple[PackVolume, ...]:
    """The files of an issued pack, for preview. Raises DomainError when one is missing or damaged."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
        further = reader.find(PackFile, pack_id=pack_id, role=FileRole.VOLUME)
    rest = sorted(further, key=lambda file: file.volume)
    first = pack.pages - sum(file.pages for file in rest)
    volumes = (
        _volume(1, first, pack, desk),
        *(_volume(file.volume, file.pages, file, desk) for file in rest),
    )
    for volume in volumes:
        volume.opened().close()
    return volumes


def _volume(number: int, pages: int, file: IssuedPack | PackFile, desk: Desk) -> PackVolume:
    key = EvidenceKey(file.file_name, file.file_identity)
    return PackVolume(number, pages, file.size, lambda: desk.evidence.open(key))


def file_name_of(pack_id: int, desk: Desk) -> str:
    """The name a saved copy of a pack is given: short case name, reference, date."""
    with desk.queries.snapshot() as reader:
        return f"{pack_file_stem(reader.get(IssuedPack, pack_id))}.pdf"


def pack_file_stem(pack: IssuedPack) -> str:
    """The name of a pack's file without its ending."""
    named = PackContent(
        force="", casefile_reference="", title=pack.title, pack_reference=pack.reference.replace("/", "-"),
        issued_at=pack.issued_at, recipient=pack.recipient, purpose="", served=pack.served,
        anchor=AuditAnchor(pack.anchor_sequence, pack.anchor_head), exhibits=(),
    )  # fmt: skip
    return pack_file_name(named).removesuffix(".pdf")

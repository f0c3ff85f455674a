"""What a release is made of: the names of its files, its manifest, contents.json and change sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spoc_desk.domain.change_sheets import ChangeSheet, Difference, SheetSide, changes_between
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFinding, PackItem, PackRelease, PackState
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.packs import PackExhibit, exhibit_file_name, manifest_lines, safe_file_name
from spoc_desk.domain.signatures import SignatureFacts

MANIFEST = "MANIFEST.sha256"
CONTENTS = "contents.json"
CONTENTS_FORMAT = "spoc-desk-pack-contents-1.0.0"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release, as it is named outside. size in bytes."""

    name: str
    role: FileRole
    volume: int
    pages: int
    size: int
    sha256: str


def release_name(stem: str, role: FileRole, volume: int, volumes: int) -> str:
    """The name of one file of a release; stem is that of the pack's own file, without its ending."""
    part = f"{stem} - volume {volume}" if volumes > 1 else stem
    return {
        FileRole.VOLUME: f"{part}.pdf",
        FileRole.SIGNED: f"{part} - signed.pdf",
        FileRole.CHANGES: f"{stem} - change sheet.pdf",
        FileRole.CONTENTS: CONTENTS,
        FileRole.MANIFEST: MANIFEST,
    }[role]


def manifest_of(files: Iterable[ReleaseFile]) -> bytes:
    """The manifest of a release, naming every file but itself, as `sha256sum -c` reads it."""
    return manifest_lines((file.sha256, file.name) for file in files).encode()


def check_authoriser(pack: IssuedPack, named: str) -> str:
    """Who authorises beside the maker, as the cover says; empty when the maker did alone.

    named: who it is thought to be, to be sure of it. The cover cannot be changed: a release says what it
    says. Raises DomainError("packs.authoriser_differs").
    """
    second = second_person(pack.authorised_by, pack.issued_by)
    told = named.strip()
    if told and not same_name(told, second or pack.issued_by):
        cover = second or f"{pack.issued_by}, self-authorised"
        raise DomainError("packs.authoriser_differs", reference=pack.reference, cover=cover, name=told)
    return second


def second_person(named: str, maker: str) -> str:
    """Who authorises beside the maker; empty when that is the maker, however the name is written."""
    return "" if same_name(named, maker) else named.strip()


def check_release(
    pack: IssuedPack,
    state: PackState,
    exhibits: Iterable[Exhibit],
    findings: Iterable[PackFinding],
    unchecked: Sequence[str] = (),
    *,
    faults_accepted: bool,
) -> tuple[str, ...]:
    """Refuse what may not be released. exhibits: those in the pack, under the references printed in it.

    Raises packs.released_already; packs.exhibit_missing or packs.exhibit_altered when an original is
    no longer what the pack says; packs.faults_unseen until its slip sheets were accepted, and
    packs.exposed_unseen until it was, that pages of a served copy show how to find somebody, and
    packs.unchecked_unseen, that nobody checked the redactions of these exhibits. Answers which of these
    were accepted, as codes.
    """
    if state is not PackState.DRAFT:
        raise DomainError("packs.released_already", reference=pack.reference)
    for exhibit in exhibits:
        if exhibit.state.value in {"missing", "altered"}:
            raise DomainError(f"packs.exhibit_{exhibit.state}", reference=exhibit.reference)
    shows = exposed(pack, findings)
    if pack.faults and not faults_accepted:
        raise DomainError("packs.faults_unseen", reference=pack.reference, count=len(pack.faults))
    if shows and not faults_accepted:
        raise DomainError("packs.exposed_unseen", reference=pack.reference)
    if unchecked and not faults_accepted:
        raise DomainError("packs.unchecked_unseen", reference=pack.reference, exhibits=", ".join(unchecked))
    seen = {"slip_sheets": pack.faults, "exposed": shows, "unchecked": unchecked}
    return tuple(code for code, there in seen.items() if there)


def exposed(pack: IssuedPack, findings: Iterable[PackFinding]) -> bool:
    """Whether a served copy's pages were found to show where somebody lives or how to reach them."""
    return pack.served and any(finding.code == "exposed" for finding in findings)


def change_sheet(
    earlier: IssuedPack,
    before: Sequence[PackItem],
    pack: IssuedPack,
    items: Sequence[PackItem],
    told: Mapping[str, Any],
    withheld: Collection[int] = (),
) -> ChangeSheet:
    """What the pack changes in the earlier one.

    told: force, casefile_reference, authorisation and demonstration, as ChangeSheet has them. withheld:
    exhibits that its recipient may not see; those taken out are named by their reference alone.
    """
    changes = tuple(
        replace(change, description="", pages_before="", sha256_before="")
        if change.exhibit_id in withheld and Difference.REMOVED in change.how
        else change
        for change in changes_between(before, items)
    )
    gone = sum(1 for change in changes if not change.pages_after and not change.sha256_after)
    return ChangeSheet(
        title=pack.title,
        recipient=pack.recipient,
        earlier=_side(earlier),
        later=_side(pack),
        reason=pack.change_note,
        changes=changes,
        unchanged=len(items) - (len(changes) - gone),
        **told,
    )


def _side(pack: IssuedPack) -> SheetSide:
    return SheetSide(pack.reference, pack.pages, pack.sha256, pack.issued_at)


def contents_of(
    pack: IssuedPack,
    release: PackRelease,
    signature: SignatureFacts | None,
    files: Iterable[ReleaseFile],
    items: Iterable[PackItem],
    exhibits: Mapping[int, Exhibit],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """All that contents.json says; its shape is in resources/schemas/pack-contents-1.0.0.json.

    exhibits: by id.
    """
    return {
        "format": CONTENTS_FORMAT,
        "reference": pack.reference,
        "title": pack.title,
        "recipient": pack.recipient,
        "served": pack.served,
        "issued_at": pack.issued_at.isoformat(),
        "issued_by": pack.issued_by,
        "released_at": release.released_at.isoformat(),
        "released_by": release.released_by,
        "authorised_by": release.authorised_by,
        "self_authorised": release.self_authorised,
        "supersedes": pack.supersedes,
        "continues": pack.continues,
        "change_note": pack.change_note,
        "audit_anchor": {"sequence": pack.anchor_sequence, "head": pack.anchor_head},
        "signature": _signature(signature),
        "files": [_file(file) for file in files],
        "items": [_item(item, exhibits.get(item.exhibit_id), served=pack.served) for item in items],
        "not_printed": list(pack.faults),
        "made_with": dict(versions),
    }


def _signature(facts: SignatureFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "subject": facts.subject,
        "certificate_sha256": facts.certificate_sha256,
        "signed_at": facts.signed_at.isoformat(),
        "trial": facts.trial,
        "stamped_at": facts.stamped_at.isoformat() if facts.stamped_at else None,
        "stamped_by": facts.stamped_by,
    }


def _file(file: ReleaseFile) -> dict[str, Any]:
    return {
        "name": file.name, "role": file.role.value, "volume": file.volume, "pages": file.pages,
        "size": file.size, "sha256": file.sha256,
    }  # fmt: skip


def _item(item: PackItem, exhibit: Exhibit | None, *, served: bool) -> dict[str, Any]:
    return {
        "place": item.place, "section": item.section, "reference": item.reference,
        "description": item.description, "file_name": _named(item, exhibit, served=served),
        "size": item.size, "sha256": item.sha256, "volume": item.volume, "first_page": item.first_page,
        "last_page": item.last_page, "rendition": item.rendition, "redactions": item.redactions,
        "redacted_sha256": item.redacted_sha256,
    }  # fmt: skip


def _named(item: PackItem, exhibit: Exhibit | None, *, served: bool) -> str:
    """The name its original has when it leaves; in a served copy without the words of whoever named it."""
    if exhibit is None:
        return ""
    original = PackExhibit(item.reference, "", "", exhibit.filename, "", item.size, item.sha256)
    full = exhibit_file_name(original)
    if not served:
        return full
    _, dot, ending = full.rpartition(".")
    return safe_file_name(item.reference) + (f".{ending}" if dot else "")

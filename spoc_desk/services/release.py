"""Releases a pack: its bytes proved, signed where asked, frozen behind one manifest, once and for good."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from spoc_desk.domain.change_sheets import ChangeSheet
from spoc_desk.domain.changes import PackReleased
from spoc_desk.domain.dual_control import Approval, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import (
    FileRole,
    IssuedPack,
    PackFile,
    PackFinding,
    PackItem,
    PackRelease,
    PackState,
)
from spoc_desk.domain.releases import (
    ReleaseFile,
    check_authoriser,
    check_release,
    contents_of,
    manifest_of,
    release_name,
)
from spoc_desk.domain.rewording import reworded
from spoc_desk.domain.signatures import (
    TIMESTAMP_SETTING,
    SignatureFacts,
    SigningCertificate,
    SigningRequest,
    check_in_date,
)
from spoc_desk.services.certificates import current_certificate
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.pack_as_built import check_as_built, held_in, unchecked
from spoc_desk.services.pack_authority import BY_LOGIN, approve_release
from spoc_desk.services.pack_building import SCRATCH
from spoc_desk.services.pack_changes import sheet_of
from spoc_desk.services.pack_files import read_out, volumes_of
from spoc_desk.services.pack_items import check_supersedes, standing
from spoc_desk.services.pack_sealing import erase_unrecorded
from spoc_desk.services.packs import pack_file_stem
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress, Reader
from spoc_desk.services.release_words import Rewrite, rewrite_for


@dataclass(frozen=True, slots=True)
class ReleasePack:
    """A pack to be released. authorised_by: who the cover names, to be sure of it; empty for as it says.

    second: whom the cover names, who opens their own slot; None when they are at the desk themselves.
    signed: with the force's certificate, whose passphrase is used now and kept nowhere.
    """

    pack_id: int
    authorised_by: str = ""
    signed: bool = False
    passphrase: str = field(default="", repr=False)
    stamped: bool = False
    faults_accepted: bool = False
    second: SecondOfficer | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """A pack about to be released, with all that its release says."""

    pack: IssuedPack
    stem: str
    volumes: tuple[PackFile, ...]
    items: tuple[PackItem, ...]
    exhibits: dict[int, Exhibit]
    sheet: ChangeSheet | None
    certificate: SigningCertificate | None
    server: str
    release: PackRelease
    approval: Approval
    rewrite: Rewrite


def release_pack(
    command: ReleasePack, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Releases a draft. Its sealed bytes are read against their digest first, signed copies are proved.

    Raises DomainError of the subjects packs, signing and evidence, and as approve_release() does; then
    nothing was released and nothing is kept.
    """
    plan = _approved(command, desk)
    work = _Work(plan, desk, progress, cancelled, [])
    try:
        files, signature = _signed(work, command)
        release = _frozen(work, signature, files)
        return _recorded(work, release)
    except BaseException:
        erase_unrecorded([file.file_name for file in work.made], PackRelease, desk, pack_id=plan.pack.id)
        raise


@dataclass(frozen=True, slots=True)
class _Work:
    """A release under way, and the files sealed for it so far."""

    plan: _Plan
    desk: Desk
    progress: Progress
    cancelled: Cancelled
    made: list[PackFile]

    def seal(self, stream: BinaryIO, role: FileRole, volume: int = 0, pages: int = 0) -> ReleaseFile:
        """Seals one more file of the release."""
        key = self.desk.evidence.new_item()
        sealed = self.desk.evidence.seal_stream(stream, key, unheard, never)
        file = PackFile(
            0, self.plan.pack.id, role, volume, pages, sealed.size, sealed.sha256, key.name, key.identity
        )
        self.made.append(file)
        return self.named(file)

    def named(self, file: PackFile) -> ReleaseFile:
        """The file as it is called outside."""
        name = release_name(self.plan.stem, file.role, file.volume, len(self.plan.volumes))
        return ReleaseFile(name, file.role, file.volume, file.pages, file.size, file.sha256)


def check_release_asked(command: ReleasePack, desk: Desk) -> Changes:
    """Refuses what release_pack would refuse before it begins, a wrong passphrase too; does nothing else."""
    plan = _approved(command, desk)
    if plan.certificate is not None:
        desk.releases.read_certificate(base64.b64decode(plan.certificate.pkcs12), command.passphrase)
    return ()


def _approved(command: ReleasePack, desk: Desk) -> _Plan:
    """The release as it will be, once whom the cover names has stood by for it."""
    with desk.queries.snapshot() as reader:
        plan = _plan(command, desk, reader)
    approval = approve_release(plan.pack, command.second, desk)
    release = replace(plan.release, self_authorised=approval.self_authorised)
    return replace(plan, approval=approval, release=release)


def _plan(command: ReleasePack, desk: Desk, reader: Reader) -> _Plan:
    pack = reader.get(IssuedPack, command.pack_id)
    items = reader.find(PackItem, pack_id=pack.id)
    held = held_in(pack, items, reader)
    found = reader.find(PackFinding, pack_id=pack.id)
    state = standing(pack, reader)
    if state is PackState.DRAFT:
        check_as_built(pack, items, desk, reader)
    unseen = unchecked(pack, items, reader)
    accepted = check_release(pack, state, held, found, unseen, faults_accepted=command.faults_accepted)
    by = check_authoriser(pack, command.authorised_by)
    release = PackRelease(0, pack.id, desk.clock.now(), desk.officer.name, by, not by, "")
    return _Plan(
        pack=pack,
        stem=pack_file_stem(pack),
        volumes=volumes_of(pack, reader.find(PackFile, pack_id=pack.id)),
        items=items,
        exhibits={exhibit.id: exhibit for exhibit in held},
        sheet=sheet_of(pack, items, reader) if pack.supersedes else None,
        certificate=_certificate(command, desk, reader),
        server=_server(command, reader),
        release=replace(release, accepted=accepted),
        approval=BY_LOGIN,
        rewrite=rewrite_for(pack, items, reader),
    )


def _certificate(command: ReleasePack, desk: Desk, reader: Reader) -> SigningCertificate | None:
    if not command.signed:
        return None
    certificate = current_certificate(reader)
    if certificate is None:
        raise DomainError("signing.no_certificate")
    check_in_date(certificate, desk.clock.now())
    return certificate


def _server(command: ReleasePack, reader: Reader) -> str:
    server = reader.setting(TIMESTAMP_SETTING) if command.stamped and command.signed else ""
    if command.stamped and command.signed and not server:
        raise DomainError("signing.stamp_unset")
    return server


def _signed(work: _Work, command: ReleasePack) -> tuple[list[ReleaseFile], SignatureFacts | None]:
    """The volumes, each read whole against its digest, and their signed forms. The first one's facts."""
    plan, desk = work.plan, work.desk
    files = [work.named(volume) for volume in plan.volumes]
    if plan.certificate is None:
        for volume in plan.volumes:
            key = EvidenceKey(volume.file_name, volume.file_identity)
            desk.evidence.verify(key, Sealed(volume.size, volume.sha256), work.progress, work.cancelled)
        return files, None
    request = SigningRequest(
        base64.b64decode(plan.certificate.pkcs12),
        command.passphrase,
        f"Evidence pack {plan.pack.reference} released",
        plan.release.released_at,
    )
    # In the child, within its limits: a file made to keep a reader busy for ever must not hold this up.
    desk.releases.read_certificate(request.pkcs12, request.passphrase)
    facts: list[SignatureFacts] = []
    for done, volume in enumerate(plan.volumes):
        work.progress(done, len(plan.volumes))
        with desk.releases.folder(desk.folder / SCRATCH, volume.size * 2) as folder:
            source, target = folder / "pack.pdf", folder / "signed.pdf"
            read_out(volume, source, desk, work.cancelled)
            facts.append(desk.releases.sign(source, target, request, plan.server))
            with target.open("rb") as stream:
                files.append(work.seal(stream, FileRole.SIGNED, volume.volume, volume.pages))
    work.progress(len(plan.volumes), len(plan.volumes))
    return files, facts[0]


def _frozen(work: _Work, signature: SignatureFacts | None, files: list[ReleaseFile]) -> PackRelease:
    """The change sheet, contents.json and the manifest, each sealed; and the release that names them."""
    plan, desk = work.plan, work.desk
    release = _with_signature(plan.release, signature)
    if plan.sheet is not None:
        files.append(work.seal(io.BytesIO(desk.releases.change_sheet(plan.sheet)), FileRole.CHANGES))
    document = contents_of(
        plan.pack, release, signature, tuple(files), plan.items, plan.exhibits, desk.releases.versions()
    )
    contents = desk.releases.contents(reworded(document, plan.rewrite))
    files.append(work.seal(io.BytesIO(contents), FileRole.CONTENTS))
    manifest = manifest_of(files)
    work.seal(io.BytesIO(manifest), FileRole.MANIFEST)
    return replace(release, manifest_sha256=hashlib.sha256(manifest).hexdigest())


def _with_signature(release: PackRelease, signature: SignatureFacts | None) -> PackRelease:
    if signature is None:
        return release
    stamped = signature.stamped_at
    return replace(
        release,
        certificate=signature.subject,
        certificate_sha256=signature.certificate_sha256,
        trial=signature.trial,
        time_stamp=f"{stamped:%Y-%m-%dT%H:%M:%SZ} {signature.stamped_by}" if stamped else "",
    )


def _recorded(work: _Work, release: PackRelease) -> Changes:
    plan = work.plan
    with work.desk.unit_of_work() as unit:
        # Somebody else at this desk may have been as quick.
        if standing(plan.pack, unit) is not PackState.DRAFT:
            raise DomainError("packs.released_already", reference=plan.pack.reference)
        if plan.pack.supersedes:
            check_supersedes(plan.pack.supersedes, plan.pack.casefile_id, unit)
        check_as_built(plan.pack, plan.items, work.desk, unit)
        for file in work.made:
            unit.add(file)
        unit.add(release)
        change = PackReleased(
            casefile=plan.pack.casefile_id,
            pack=plan.pack.id,
            manifest_sha256=release.manifest_sha256,
            second=plan.approval.second,
            self_authorised=release.self_authorised,
        )
        unit.record(change)
    return (change,)

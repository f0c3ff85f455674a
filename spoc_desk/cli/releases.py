"""Releases on the command line: a pack released and saved, and the certificate that signs it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, first_line, progress, second_officer, unlocked
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackRelease, PackState
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.signatures import SigningCertificate
from spoc_desk.services.certificates import (
    add_certificate_file,
    make_trial_certificate,
    remove_certificate,
    set_timestamp_server,
    signing_facts,
)
from spoc_desk.services.machine import Machine
from spoc_desk.services.outgoing import keep_existing, own_folder
from spoc_desk.services.pack_content import authorisation_told
from spoc_desk.services.pack_items import standing
from spoc_desk.services.ports import Desk
from spoc_desk.services.release import ReleasePack, release_pack
from spoc_desk.services.release_copies import CopyKind, SaveCopy, check_secrets, save_copy, saved_as

TRIAL = "TRIAL CERTIFICATE: it proves nothing about who signed."


def release_and_save(options: Namespace, machine: Machine) -> None:
    """Releases a draft, then saves the copies asked for; a pack released before is only saved."""
    if (options.age or options.pdf_password_file) and not options.to:
        raise DomainError("terminal.to_missing")
    if options.sign or options.time_stamp:
        _secret(options)
    with unlocked(options, machine) as vault:
        desk = vault.desk
        pack_id = record_id(desk, IssuedPack, options.reference)
        with desk.queries.snapshot() as reader:
            pack = reader.get(IssuedPack, pack_id)
            draft = standing(pack, reader) is PackState.DRAFT
        if not draft and (options.sign or options.time_stamp):
            raise DomainError("packs.released_already", reference=pack.reference)
        second = second_officer(options)
        copies = _copies(options, pack)
        for copy in copies:
            check_secrets(copy, desk)
        for copy in copies:
            own_folder(options.to)
            keep_existing(saved_as(copy, pack), replace=options.replace)
        if draft or not options.to:
            release_pack(_command(options, pack_id, second), desk, progress)
        written = [path for copy in copies for path in save_copy(copy, desk, progress)[1]]
        with desk.queries.snapshot() as reader:
            (release,) = reader.find(PackRelease, pack_id=pack_id)
    answer(options, _document(pack, release, written), _lines(pack, release, written))


def _command(options: Namespace, pack_id: int, second: SecondOfficer | None) -> ReleasePack:
    secret = options.certificate_passphrase_file
    return ReleasePack(
        pack_id,
        options.authorised_by,
        signed=options.sign or options.time_stamp,
        passphrase=first_line(Path(secret)) if secret else "",
        stamped=options.time_stamp,
        faults_accepted=options.accept_slip_sheets,
        second=second,
    )


def _copies(options: Namespace, pack: IssuedPack) -> list[SaveCopy]:
    if not options.to:
        return []
    wanted = options.although_superseded
    if options.age:
        keys = tuple(options.age)
        copies = [SaveCopy(pack.id, CopyKind.AGE, options.to, keys=keys)]
    elif options.pdf_password_file:
        copies = []
    else:
        copies = [SaveCopy(pack.id, CopyKind.FOLDER, options.to)]
    if options.pdf_password_file:
        path = options.to / f"{pack.reference.replace('/', '-')} - password.pdf"
        password = first_line(Path(options.pdf_password_file))
        copies.append(SaveCopy(pack.id, CopyKind.PASSWORD, path, password=password))
    return [replace(copy, superseded_wanted=wanted, replace=options.replace) for copy in copies]


def _document(pack: IssuedPack, release: PackRelease, written: list[Path]) -> dict[str, object]:
    return {
        "reference": pack.reference,
        "pages": pack.pages,
        "sha256": pack.sha256,
        "released_at": release.released_at,
        "released_by": release.released_by,
        "authorised_by": release.authorised_by,
        "self_authorised": release.self_authorised,
        "manifest_sha256": release.manifest_sha256,
        "certificate": release.certificate,
        "certificate_sha256": release.certificate_sha256,
        "trial": release.trial,
        "time_stamp": release.time_stamp,
        "supersedes": pack.supersedes,
        "accepted": list(release.accepted),
        "files": [str(path) for path in written],
    }


def _lines(pack: IssuedPack, release: PackRelease, written: list[Path]) -> list[str]:
    who = authorisation_told(pack.authorised_by, pack.issued_by)
    lines = [
        f"{pack.reference}: released {full_stamp(release.released_at)}, authorised by {who}",
        f"SHA-256 {pack.sha256}",
        f"Manifest {release.manifest_sha256}",
    ]
    if release.certificate:
        lines.append(f"Signed by {release.certificate}")
    else:
        lines.append("Not signed.")
    if release.trial:
        lines.append(TRIAL)
    if release.time_stamp:
        lines.append(f"Time-stamp {release.time_stamp}")
    return [*lines, *map(str, written)]


def keep_certificate(options: Namespace, machine: Machine) -> None:
    """Adds, makes for trial, removes or shows the certificate; sets the time-stamp server."""
    with unlocked(options, machine) as vault:
        desk = vault.desk
        if options.time_stamp_server is not None:
            set_timestamp_server(options.time_stamp_server, desk)
        if options.remove:
            remove_certificate(desk)
        elif options.add:
            add_certificate_file(options.add, _secret(options), desk)
        elif options.trial:
            make_trial_certificate(_secret(options), desk)
        _tell(options, desk)


def _secret(options: Namespace) -> str:
    if not options.certificate_passphrase_file:
        raise DomainError("terminal.certificate_passphrase_missing")
    return first_line(Path(options.certificate_passphrase_file))


def _tell(options: Namespace, desk: Desk) -> None:
    facts = signing_facts(desk)
    kept = facts.certificate
    document = {"certificate": _shown(kept) if kept else None, "time_stamp_server": facts.server}
    lines = [f"Certificate: {kept.subject}" if kept else "Certificate: none"]
    if kept:
        lines += [
            f"Issued by {kept.issuer}, serial {kept.serial}, {kept.key}",
            f"Valid {full_stamp(kept.valid_from)} to {full_stamp(kept.valid_to)}",
            f"SHA-256 {kept.sha256}",
            *([TRIAL] if kept.trial else []),
        ]
    answer(options, document, [*lines, f"Time-stamp server: {facts.server or 'none'}"])


def _shown(kept: SigningCertificate) -> dict[str, object]:
    names = ("subject", "issuer", "serial", "valid_from", "valid_to", "sha256", "key", "trial", "added_at")
    return {name: getattr(kept, name) for name in names}

"""The force's certificate and its time-stamp server: entered, looked at, taken away."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from pathlib import Path

from spoc_desk.domain.changes import CertificateAdded, CertificateRemoved, Permission, SettingChanged
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import (
    PKCS12_AT_MOST,
    TIMESTAMP_SETTING,
    SigningCertificate,
    check_in_date,
    check_password,
    timestamp_address,
)
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.ports import Changes, Desk, Reader


@dataclass(frozen=True, slots=True)
class AddCertificate:
    """A PKCS#12 file and what opens it. The passphrase is used to read it now and is not kept."""

    pkcs12: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SigningFacts:
    """What releases may be signed and stamped with. server: empty when none was entered."""

    certificate: SigningCertificate | None
    server: str


def add_certificate(command: AddCertificate, desk: Desk) -> Changes:
    """Keeps a certificate in the vault, once it is proved fit to sign with.

    Raises DomainError of the subject signing; signing.certificate_there while there is another.
    """
    desk.check(Permission.POLICY)
    with desk.queries.snapshot() as reader:
        _check_none(reader)
    facts = desk.releases.read_certificate(command.pkcs12, command.passphrase)
    now = desk.clock.now()
    check_in_date(facts, now)
    with desk.unit_of_work() as work:
        _check_none(work)
        kept = work.add(
            SigningCertificate(
                id=0,
                uid=new_uid(now),
                subject=facts.subject,
                issuer=facts.issuer,
                serial=facts.serial,
                valid_from=facts.valid_from,
                valid_to=facts.valid_to,
                sha256=facts.sha256,
                key=facts.key,
                trial=facts.trial,
                pkcs12=base64.b64encode(command.pkcs12).decode(),
                added_at=now,
                added_by=desk.officer.name,
            )
        )
        change = CertificateAdded(certificate=kept.id, sha256=kept.sha256, trial=kept.trial)
        work.record(change)
    return (change,)


def add_certificate_file(path: Path, passphrase: str, desk: Desk) -> Changes:
    """Keeps the certificate in a file. Raises signing.file_unreadable and what add_certificate raises."""
    try:
        with path.open("rb") as file:
            content = file.read(PKCS12_AT_MOST + 1)
    except OSError as fault:
        raise DomainError("signing.file_unreadable", name=str(path)) from fault
    return add_certificate(AddCertificate(content, passphrase), desk)


def make_trial_certificate(passphrase: str, desk: Desk) -> Changes:
    """Makes and keeps a self-signed certificate to try signing with; it proves nothing about who signed.

    Raises packs.password_short, signing.certificate_there.
    """
    desk.check(Permission.POLICY)
    check_password(passphrase)
    with desk.queries.snapshot() as reader:
        _check_none(reader)
        force = reader.setting("force_name")
    made = desk.releases.trial_certificate(force, passphrase, desk.clock.now())
    return add_certificate(AddCertificate(made, passphrase), desk)


def remove_certificate(desk: Desk) -> Changes:
    """Takes the certificate's key out of the vault. Raises signing.no_certificate when there is none."""
    desk.check(Permission.POLICY)
    with desk.unit_of_work() as work:
        kept = current_certificate(work)
        if kept is None:
            raise DomainError("signing.no_certificate")
        work.change(replace(kept, pkcs12="", removed_at=desk.clock.now()))
        change = CertificateRemoved(certificate=kept.id)
        work.record(change)
    return (change,)


def set_timestamp_server(typed: str, desk: Desk) -> Changes:
    """Enters the address of the force's time-stamp server; an empty one turns time-stamps off.

    Raises signing.stamp_address. Nothing is connected to before a release asks for a time-stamp.
    """
    desk.check(Permission.POLICY)
    address = timestamp_address(typed)
    with desk.unit_of_work() as work:
        work.set_setting(TIMESTAMP_SETTING, address)
        change = SettingChanged(name=TIMESTAMP_SETTING)
        work.record(change)
    return (change,)


def signing_facts(desk: Desk) -> SigningFacts:
    """The certificate in the vault, and the time-stamp server."""
    with desk.queries.snapshot() as reader:
        return SigningFacts(current_certificate(reader), reader.setting(TIMESTAMP_SETTING))


def current_certificate(reader: Reader) -> SigningCertificate | None:
    """The certificate that is there and was not removed."""
    kept = [each for each in reader.find(SigningCertificate) if each.removed_at is None]
    return kept[-1] if kept else None


def _check_none(reader: Reader) -> None:
    kept = current_certificate(reader)
    if kept is not None:
        raise DomainError("signing.certificate_there", subject=kept.subject)

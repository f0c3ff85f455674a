"""Certificates that sign packs, what a signature says, and the rules they are held to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import long_day

TRIAL_NAME = "TRIAL CERTIFICATE - proves nothing about who signed"
TRIAL_DAYS = 90
PKCS12_AT_MOST = 256 * 1024
"""Bytes of a certificate file; one with its whole chain is a few thousand."""
PASSWORD_AT_LEAST = 12
CLOCKS_APART = timedelta(minutes=10)
TIMESTAMP_SETTING = "timestamp_server"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself. serial and sha256, the fingerprint, in hexadecimal."""

    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    sha256: str
    key: str
    trial: bool


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """The force's certificate, kept in the vault. Its passphrase is not kept: it is asked at each release.

    pkcs12: the file in base64, empty once the certificate is removed.
    """

    id: int
    uid: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    sha256: str
    key: str
    trial: bool
    pkcs12: str = field(repr=False)
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """One signature to be made. `at` is the moment it claims."""

    pkcs12: bytes = field(repr=False)
    passphrase: str = field(repr=False)
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature as it was read back. stamped_at is the time-stamp server's time, stamped_by its name."""

    subject: str
    certificate_sha256: str
    signed_at: datetime
    trial: bool
    stamped_at: datetime | None = None
    stamped_by: str = ""


def check_in_date(certificate: CertificateFacts | SigningCertificate, now: datetime) -> None:
    """Refuse a certificate outside its days. Raises signing.not_yet or signing.expired."""
    if now < certificate.valid_from:
        raise DomainError("signing.not_yet", day=long_day(certificate.valid_from.date()))
    if now > certificate.valid_to:
        raise DomainError("signing.expired", day=long_day(certificate.valid_to.date()))


def check_password(password: str) -> None:
    """Refuse a password that is soon guessed by who holds the file. Raises packs.password_short."""
    if len(password) < PASSWORD_AT_LEAST:
        raise DomainError("packs.password_short", least=PASSWORD_AT_LEAST)


def timestamp_address(typed: str) -> str:
    """The address of a time-stamp server as it is kept, or nothing. Raises signing.stamp_address.

    Only http and https, with a host and without a name and password, which the setting would show.
    """
    address = typed.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
        parts = urlsplit("")
    if not sound or "@" in parts.netloc or any(c.isspace() or not c.isprintable() for c in address):
        raise DomainError("signing.stamp_address", address=address)
    return address

"""Reads a certificate file, in the child, and makes the self-signed one for trial."""

import contextlib
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import PKCS12_AT_MOST, TRIAL_DAYS, TRIAL_NAME

_RSA_AT_LEAST = 2048
_EC_AT_LEAST = 256
_WEAK_HASHES = frozenset({"md5", "sha1"})
_BEGINS = b"\x30"
_TRIAL_BITS = 3072
_NAME_AT_MOST = 64


def read_certificate(pkcs12_bytes: bytes, passphrase: str) -> dict[str, Any]:
    """What the certificate in a PKCS#12 file says of itself; its times as ISO text.

    Raises DomainError: signing.not_pkcs12, signing.passphrase_wrong, signing.no_private_key,
    signing.key_weak, signing.not_for_signing. Whether it is in date, the caller asks.
    """
    key, certificate, _ = load(pkcs12_bytes, passphrase)
    subject = certificate.subject
    return {
        "subject": _told(subject),
        "issuer": _told(certificate.issuer),
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_to": certificate.not_valid_after_utc.isoformat(),
        "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
        "key": _told_key(key),
        "trial": any(
            each.value == TRIAL_NAME for each in subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        ),
    }


Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def load(pkcs12_bytes: bytes, passphrase: str) -> tuple[Key, x509.Certificate, list[x509.Certificate]]:
    """Key, certificate and chain, once all is fit to sign with. Raises what read_certificate does."""
    if not pkcs12_bytes.startswith(_BEGINS) or len(pkcs12_bytes) > PKCS12_AT_MOST:
        raise DomainError("signing.not_pkcs12")
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(pkcs12_bytes, passphrase.encode())
    except ValueError as fault:
        # The library says no more than words; a wrong passphrase is the one fault it names.
        wrong = "password" in str(fault).lower()
        raise DomainError("signing.passphrase_wrong" if wrong else "signing.not_pkcs12") from fault
    except (UnsupportedAlgorithm, TypeError) as fault:
        raise DomainError("signing.not_pkcs12") from fault
    if key is None or certificate is None:
        raise DomainError("signing.no_private_key")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise DomainError("signing.key_weak", key=type(key).__name__.lstrip("_"))
    _check_fit(key, certificate)
    return key, certificate, chain


def _check_fit(key: Key, certificate: x509.Certificate) -> None:
    least = _RSA_AT_LEAST if isinstance(key, rsa.RSAPrivateKey) else _EC_AT_LEAST
    if key.key_size < least:
        raise DomainError("signing.key_weak", key=_told_key(key))
    with contextlib.suppress(UnsupportedAlgorithm):
        signed_with = certificate.signature_hash_algorithm
        if signed_with is not None and signed_with.name in _WEAK_HASHES:
            raise DomainError("signing.key_weak", key=signed_with.name.upper())
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError) as missing:
        raise DomainError("signing.not_for_signing", subject=_told(certificate.subject)) from missing
    if not (usage.digital_signature or usage.content_commitment):
        raise DomainError("signing.not_for_signing", subject=_told(certificate.subject))


def _told(name: x509.Name) -> str:
    """A name as people read it: "CN=…, O=…"."""
    return name.rfc4514_string()[:400]


def _told_key(key: Key) -> str:
    kind = "RSA" if isinstance(key, rsa.RSAPrivateKey) else "EC"
    return f"{kind} {key.key_size}"


def trial_certificate(force: str, passphrase: str, now: datetime) -> bytes:
    """A self-signed certificate as PKCS#12, valid for 90 days, that says in its name that it is a trial."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_TRIAL_BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, TRIAL_NAME),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, (force or "No force")[:_NAME_AT_MOST]),
        ]
    )
    unused = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=TRIAL_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **unused), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"trial", key, certificate, None, sealed)

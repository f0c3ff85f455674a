"""Certificates good and bad, made on the spot: a small authority, an officer's, and ones to refuse."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSPHRASE = "violet tractor Llŷr"
_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def named(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Wessmere Constabulary"),
        ]
    )


@cache
def rsa_key(bits: int = 2048, which: int = 0):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def issued(key, common, signer=None, *, uses=("digital_signature", "content_commitment"), ca=False,
           days=(-30, 700), stamps=False, now=NOW):  # fmt: skip
    """A certificate for key; signer is (name, key) of who issues it, itself when not given."""
    issuer, signing = signer or (common, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(common))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if uses:
        usage = x509.KeyUsage(**{each: each in uses for each in _USES})
        builder = builder.add_extension(usage, critical=True)
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    digest = None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(signing, digest)


def pfx(key, certificate, chain=(), passphrase=PASSPHRASE) -> bytes:
    sealed = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"officer", key, certificate, list(chain), sealed)


@cache
def authority():
    key = rsa_key(2048, 1)
    return key, issued(key, "Wessmere Evidence CA", uses=("key_cert_sign", "crl_sign"), ca=True)


@cache
def officer_pfx(kind: str = "rsa") -> bytes:
    """An officer's certificate with the authority's in its chain."""
    ca_key, ca = authority()
    key = rsa_key(2048, 2) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key, "DC 1234 Jo Sands", ("Wessmere Evidence CA", ca_key))
    return pfx(key, certificate, [ca])


def expired_pfx() -> bytes:
    return pfx(rsa_key(), issued(rsa_key(), "Old", days=(-400, -1)))


def unusable_pfx() -> bytes:
    return pfx(rsa_key(), issued(rsa_key(), "Mail", uses=("key_encipherment",)))


def silent_pfx() -> bytes:
    return pfx(rsa_key(), issued(rsa_key(), "Silent", uses=()))


def weak_pfx() -> bytes:
    return pfx(rsa_key(1024), issued(rsa_key(1024), "Weak"))


def edwards_pfx() -> bytes:
    key = ed25519.Ed25519PrivateKey.generate()
    return pfx(key, issued(key, "Edwards"))


def keyless_pfx() -> bytes:
    sealed = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"x", None, authority()[1], None, sealed)

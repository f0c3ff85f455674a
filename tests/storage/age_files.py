"""Makes age files by hand for the tests, sound or wrong in one exact way, independent of our own code."""

import base64
import hmac
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 65536
VERSION = b"age-encryption.org/v1\n"


def base64_of(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def hkdf(secret: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, label).derive(secret)


@dataclass
class AgeFile:
    """One file to be: its parts may be replaced before it is put together, and the MAC stays right."""

    public: bytes
    plaintext: bytes = b"exhibit"
    file_key: bytes = field(default_factory=lambda: os.urandom(16))
    nonce: bytes = field(default_factory=lambda: os.urandom(16))
    ephemeral: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)

    @property
    def share(self) -> bytes:
        return self.ephemeral.public_key().public_bytes_raw()

    def wrapped(self) -> bytes:
        """The file key, wrapped for the public key."""
        secret = self.ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        key = hkdf(secret, self.share + self.public, b"age-encryption.org/v1/X25519")
        return ChaCha20Poly1305(key).encrypt(bytes(12), self.file_key, None)

    def stanza(self) -> bytes:
        return b"-> X25519 " + base64_of(self.share) + b"\n" + base64_of(self.wrapped()) + b"\n"

    def header(self, stanzas: bytes | None = None, version: bytes = VERSION) -> bytes:
        """Version, stanzas and a MAC that fits them."""
        signed = version + (self.stanza() if stanzas is None else stanzas) + b"---"
        return signed + b" " + base64_of(self.mac(signed)) + b"\n"

    def mac(self, signed: bytes) -> bytes:
        return hmac.digest(hkdf(self.file_key, b"", b"header"), signed, "sha256")

    def chunk(self, index: int, plaintext: bytes, *, last: bool) -> bytes:
        cipher = ChaCha20Poly1305(hkdf(self.file_key, self.nonce, b"payload"))
        return cipher.encrypt(index.to_bytes(11, "big") + bytes([last]), plaintext, None)

    def payload(self) -> bytes:
        """The nonce, and the plaintext in its chunks."""
        pieces = [self.plaintext[at : at + CHUNK] for at in range(0, len(self.plaintext), CHUNK)] or [b""]
        sealed = (
            self.chunk(index, piece, last=index == len(pieces) - 1) for index, piece in enumerate(pieces)
        )
        return self.nonce + b"".join(sealed)

    def full(self, *, last: bool) -> bytes:
        """A first chunk of full length."""
        return self.chunk(0, bytes(CHUNK), last=last)

    def opening(self) -> bytes:
        """All that stands before the first chunk."""
        return self.header() + self.nonce

    def whole(self, stanzas: bytes | None = None, version: bytes = VERSION) -> bytes:
        return self.header(stanzas, version) + self.payload()

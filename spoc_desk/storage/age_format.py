"""The age v1 file format (c2sp.org/age) for X25519 recipients: header, file key, payload key.

Strict on purpose: whatever the specification calls malformed is refused, so that a file has one
reading here and in any other program.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG
PAYLOAD_NONCE = 16

_VERSION = b"age-encryption.org/v1\n"
_FOOTER = b"---"
_STANZA = re.compile(rb"->(?: [\x21-\x7e]+)+\n")
_BODY_COLUMNS = 64
_LONGEST_LINE = 8 * 1024
_LONGEST_HEADER = 64 * 1024
_FILE_KEY = 16
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class AgeDamaged(Exception):
    """The file is not a whole, unaltered age v1 file."""


class AgeWrongKey(Exception):
    """The file is sound, as far as one can see without its key, but sealed to another key."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient of the file: its kind, its arguments, and the file key wrapped for it."""

    arguments: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the payload; signed is the part that the MAC covers."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes


def private_key(identity: str) -> X25519PrivateKey:
    """The key behind an AGE-SECRET-KEY-1… text; ValueError when its checksum is wrong."""
    try:
        pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError as refused:
        raise ValueError("not an age identity") from refused
    letters = identity.lower().rsplit("1", 1)[1][:-6]
    number = 0
    for letter in letters:
        number = number << 5 | _BECH32.index(letter)
    spare = len(letters) * 5 - 256
    return X25519PrivateKey.from_private_bytes((number >> spare).to_bytes(32, "big"))


def identity_of(secret: bytes) -> str:
    """The AGE-SECRET-KEY-1… text of a private key of 32 bytes (Bech32, BIP 173)."""
    number = int.from_bytes(secret, "big") << 4
    values = [number >> 5 * place & 31 for place in reversed(range(52))]
    prefix = "age-secret-key-"
    spread = [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]
    check = _polymod([*spread, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(6))]
    return (prefix + "1" + "".join(_BECH32[value] for value in values)).upper()


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def read_header(file: BinaryIO) -> Header:
    """Read the header and leave the file at the payload nonce. Raises AgeDamaged."""
    signed = file.readline(len(_VERSION))
    if signed != _VERSION:
        raise AgeDamaged("not an age v1 file")
    stanzas: list[Stanza] = []
    line = file.readline(_LONGEST_LINE)
    while not line.startswith(_FOOTER):
        stanza, text = _stanza(file, line)
        stanzas.append(stanza)
        signed += text
        if len(signed) > _LONGEST_HEADER:
            raise AgeDamaged("header too long")
        line = file.readline(_LONGEST_LINE)
    if not stanzas or not line.startswith(_FOOTER + b" ") or not line.endswith(b"\n"):
        raise AgeDamaged("header end")
    mac = _unbase64(line[len(_FOOTER) + 1 : -1])
    return Header(tuple(stanzas), signed + _FOOTER, mac)


def unwrap_file_key(header: Header, key: X25519PrivateKey) -> bytes:
    """The 16-byte file key. Raises AgeWrongKey when no stanza is for this key, AgeDamaged."""
    if any(stanza.arguments[0] == b"scrypt" for stanza in header.stanzas):
        raise AgeDamaged("passphrase stanza beside others, or alone")
    public = key.public_key().public_bytes_raw()
    keys = (_unwrap(stanza, key, public) for stanza in header.stanzas if stanza.arguments[0] == b"X25519")
    found = next((file_key for file_key in keys if file_key is not None), None)
    if found is None:
        raise AgeWrongKey("no stanza for this key")
    expected = hmac.digest(_derive(found, b"", b"header"), header.signed, "sha256")
    if not hmac.compare_digest(expected, header.mac):
        raise AgeDamaged("header MAC")
    return found


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """The cipher of the payload's chunks."""
    return ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))


def chunk_nonce(index: int, *, last: bool) -> bytes:
    """The nonce of chunk number index: a counter, then whether the file ends here."""
    return index.to_bytes(11, "big") + bytes([last])


def _unwrap(stanza: Stanza, key: X25519PrivateKey, public: bytes) -> bytes | None:
    if len(stanza.arguments) != 2:
        raise AgeDamaged("X25519 arguments")
    share = _unbase64(stanza.arguments[1])
    if len(share) != 32 or len(stanza.body) != _FILE_KEY + TAG:
        raise AgeDamaged("X25519 lengths")
    try:
        secret = key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError as refused:
        raise AgeDamaged("X25519 share of low order") from refused
    wrapping = _derive(secret, share + public, b"age-encryption.org/v1/X25519")
    try:
        return ChaCha20Poly1305(wrapping).decrypt(bytes(12), stanza.body, None)
    except InvalidTag:
        return None


def _stanza(file: BinaryIO, first: bytes) -> tuple[Stanza, bytes]:
    if not _STANZA.fullmatch(first):
        raise AgeDamaged("stanza")
    text, body = first, b""
    while True:
        line = file.readline(_BODY_COLUMNS + 1)
        if not line.endswith(b"\n"):
            raise AgeDamaged("stanza body")
        text += line
        body += _unbase64(line[:-1])
        if len(text) > _LONGEST_HEADER:
            raise AgeDamaged("header too long")
        if len(line) <= _BODY_COLUMNS:
            return Stanza(tuple(first[3:-1].split(b" ")), body), text


def _unbase64(text: bytes) -> bytes:
    if b"=" in text:
        raise AgeDamaged("base64 padding")
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as refused:
        raise AgeDamaged("base64") from refused
    if base64.b64encode(raw).rstrip(b"=") != text:
        raise AgeDamaged("base64 not canonical")
    return raw


def _derive(secret: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, label).derive(secret)

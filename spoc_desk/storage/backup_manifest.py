"""The list of what a backup holds, signed with the key that signs the vault's audit trail."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import AuditHead
from spoc_desk.storage.audit import Checkpoint, private_key, signed_note
from spoc_desk.storage.backup_files import Content
from spoc_desk.storage.keyslots import canonical

FORMAT = "spoc-desk backup 1"
LARGEST = 64 * 1024 * 1024

_SIGNING = b"SPOC Desk backup manifest\n"
_EVIDENCE = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAMAGED = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    files: those of the database's own folder, by name. evidence: sealed files by random name, with
    their sizes as they lie on disk. missing: names of evidence that there was no file of.
    """

    vault: str
    made_at: datetime
    sequence: int
    head: str
    files: Mapping[str, Content]
    evidence: Mapping[str, int]
    missing: tuple[str, ...] = ()
    signature: str = ""

    @property
    def size(self) -> int:
        """Bytes of evidence."""
        return sum(self.evidence.values())


def signed(manifest: Manifest, signing_key: str) -> Manifest:
    """The manifest with the vault's signature. signing_key: hexadecimal, as the vault keeps it."""
    signature = private_key(signing_key).sign(_covered(manifest)).hex()
    return replace(manifest, signature=signature)


def check_signature(manifest: Manifest, signing_key: str) -> None:
    """Raises DomainError("backup.forged") unless the vault with this signing key made the manifest."""
    _verify(private_key(signing_key).public_key(), manifest.signature, _covered(manifest))


def encoded(manifest: Manifest) -> bytes:
    """The manifest as its file holds it."""
    return canonical({**_told(manifest), "signature": manifest.signature}) + b"\n"


def decoded(content: bytes) -> Manifest:
    """What the file says. Raises DomainError("backup.file_damaged") for whatever we did not write."""
    try:
        told = json.loads(content)
        if told["format"] != FORMAT or not isinstance(told["signature"], str):
            raise ValueError("format")
        manifest = Manifest(
            vault=_text(told["vault"]),
            made_at=_moment(told["made_at"]),
            sequence=_count(told["sequence"]),
            head=_match(_SHA256, told["head"]),
            files={
                _text(name): Content(_count(size), _match(_SHA256, sha256))
                for name, (size, sha256) in told["files"].items()
            },
            evidence={_match(_EVIDENCE, name): _count(size) for name, size in told["evidence"].items()},
            missing=tuple(_match(_EVIDENCE, name) for name in told["missing"]),
            signature=told["signature"],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as fault:
        raise DomainError("backup.file_damaged", name=_DAMAGED) from fault
    return manifest


def encoded_checkpoint(checkpoint: Checkpoint) -> bytes:
    """The signed end of the audit trail as its file holds it."""
    return (json.dumps(asdict(checkpoint), indent=1) + "\n").encode()


def decoded_checkpoint(content: bytes) -> Checkpoint:
    """What the file says. Raises DomainError("backup.file_damaged")."""
    try:
        told = json.loads(content)
        return Checkpoint(
            _count(told["sequence"]),
            _match(_SHA256, told["head"]),
            *(_text(told[name]) for name in ("at", "signature", "public_key")),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise DomainError("backup.file_damaged", name="checkpoint.json") from fault


def check_checkpoint(checkpoint: Checkpoint, signing_key: str) -> None:
    """Raises DomainError("backup.forged") unless the vault with this signing key signed it."""
    public = private_key(signing_key).public_key()
    if checkpoint.public_key != public.public_bytes_raw().hex():
        raise DomainError("backup.forged")
    head = AuditHead(checkpoint.sequence, checkpoint.head)
    _verify(public, checkpoint.signature, signed_note(head, checkpoint.at))


def _told(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "vault": manifest.vault,
        "made_at": manifest.made_at.isoformat(),
        "sequence": manifest.sequence,
        "head": manifest.head,
        "files": {name: [each.size, each.sha256] for name, each in manifest.files.items()},
        "evidence": dict(manifest.evidence),
        "missing": list(manifest.missing),
    }


def _covered(manifest: Manifest) -> bytes:
    return _SIGNING + canonical(_told(manifest))


def _verify(public: Ed25519PublicKey, signature: str, covered: bytes) -> None:
    try:
        public.verify(bytes.fromhex(signature), covered)
    except (InvalidSignature, ValueError) as fault:
        raise DomainError("backup.forged") from fault


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _match(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not in its form")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment

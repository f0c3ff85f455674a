"""The frozen return: canonical JSON text, its digest, and the plain values read back from it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]

HASH_FIELD = "payload_sha256"


def canonical_json(payload: Payload) -> str:
    """The one spelling of a payload: sorted keys, no spaces, integers only, text in Unicode form C.

    All keys are ASCII and all numbers integers, so this is what RFC 8785 (JSON
    Canonicalization Scheme) writes for the same values. Raises TypeError for a
    float, because two machines may write it differently.
    """
    return json.dumps(
        _settled(payload), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def payload_digest(payload: Payload) -> str:
    """SHA-256, in hex, of the canonical JSON in UTF-8 without the payload_sha256 field itself."""
    bare = {name: value for name, value in payload.items() if name != HASH_FIELD}
    return hashlib.sha256(canonical_json(bare).encode("utf-8")).hexdigest()


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _settled(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(inner) for inner in value]
    if isinstance(value, str):
        # A lone surrogate cannot be written as UTF-8; it is replaced where it stands.
        return unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode("utf-8"))
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"a return holds no {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class ReturnSnapshot:
    """One frozen return. document is canonical JSON with its digest inside; every export is made from it."""

    document: str

    @classmethod
    def of(cls, payload: Payload) -> ReturnSnapshot:
        """Freeze a payload, putting its digest in."""
        return cls(canonical_json({**payload, HASH_FIELD: payload_digest(payload)}))

    @property
    def payload(self) -> Payload:
        """The values, as a new dictionary each time: changing it changes nothing here."""
        values: Payload = json.loads(self.document)
        return values

    @property
    def return_id(self) -> str:
        """The uid of this return."""
        return str(self.payload["return_id"])

    @property
    def payload_sha256(self) -> str:
        """The digest written in the document."""
        return str(self.payload[HASH_FIELD])

    @property
    def nil(self) -> bool:
        """Whether it says that nothing new happened."""
        return bool(self.payload["nil_return"])

    @property
    def authorised(self) -> bool:
        """Whether somebody has authorised it; until then no receiver accepts it."""
        return self.payload["authorised_by_role"] is not None

    @property
    def intact(self) -> bool:
        """Whether the document still is what was frozen; false for what cannot even be read."""
        try:
            payload = self.payload
            return bool(payload[HASH_FIELD] == payload_digest(payload)) and self.document == canonical_json(
                payload
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return False

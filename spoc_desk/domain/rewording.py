"""Rewrites every word that a frozen record says, and leaves its references, hashes and codes as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from spoc_desk.domain.redactions import PackRedaction

KEPT = frozenset(
    {
        *("sha256", "head", "media_type", "opening_password", "profile"),
        *("reference", "pack_reference", "casefile_reference", "supersedes", "continues"),
    }
)
_DOCUMENT_KEPT = KEPT | {"format", "name", "role", "redacted_sha256", "certificate_sha256", "made_with"}
REFERENCES = frozenset({"exhibits", "references"})
_NAMED = frozenset({"reference", "pack_reference", "casefile_reference", "supersedes", "continues"})
_Value = TypeVar("_Value")


def reworded(value: _Value, rewrite: Callable[[str], str]) -> _Value:
    """The record or document with each text in it rewritten; a redaction's own record stays as it is."""
    told: Any = value
    if isinstance(told, Enum):
        return value
    if isinstance(told, str):
        told = rewrite(told)
    elif isinstance(told, list):
        told = [reworded(each, rewrite) for each in told]
    elif isinstance(told, dict):
        told = {key: held if key in _DOCUMENT_KEPT else reworded(held, rewrite) for key, held in told.items()}
    elif isinstance(told, tuple):
        told = tuple(reworded(each, rewrite) for each in told)
    elif is_dataclass(told) and not isinstance(told, type | PackRedaction):
        told = replace(told, **{name: _held(name, held, rewrite) for name, held in _fields(told)})
    return told  # type: ignore[no-any-return]


def references_in(value: object) -> Iterator[str]:
    """Every reference that the record names, however deep."""
    if isinstance(value, tuple):
        for each in value:
            yield from references_in(each)
    elif is_dataclass(value) and not isinstance(value, type | PackRedaction):
        for field in fields(value):
            held = getattr(value, field.name)
            if field.name in _NAMED:
                yield held
            elif field.name in REFERENCES:
                yield from (each for each in held if isinstance(each, str))
            yield from references_in(held)


def _fields(told: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(told, field.name)) for field in fields(told) if field.name not in KEPT]


def _held(name: str, held: Any, rewrite: Callable[[str], str]) -> Any:
    if name in REFERENCES:
        return tuple(each if isinstance(each, str) else reworded(each, rewrite) for each in held)
    return reworded(held, rewrite)

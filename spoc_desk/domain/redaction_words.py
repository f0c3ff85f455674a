"""Takes the words that may stand nowhere in a pack out of everything that it says itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from spoc_desk.domain.packs import PackContent
from spoc_desk.domain.redactions import PackRedaction
from spoc_desk.domain.word_matching import replaced

REDACTED = "[redacted]"
_KEPT = frozenset(
    {
        *("sha256", "head", "media_type", "opening_password"),
        *("reference", "pack_reference", "casefile_reference"),
    }
)
_Value = TypeVar("_Value")


def without_terms(text: str, terms: Iterable[str]) -> str:
    """The text with each term replaced by [redacted]."""
    return replaced(text, terms, REDACTED)


def redacted_content(content: PackContent) -> PackContent:
    """The pack without the words that may stand nowhere in it, in whatever it says itself."""
    terms = everywhere_terms(content)
    return _without(content, terms) if terms else content


def everywhere_terms(content: PackContent) -> tuple[str, ...]:
    """Every word that may stand nowhere in the pack, longest first."""
    found = {
        term for exhibit in content.exhibits if exhibit.redaction for term in exhibit.redaction.terms if term
    }
    return tuple(sorted(found, key=lambda term: (-len(term), term)))


def _without(value: _Value, terms: tuple[str, ...]) -> _Value:
    told: Any = value
    if isinstance(told, PackRedaction):
        return value
    if isinstance(told, str):
        told = without_terms(told, terms)
    elif isinstance(told, tuple):
        told = tuple(_without(each, terms) for each in told)
    elif is_dataclass(told) and not isinstance(told, type):
        names = [field.name for field in fields(told) if field.name not in _KEPT]
        told = replace(told, **{name: _without(getattr(told, name), terms) for name in names})
    return told  # type: ignore[no-any-return]

"""Finds a word or phrase however it is written: capitals, accents, hyphens, line breaks, spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from spoc_desk.domain.packs import PackContent
from spoc_desk.domain.redactions import PackRedaction
from spoc_desk.domain.served_copies import dialled

REDACTED = "[redacted]"
# Spaces, separators, every hyphen, and what PDF readers put where a line was broken.
_JOINT = "[\\s,./()\\-\u0002\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff\ufffe]*"
_HYPHEN = "(?:[\u00ad\u200b-\u200d\u2060]|[\\-\u0002\u2010-\u2015\ufffe]\\s*)?"
_TOKEN = re.compile(r"[^\W_]+|@")
_SPACED_AT_LEAST = 6
_LONG = 200_000
_PHONE_DIGITS = range(9, 16)
_KEPT = frozenset(
    {
        *("sha256", "head", "media_type", "opening_password"),
        *("reference", "pack_reference", "casefile_reference"),
    }
)
_Value = TypeVar("_Value")


def found_in(term: str, text: str) -> list[tuple[int, int]]:
    """Where the term stands in the text: first letter and the place after the last, from 0."""
    folded, places = fold(text)
    return [
        (places[match.start()], places[match.end() - 1] + 1) for match in pattern_of(term).finditer(folded)
    ]


def fold(text: str) -> tuple[str, list[int]]:
    """The text without capitals, accents and joined letters, and for each letter its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _folded(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=256)
def pattern_of(term: str) -> re.Pattern[str]:
    """What finds a term in folded text. A telephone is found in every way of dialling it."""
    digits = sum(letter.isdigit() for letter in term)
    phone = digits in _PHONE_DIGITS and not any(letter.isalpha() for letter in term)
    forms = sorted(dialled(term), key=lambda form: (-len(form), form)) if phone else [term]
    return re.compile("|".join(_form(form) for form in forms))


def any_stands_in(terms: Iterable[str], text: str) -> bool:
    """Whether one of the terms stands in a text, which may be long and no text at all."""
    folded = text.lower() if text.isascii() or len(text) > _LONG else fold(text)[0]
    return any(pattern_of(term).search(folded) for term in terms)


def without_terms(text: str, terms: Iterable[str]) -> str:
    """The text with each term replaced by [redacted]."""
    for term in terms:
        for start, end in reversed(found_in(term, text)):
            text = f"{text[:start]}{REDACTED}{text[end:]}"
    return text


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


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character)
    return "".join(each for each in parts if unicodedata.category(each) != "Mn").casefold()


def _form(term: str) -> str:
    tokens = _TOKEN.findall(fold(term)[0])
    letters = "".join(tokens)
    spaced = len(letters) >= _SPACED_AT_LEAST or any(letter.isdigit() for letter in letters)
    inside = _JOINT if spaced else _HYPHEN
    joined = _JOINT.join(inside.join(re.escape(letter) for letter in token) for token in tokens)
    return rf"(?<!\w){joined}(?!\w)" if joined else r"(?!)"

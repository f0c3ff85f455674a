"""Turns a refusal's code and values into one clear sentence, from the table in resources/messages."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason


class Messages:
    """The sentences of one language, by code "subject.reason"."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table

    @classmethod
    def read(cls, path: Path) -> Messages:
        """Reads a table such as resources/messages/en.toml."""
        with path.open("rb") as file:
            return cls(tomllib.load(file))

    def sentence(self, error: DomainError) -> str:
        """What to tell the user. A code without a sentence is shown as it is, never hidden."""
        return self._worded(error.code, error.values) or str(error)

    def told(self, code: str) -> str:
        """The sentence of a code that needs no values."""
        return self._worded(code, {}) or code

    def _worded(self, code: str, values: Mapping[str, object]) -> str:
        subject, _, name = code.partition(".")
        sentence = self._table.get(subject, {}).get(name)
        return "" if sentence is None else _Plain().vformat(sentence, (), values)

    def said(self, entry: Reason) -> str:
        """What a reason says, in words: a fault, a warning, a basis."""
        return (self._worded(entry.code, entry.mapping()) or f"{entry.code} {entry.mapping()}").strip()


class _Plain(string.Formatter):
    """Fills {names} only: no attributes and no indexes, and a missing value shows its name."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs.get(field_name, "{" + field_name + "}"), field_name

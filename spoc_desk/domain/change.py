"""What every change has: the kind of processing it is, and the casefile it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Verb(StrEnum):
    """The six kinds of processing that Data Protection Act 2018 s62 has logged, and four of our own."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    LOGIN = "login"
    KEY = "key"
    VERIFY = "verify"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a verb did. casefile: the id of the casefile it belongs to, if any."""

    verb: ClassVar[Verb] = Verb.ALTERATION
    casefile: int | None = None

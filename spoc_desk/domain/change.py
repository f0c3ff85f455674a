"""What every change has: the kind of processing it is, who may make it, the casefile it belongs to."""

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


class Permission(StrEnum):
    """What an officer's role may allow. domain/permissions.py says which role may do which."""

    READ = "read"  # see the records of casework
    WORK = "work"  # record and change them
    REMOVE = "remove"  # withdraw what was recorded
    DISCLOSE = "disclose"  # print and hand out what is released
    AUTHORISE = "authorise"  # release packs, authorise returns
    ERASE = "erase"  # destroy records for good
    OFFICERS = "officers"  # enrol and revoke colleagues
    POLICY = "policy"  # settings and certificates of the whole vault
    BACKUP = "backup"
    RESTORE = "restore"
    VERIFY = "verify"
    AUDIT = "audit"  # read and export the audit trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a verb did. casefile: the id of the casefile it belongs to, if any.

    needs: what the officer must be permitted; None for what the program itself writes down.
    """

    verb: ClassVar[Verb] = Verb.ALTERATION
    needs: ClassVar[Permission | None] = Permission.WORK
    casefile: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedChange(Change):
    """A change that takes two officers: the id of the second, or that one acted alone."""

    # None also where whoever is at the desk is the second officer: another made the pack, froze the return.
    second: int | None = None
    self_authorised: bool = False

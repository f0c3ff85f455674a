"""Somebody standing at one election, as the nomination papers and Democracy Club name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spoc_desk.domain.errors import DomainError


class Regime(StrEnum):
    """Which national operation protects this candidacy."""

    BRIDGER = "bridger"
    FORD = "ford"
    OTHER = "other"


REGIME_LABELS = {
    Regime.BRIDGER: "Operation Bridger",
    Regime.FORD: "Operation Ford",
    Regime.OTHER: "Neither operation",
}


class Standing(StrEnum):
    """How a candidacy stands."""

    NOMINATED = "nominated"
    WITHDRAWN = "withdrawn"
    ELECTED = "elected"
    NOT_ELECTED = "not_elected"
    POLL_CANCELLED = "poll_cancelled"


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One person on one ballot paper."""

    id: int
    person_id: int
    election_id: str
    ballot_paper_id: str
    poll_on: date
    election_type: str
    area_name: str
    area_gss: str = ""
    party_name: str = ""
    party_id: str = ""
    description: str = ""
    agent_id: int | None = None
    standing: Standing = Standing.NOMINATED
    regime: Regime = Regime.OTHER


_GSS = re.compile(r"[EWSN][0-9]{8}")
_BRIDGER = {"parl"}
_FORD = {"local", "mayor", "pcc"}
OFFICE_LEVELS = {
    "parl": "uk",
    "sp": "devolved",
    "senedd": "devolved",
    "nia": "devolved",
    "gla": "devolved",
    "mayor": "mayor",
    "pcc": "pcc",
    "local": "local",
}


def checked_gss(code: str) -> str:
    """A GSS code or an empty string. Raises DomainError("candidacies.gss_wrong")."""
    clean = code.strip().upper()
    if clean and not _GSS.fullmatch(clean):
        raise DomainError("candidacies.gss_wrong", code=code[:40])
    return clean


def election_type(ballot_paper_id: str) -> str:
    """The kind of election, the first part of a Democracy Club id such as local.northmere.2027-05-06."""
    return ballot_paper_id.split(".", 1)[0].lower()


def regime_of(kind: str) -> Regime:
    """The operation that covers this kind of election.

    Bridger: the UK parliament. Ford: councils, mayors and PCCs (not parish or town councils).
    """
    if kind in _BRIDGER:
        return Regime.BRIDGER
    return Regime.FORD if kind in _FORD else Regime.OTHER


def office_level(kind: str) -> str:
    """The level an NPCC return counts this election under."""
    return OFFICE_LEVELS.get(kind, "other")

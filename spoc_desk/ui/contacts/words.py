"""Codes of contacts in words: kinds of election, and how a candidacy stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.candidacies import Standing


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactWords", text)


def election_words(kind: str) -> str:
    """The kind of election in words."""
    words = {
        "parl": _tr("UK Parliament"),
        "sp": _tr("Scottish Parliament"),
        "senedd": _tr("Senedd Cymru"),
        "nia": _tr("Northern Ireland Assembly"),
        "gla": _tr("London Assembly"),
        "mayor": _tr("Mayor"),
        "pcc": _tr("Police and crime commissioner"),
        "local": _tr("Local council"),
    }
    return words.get(kind, kind)


def standing_words(standing: Standing) -> str:
    """How a candidacy stands, in words."""
    return {
        Standing.NOMINATED: _tr("Nominated"),
        Standing.WITHDRAWN: _tr("Withdrawn"),
        Standing.ELECTED: _tr("Elected"),
        Standing.NOT_ELECTED: _tr("Not elected"),
        Standing.POLL_CANCELLED: _tr("Poll cancelled"),
    }[standing]

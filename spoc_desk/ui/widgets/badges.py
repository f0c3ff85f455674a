"""How the statuses of casework look: the one table of words, tones and icons."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from spoc_desk.services.rows import ListRow
from spoc_desk.ui.theme import Badge, Tone

_CONTEXT = "Badges"
# code: tone, word, icon where the tone's own would mislead
_BADGES = {
    "new": (Tone.NEW, QT_TRANSLATE_NOOP("Badges", "New"), ""),
    "under_investigation": (Tone.ACTIVE, QT_TRANSLATE_NOOP("Badges", "Under investigation"), ""),
    "awaiting_cps": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "Awaiting CPS"), ""),
    "charged": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Charged"), "gavel"),
    "closed": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Closed"), ""),
    "overdue": (Tone.URGENT, QT_TRANSLATE_NOOP("Badges", "Overdue"), ""),
    "pending": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "Being sealed"), ""),
    "sealed": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Sealed"), "shield-check"),
    "missing": (Tone.URGENT, QT_TRANSLATE_NOOP("Badges", "Missing"), ""),
    "altered": (Tone.URGENT, QT_TRANSLATE_NOOP("Badges", "Altered"), ""),
    "frozen": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "To authorise"), "pen-line"),
    "authorised": (Tone.ACTIVE, QT_TRANSLATE_NOOP("Badges", "Authorised"), "badge-check"),
    "exported": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Exported"), ""),
    "superseded": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Superseded"), "history"),
    "preparing": (Tone.ACTIVE, QT_TRANSLATE_NOOP("Badges", "Preparing"), "list-checks"),
    "sent": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "Sent to CPS"), "send"),
    "decided": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Decided"), "gavel"),
    "draft": (Tone.NEW, QT_TRANSLATE_NOOP("Badges", "Draft"), "circle-dashed"),
    "released": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Released"), "package"),
    "served": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Served"), "package"),
    "internal": (Tone.NEW, QT_TRANSLATE_NOOP("Badges", "Internal"), "package"),
    "used": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Used"), "circle-check"),
    "unused": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Unused material"), "archive"),
    "sensitive": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "Sensitive material"), "eye-off"),
    "prior_threat": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "Prior threat"), "triangle-alert"),
    "nominated": (Tone.NEW, QT_TRANSLATE_NOOP("Badges", "Nominated"), "vote"),
    "withdrawn": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Withdrawn"), ""),
    "elected": (Tone.DONE, QT_TRANSLATE_NOOP("Badges", "Elected"), "landmark"),
    "not_elected": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Not elected"), ""),
    "low": (Tone.CLOSED, QT_TRANSLATE_NOOP("Badges", "Low risk"), "circle"),
    "med": (Tone.NEW, QT_TRANSLATE_NOOP("Badges", "Medium risk"), "circle-dot"),
    "high": (Tone.WAITING, QT_TRANSLATE_NOOP("Badges", "High risk"), "triangle-alert"),
    "critical": (Tone.URGENT, QT_TRANSLATE_NOOP("Badges", "Critical risk"), ""),
}
# Codes of the records that read otherwise than their words.
_ALIASES = {"investigating": "under_investigation"}


def badge_of(status: str) -> Badge:
    """The badge of a status, by code or by word; an unknown one shows its own words, in grey."""
    key = status.casefold().replace(" ", "_")
    key = _ALIASES.get(key, key)
    if key in _BADGES:
        tone, word, icon = _BADGES[key]
        return Badge(tone, QCoreApplication.translate(_CONTEXT, str(word)), icon)
    words = status.replace("_", " ")
    return Badge(Tone.CLOSED, words[:1].upper() + words[1:], "circle")


def row_badge(row: ListRow) -> Badge:
    """The badge of a row; one without a status has no word, and so no pill."""
    return badge_of(row.status)

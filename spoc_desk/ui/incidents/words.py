"""The words in which an incident's codes are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.offences import LawPack


def labelled(labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Keys and words, as a choice takes them."""
    return [(str(key), words) for key, words in labels.items()]


def platform_of(incident: Incident, lawpack: LawPack) -> str:
    """The platform by its name; one that is in no list, as it was written."""
    labels = {term.key: term.label for term in lawpack.platforms}
    return labels.get(incident.platform, incident.platform)


def where_of(incident: Incident, lawpack: LawPack) -> str:
    """Place and platform, whichever are known."""
    return " · ".join(filter(None, (incident.location, platform_of(incident, lawpack))))


def strands_of(incident: Incident, lawpack: LawPack) -> str:
    """The hate strands by their names; one that is in no list, as it was written."""
    labels = {term.key: term.label for term in lawpack.hate_strands}
    return ", ".join(labels.get(key, key) for key in incident.hate_strands)

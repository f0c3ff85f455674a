"""Counts incidents into rows: one row for each combination of codes, new and to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_codes import (
    CATEGORIES,
    CHANNELS,
    HATE_STRANDS,
    LOCAL_STRANDS,
    OFFICE_LEVELS,
    PLATFORMS,
    VICTIM_ROLES,
    VICTIM_SEXES,
)
from spoc_desk.domain.return_facts import IncidentFact
from spoc_desk.domain.return_payload import Payload
from spoc_desk.domain.return_rules import OFFENCE_CODE, coded

DIMENSIONS = (
    "category", "channel", "platform", "victim_role", "office_level", "victim_sex",
    "hate_strands", "sch9_hostility", "crime_recorded", "offence_code",
)  # fmt: skip

RowKey = tuple[str, str, str, str, str, str, tuple[str, ...], bool, bool, str]


def incident_rows(incidents: Iterable[IncidentFact]) -> list[Payload]:
    """The rows in a fixed order. Raises DomainError("returns.unknown_code") for a code outside the lists."""
    new: Counter[RowKey] = Counter()
    to_date: Counter[RowKey] = Counter()
    for incident in incidents:
        key = _key(incident)
        to_date[key] += incident.count
        if incident.recorded_in_period:
            new[key] += incident.count
    return [_row(_checked(key), new[key], to_date[key]) for key in sorted(to_date)]


def row_key(row: Payload) -> RowKey:
    """The combination of codes a row counts."""
    return (
        row["category"],
        row["channel"],
        row["platform"] or "",
        row["victim_role"],
        row["office_level"],
        row["victim_sex"],
        tuple(row["hate_strands"]),
        row["sch9_hostility"],
        row["crime_recorded"],
        row["offence_code"] or "",
    )


def row_name(key: RowKey) -> str:
    """A row named by its codes, for a fault."""
    told = [part for part in key if isinstance(part, str) and part]
    return " / ".join([*told[:-1], *key[6], told[-1]] if key[9] else [*told, *key[6]])


def _key(incident: IncidentFact) -> RowKey:
    strands = incident.hate_strands
    return (
        incident.category,
        incident.channel,
        incident.platform or "",
        incident.victim_role,
        incident.office_level,
        incident.victim_sex,
        tuple(sorted(set(strands) - LOCAL_STRANDS)) if strands else (),
        incident.sch9_hostility,
        incident.crime_recorded,
        incident.offence_code or "",
    )


def _checked(key: RowKey) -> RowKey:
    category, channel, platform, victim_role, office_level, victim_sex, strands, *_, offence = key
    coded("category", category, CATEGORIES)
    coded("channel", channel, CHANNELS)
    coded("victim_role", victim_role, VICTIM_ROLES)
    coded("office_level", office_level, OFFICE_LEVELS)
    coded("victim_sex", victim_sex, VICTIM_SEXES)
    if platform:
        coded("platform", platform, PLATFORMS)
    for strand in strands:
        coded("hate_strands", strand, HATE_STRANDS)
    if offence and not OFFENCE_CODE.fullmatch(offence):
        raise DomainError("returns.unknown_code", field="offence_code", value=offence)
    return key


def _row(key: RowKey, new: int, to_date: int) -> Payload:
    row: Payload = dict(zip(DIMENSIONS, key, strict=True))
    row["platform"] = row["platform"] or None
    row["offence_code"] = row["offence_code"] or None
    row["hate_strands"] = list(row["hate_strands"])
    return {"count_new": new, "count_cumulative": to_date, **row}

"""Counts casework for a return, in SQL: a day out of 100,000 incidents must not wait."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select

from spoc_desk.domain.candidacies import office_level
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.return_codes import ELECTION_TYPES, PLATFORMS, VICTIM_SEXES
from spoc_desk.domain.return_facts import ElectionFact, EngagementCounts, IncidentFact, ProgressCounts
from spoc_desk.services.figures import KnownWords, ReturnFigures
from spoc_desk.storage import tables as t

_CHARGED = ("1", "1A")


def return_figures(connection: Connection, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
    """Everything recorded before end; new from start. last_day: the period's last day."""
    return ReturnFigures(
        _incidents(connection, start, end),
        _engagement(connection, end, last_day),
        _progress(connection, end, last_day),
        _elections(connection, last_day),
    )


def _count(connection: Connection, wanted: Select[Any]) -> int:
    return int(connection.execute(wanted).scalar_one())


def _incidents(connection: Connection, start: datetime, end: datetime) -> tuple[IncidentFact, ...]:
    i, c = t.incident.c, t.candidacy.c
    kinds = dict(connection.execute(select(c.person_id, c.election_type).order_by(c.poll_on)).tuples().all())
    roles = dict(connection.execute(select(t.person_role.c.person_id, t.person_role.c.role)).tuples().all())
    sexes = dict(connection.execute(select(t.person.c.id, t.person.c.sex)).tuples().all())
    wanted = select(
        i.uid,
        i.category,
        i.channel,
        i.contact_id,
        i.recorded_at,
        i.crime_reference,
        i.platform,
        i.hate_strands,
        i.hostility,
        i.offence_codes,
    ).where(i.recorded_at < end)
    return tuple(
        IncidentFact(
            uid=row.uid,
            category=row.category,
            channel=str(row.channel),
            victim_role=_role(row.contact_id, roles, kinds),
            office_level=office_level(kinds.get(row.contact_id, "")),
            victim_sex=_known(sexes.get(row.contact_id, "").lower(), VICTIM_SEXES, "unknown"),
            recorded_in_period=row.recorded_at >= start,
            crime_recorded=bool(row.crime_reference),
            platform=_known(row.platform.lower(), PLATFORMS, "other") if row.platform else None,
            hate_strands=row.hate_strands,
            sch9_hostility=bool(row.hostility),
            offence_code=row.offence_codes[0] if row.offence_codes else None,
        )
        for row in connection.execute(wanted)
    )


def _role(person: int | None, roles: dict[int, ContactRole], kinds: dict[int, str]) -> str:
    if person is None:
        return "other"
    held = roles.get(person)
    return str(held) if held else "candidate" if person in kinds else "other"


def _known(code: str, codes: Any, otherwise: str) -> str:
    return code if code in codes else otherwise


def _engagement(connection: Connection, end: datetime, last_day: date) -> EngagementCounts:
    b, m = t.briefing.c, t.measure.c
    standing = select(t.candidacy.c.person_id).where(t.candidacy.c.standing != "withdrawn")
    spoken = (
        select(t.advice.c.person_id)
        .where(t.advice.c.given_at < end)
        .union(select(b.person_id).where(b.at < end))
    )

    def offered(*states: str) -> int:
        wanted = select(func.count(distinct(b.person_id))).where(b.at < end)
        return _count(connection, wanted.where(b.state.in_(states)) if states else wanted)

    return EngagementCounts(
        candidates_known=_count(
            connection,
            select(func.count(distinct(t.candidacy.c.person_id))).where(
                t.candidacy.c.standing != "withdrawn"
            ),
        ),
        contacted=_count(
            connection,
            select(func.count())
            .select_from(t.person)
            .where(t.person.c.id.in_(standing), t.person.c.id.in_(spoken)),
        ),
        briefing_offered=offered(),
        briefed=offered("given"),
        declined=offered("declined"),
        measures_in_place=_count(
            connection,
            select(func.count())
            .select_from(t.measure)
            .where(m.fitted_on <= last_day, (m.returned_on.is_(None)) | (m.returned_on > last_day)),
        ),
    )


def _progress(connection: Connection, end: datetime, last_day: date) -> ProgressCounts:
    i, p, r, f = t.incident.c, t.case_person.c, t.referral.c, t.casefile.c
    recorded = i.recorded_at < end
    outcomes = connection.execute(
        select(i.outcome, func.count())
        .where(recorded, i.outcome != "", i.outcome != "not_assigned")
        .group_by(i.outcome)
    )
    counted = {str(code): int(number) for code, number in outcomes}
    return ProgressCounts(
        open=_count(
            connection,
            select(func.count()).where(recorded, i.status.in_(("new", "investigating", "awaiting_cps"))),
        ),
        arrests=_count(connection, select(func.count()).where(p.arrested_at < end)),
        va_interviews=_count(
            connection, select(func.count()).where(p.interviewed_at < end, p.arrested_at.is_(None))
        ),
        cps_early_advice=_count(connection, select(func.count()).where(f.early_advice_on <= last_day)),
        cps_submitted=_count(connection, select(func.count()).where(r.sent_at < end)),
        charged=sum(counted.get(code, 0) for code in _CHARGED),
        outcomes=tuple(sorted(counted.items())),
        time_limit_under_30d=_count(
            connection,
            select(func.count()).where(
                f.limit_on.between(last_day, last_day + timedelta(days=30)),
                f.status.not_in(("charged", "closed")),
            ),
        ),
    )


def _elections(connection: Connection, last_day: date) -> tuple[ElectionFact, ...]:
    c = t.candidacy.c
    wanted = (
        select(c.election_id, c.election_type, c.poll_on)
        .distinct()
        .where(c.poll_on >= last_day - timedelta(days=42))
    )
    return tuple(
        ElectionFact(row.election_id, _known(row.election_type, ELECTION_TYPES, "other"), row.poll_on)
        for row in connection.execute(wanted.order_by(c.poll_on, c.election_id))
    )


def known_words(connection: Connection) -> KnownWords:
    """Names, parties, crime references, places and account names kept in the vault."""

    def every(*columns: Any) -> tuple[str, ...]:
        found: set[str] = set()
        for column in columns:
            found.update(str(value) for (value,) in connection.execute(select(distinct(column))) if value)
        return tuple(sorted(found))

    handles = {
        str(handle)
        for (kept,) in connection.execute(select(t.person.c.handles))
        for handle in (kept if isinstance(kept, tuple) else json.loads(kept))
    }
    return KnownWords(
        names=every(t.person.c.name, t.case_person.c.name, t.report.c.reporter),
        parties=every(t.candidacy.c.party_name),
        crime_references=every(t.incident.c.crime_reference, t.incident.c.log_number, t.casefile.c.urn),
        places=every(t.candidacy.c.area_name),
        handles=tuple(sorted(handles | set(every(t.incident.c.account)))),
    )

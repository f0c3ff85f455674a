"""Counts casework for a return, in SQL: a day out of 100,000 incidents must not wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, distinct, func, or_, select

from spoc_desk.domain.candidacies import office_level
from spoc_desk.domain.return_codes import ELECTION_TYPES, PLATFORMS, VICTIM_SEXES
from spoc_desk.domain.return_facts import ElectionFact, EngagementCounts, IncidentFact, ProgressCounts
from spoc_desk.services.figures import KnownWords, NotableIncident, ReturnFigures
from spoc_desk.storage import tables as t

_CHARGED = ("1", "1A")
_LIMIT_DAYS = 30
_ELECTION_DAYS = 42

# Whoever stands on a record: those it is about, and the officers who made it.
NAMES: tuple[ColumnElement[str], ...] = (
    *(t.case_person.c.name, t.report.c.reporter, t.suspected_offence.c.suspect, t.statement.c.witness),
    *(t.officer.c.name, t.casefile.c.officer_in_case, t.casefile.c.supervisor, t.report.c.taken_by),
    *(t.advice.c.officer, t.briefing.c.officer, t.exhibit.c.found_by, t.movement.c.officer),
    *(t.suspected_offence.c.override_by, t.suspected_offence.c.checked_by, t.suspected_offence.c.entered_by),
    *(t.charge_answer.c.by, t.answer.c.by, t.answer.c.name, t.answer.c.second),
    *(t.referral.c.opened_by, t.referral.c.sent_by, t.issued_pack.c.issued_by, t.pack_copy.c.officer),
    *(t.filed_return.c.frozen_by, t.filed_return.c.authorised_by, t.issued_pack.c.authorised_by),
    *(t.pack_release.c.released_by, t.pack_release.c.authorised_by, t.pack_copy_result.c.officer),
    *(t.redaction.c.made_by, t.redaction.c.withdrawn_by, t.redaction_check.c.checked_by),
    *(t.redaction_check.c.recorded_by, t.signing_certificate.c.added_by),
    *(t.retention_period.c.entered_by, t.retention_review.c.by, t.legal_hold.c.placed_by),
    *(t.legal_hold.c.lifted_by, t.disposal.c.officer, t.disposal.c.second_officer),
)
# A holder may be a store as well as somebody, a redacted word anything: only the whole of it tells.
PLACES: tuple[ColumnElement[str], ...] = (
    *(t.candidacy.c.area_name, t.movement.c.from_holder, t.movement.c.to_holder, t.redaction.c.term),
)


def return_figures(connection: Connection, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
    """Everything recorded before end; new from start. last_day: the period's last day."""
    alike = _alike(connection, start, end)
    outcomes: Counter[str] = Counter()
    for row in alike:
        outcomes[row.settled] += row.number
    return ReturnFigures(
        _facts(connection, alike),
        _engagement(connection, end, last_day),
        _progress(connection, end, last_day, outcomes),
        _elections(connection, last_day),
        _notable(connection, start, end),
    )


def _count(connection: Connection, wanted: Select[Any]) -> int:
    return int(connection.execute(wanted).scalar_one())


def _settled_by(end: datetime) -> ColumnElement[bool]:
    """An outcome given after the period is not yet one in it, however late the return is frozen."""
    i = t.incident.c
    return and_(i.outcome.not_in(("", "not_assigned")), or_(i.outcome_at.is_(None), i.outcome_at < end))


def _alike(connection: Connection, start: datetime, end: datetime) -> Sequence[Row[Any]]:
    """Incidents that are alike in every code and concern one contact, counted: one reading of the table."""
    i = t.incident.c
    codes = (
        i.contact_id,
        i.category,
        i.channel,
        i.platform,
        i.hate_strands,
        i.offence_codes,
        (i.hostility != "").label("hostile"),
        (i.crime_reference != "").label("crimed"),
        (i.recorded_at >= start).label("new"),
        case((_settled_by(end), i.outcome), else_="").label("settled"),
    )
    wanted = select(func.min(i.uid).label("uid"), func.count().label("number"), *codes)
    return connection.execute(wanted.where(i.recorded_at < end).group_by(*codes)).all()


def _facts(connection: Connection, alike: Sequence[Row[Any]]) -> tuple[IncidentFact, ...]:
    c, p = t.candidacy.c, t.person_role.c
    kinds = {
        row.person_id: row.election_type
        for row in _read(connection, (c.person_id, c.election_type), c.poll_on)
    }
    roles = {row.person_id: str(row.role) for row in _read(connection, (p.person_id, p.role), p.id)}
    sexes = {row.id: row.sex for row in _read(connection, (t.person.c.id, t.person.c.sex), t.person.c.id)}
    return tuple(
        IncidentFact(
            uid=row.uid,
            category=row.category,
            channel=str(row.channel),
            victim_role=roles.get(row.contact_id, "candidate" if row.contact_id in kinds else "other"),
            office_level=office_level(kinds.get(row.contact_id, "")),
            victim_sex=_known(sexes.get(row.contact_id, "").lower(), VICTIM_SEXES, "unknown"),
            recorded_in_period=bool(row.new),
            crime_recorded=bool(row.crimed),
            platform=_known(row.platform.lower(), PLATFORMS, "other") if row.platform else None,
            hate_strands=row.hate_strands,
            sch9_hostility=bool(row.hostile),
            offence_code=row.offence_codes[0] if row.offence_codes else None,
            count=row.number,
        )
        for row in alike
    )


def _read(
    connection: Connection, columns: tuple[ColumnElement[Any], ...], order: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    return connection.execute(select(*columns).order_by(order)).all()


def _known(code: str, codes: Any, otherwise: str) -> str:
    return code if code in codes else otherwise


def _notable(connection: Connection, start: datetime, end: datetime) -> tuple[NotableIncident, ...]:
    i = t.incident.c
    wanted = (
        select(i.id, i.uid, i.reference, i.title, i.category, i.risk, i.notable_summary, i.recorded_at)
        .where(i.notable.is_(True), i.recorded_at < end)
        .order_by(i.recorded_at, i.id)
    )
    return tuple(
        NotableIncident(
            row.id, row.uid, row.reference, row.title, row.category, str(row.risk), row.notable_summary,
            row.recorded_at >= start,
        )
        for row in connection.execute(wanted)
    )  # fmt: skip


def _engagement(connection: Connection, end: datetime, last_day: date) -> EngagementCounts:
    b, m, c = t.briefing.c, t.measure.c, t.candidacy.c
    standing = select(c.person_id).where(c.standing != "withdrawn")
    advised = select(t.advice.c.person_id).where(t.advice.c.given_at < end)
    offered = select(b.person_id).where(b.at < end)
    given, declined = offered.where(b.state == "given"), offered.where(b.state == "declined")

    def candidates(*conditions: ColumnElement[bool]) -> int:
        person = t.person.c.id
        return _count(connection, select(func.count()).where(person.in_(standing), *conditions))

    person = t.person.c.id
    fitted = and_(m.fitted_on <= last_day, or_(m.returned_on.is_(None), m.returned_on > last_day))
    return EngagementCounts(
        candidates_known=candidates(),
        contacted=candidates(or_(person.in_(advised), person.in_(offered))),
        briefing_offered=candidates(person.in_(offered)),
        briefed=candidates(person.in_(given)),
        # Whoever declined first and was briefed later counts once, as briefed.
        declined=candidates(person.in_(declined), person.not_in(given)),
        measures_in_place=_count(connection, select(func.count(distinct(m.person_id))).where(fitted)),
    )


def _progress(
    connection: Connection, end: datetime, last_day: date, outcomes: Mapping[str, int]
) -> ProgressCounts:
    p, r, f = t.case_person.c, t.referral.c, t.casefile.c
    limited = _linked().where(
        t.incident.c.recorded_at < end,
        ~_settled_by(end),
        f.limit_on.between(last_day, last_day + timedelta(days=_LIMIT_DAYS)),
        f.status.not_in(("charged", "closed")),
    )
    questioned = and_(p.interviewed_at < end, or_(p.arrested_at.is_(None), p.arrested_at >= end))
    return ProgressCounts(
        open=outcomes.get("", 0),
        arrests=_count(connection, select(func.count()).where(p.arrested_at < end)),
        va_interviews=_count(connection, select(func.count()).where(questioned)),
        cps_early_advice=_count(connection, select(func.count()).where(f.early_advice_on <= last_day)),
        cps_submitted=_count(connection, select(func.count()).where(r.sent_at < end)),
        charged=sum(outcomes.get(code, 0) for code in _CHARGED),
        outcomes=tuple(sorted((code, number) for code, number in outcomes.items() if code)),
        time_limit_under_30d=_count(connection, limited),
    )


def _linked() -> Select[Any]:
    """Counts incidents that stand in a casefile, each once."""
    link = t.casefile_incident
    joined = link.join(t.incident, t.incident.c.id == link.c.incident_id).join(
        t.casefile, t.casefile.c.id == link.c.casefile_id
    )
    return select(func.count(distinct(t.incident.c.id))).select_from(joined)


def _elections(connection: Connection, last_day: date) -> tuple[ElectionFact, ...]:
    c = t.candidacy.c
    wanted = (
        select(c.election_id, c.election_type, c.poll_on)
        .distinct()
        .where(c.poll_on >= last_day - timedelta(days=_ELECTION_DAYS))
    )
    return tuple(
        ElectionFact(row.election_id, _known(row.election_type, ELECTION_TYPES, "other"), row.poll_on)
        for row in connection.execute(wanted.order_by(c.poll_on, c.election_id))
    )


def known_words(connection: Connection) -> KnownWords:
    """Everybody's names, parties, crime references, places and account names kept in the vault."""
    p, i, c = t.person.c, t.incident.c, t.candidacy.c
    people = connection.execute(select(p.name, p.known_as, p.organisation, p.handles)).all()
    # One reading of the table for all four; DISTINCT would sort 100,000 references only to lose a few.
    told = connection.execute(select(i.crime_reference, i.log_number, i.account, i.officer_in_case)).all()
    # Kept as "X: @name": the name alone is what somebody would write.
    handles = (handle.rpartition(": ")[2] for handle in chain.from_iterable(p.handles for p in people))
    return KnownWords(
        names=_settled(
            (name for person in people for name in (person.name, person.known_as)),
            (officer for *_, officer in told),
            *(_column(connection, column) for column in NAMES),
        ),
        parties=_settled(
            (person.organisation for person in people),
            *(_column(connection, column) for column in (c.party_name, c.description)),
        ),
        crime_references=_settled(
            (crime for crime, *_ in told),
            (log for _, log, *_ in told),
            _column(connection, t.casefile.c.urn),
        ),
        places=_settled(*(_column(connection, column) for column in PLACES)),
        handles=_settled(handles, (account for _, _, account, _ in told)),
    )


def _column(connection: Connection, column: ColumnElement[str]) -> Iterator[str]:
    return iter(connection.execute(select(column).distinct()).scalars())


def _settled(*found: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted({word for words in found for word in words if word}))

"""What falls due and what happened lately, read by index or from the end, however much there is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, distinct, exists, func, or_, select, union_all

from spoc_desk.domain.candidacies import Standing
from spoc_desk.services.rows import PollAhead
from spoc_desk.storage import tables as t

# A long trail is not walked to its beginning for a page that shows the last few.
LOOK_BACK = 10_000


def due_follow_ups(connection: Connection, until: date) -> tuple[int, ...]:
    """Ids of the last advice given to somebody, where it promises a follow-up by this day; soonest first."""
    c, later = t.advice.c, t.advice.alias("later")
    overtaken = exists().where(later.c.person_id == c.person_id, later.c.id > c.id)
    wanted = select(c.id).where(c.follow_up_on <= until, ~overtaken).order_by(c.follow_up_on, c.id)
    return tuple(connection.execute(wanted).scalars())


def due_reviews(connection: Connection, until: date) -> tuple[int, ...]:
    """Ids of the protective measures not yet returned whose review falls by this day, soonest first."""
    c = t.measure.c
    wanted = select(c.id).where(c.review_on <= until, c.returned_on.is_(None)).order_by(c.review_on, c.id)
    return tuple(connection.execute(wanted).scalars())


def spent_contacts(connection: Connection, before: date, today: date) -> tuple[tuple[int, date], ...]:
    """Contacts whose last poll, as candidate or agent, was no later than before, with its day.

    Left out: whom an incident, a report or a casefile names, who has a measure not returned, a promise
    of advice ahead, a legal hold, or a decision to keep them that still runs.
    """
    c, newer = t.candidacy.c, t.retention_review.alias("newer")
    polls = union_all(
        select(c.person_id.label("who"), c.poll_on),
        select(c.agent_id.label("who"), c.poll_on).where(c.agent_id.is_not(None)),
    ).subquery()
    who, last = polls.c.who, func.max(polls.c.poll_on)
    kept = t.retention_review.c
    overtaken = exists().where(newer.c.person_id == kept.person_id, newer.c.id > kept.id)
    needed = (
        exists().where(t.incident.c.contact_id == who),
        exists().where(t.report.c.person_id == who),
        exists().where(t.case_person.c.person_id == who),
        exists().where(t.measure.c.person_id == who, t.measure.c.returned_on.is_(None)),
        exists().where(t.advice.c.person_id == who, t.advice.c.follow_up_on >= today),
        exists().where(t.legal_hold.c.person_id == who, t.legal_hold.c.lifted_at.is_(None)),
        exists().where(kept.person_id == who, kept.next_on > today, ~overtaken),
    )
    wanted = select(who, last).where(*(~each for each in needed)).group_by(who).having(last <= before)
    return tuple((row[0], row[1]) for row in connection.execute(wanted.order_by(last, who)))


def next_polls(connection: Connection, start: date, limit: int) -> tuple[PollAhead, ...]:
    """The next polling days from this day on, with who stands and who of them was offered a briefing."""
    c = t.candidacy.c
    people = func.count(distinct(c.person_id))
    offered = c.person_id.in_(select(t.briefing.c.person_id))
    wanted = (
        select(c.poll_on, people, people.filter(offered))
        .where(c.poll_on >= start, c.standing != Standing.WITHDRAWN)
        .group_by(c.poll_on)
        .order_by(c.poll_on)
        .limit(limit)
    )
    return tuple(PollAhead(*row) for row in connection.execute(wanted))


def recent_events(
    connection: Connection, verbs: Sequence[str], limit: int, but: Sequence[str] = ()
) -> tuple[Mapping[str, Any], ...]:
    """The newest audit payloads of these verbs but for these events, each with its time under "at"."""
    c = t.audit_entry.c
    newest = select(func.coalesce(func.max(c.seq), 0)).scalar_subquery()
    told = or_(*(c.payload.contains(f'"verb":"{verb}"', autoescape=True) for verb in verbs))
    left_out = [~c.payload.contains(f'"event":"{event}"', autoescape=True) for event in but]
    wanted = select(c.at, c.payload).where(c.seq > newest - LOOK_BACK, told, *left_out)
    found = connection.execute(wanted.order_by(c.seq.desc()).limit(limit))
    return tuple({**json.loads(row.payload), "at": row.at} for row in found)

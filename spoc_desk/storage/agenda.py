"""What falls due and what happened lately, read by index or from the end, however much there is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, distinct, exists, func, or_, select

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

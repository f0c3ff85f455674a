"""What needs an officer today: limits running out, promises due, returns owed, evidence in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Advice, Person
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.moments import day_of, short_day
from spoc_desk.domain.referrals import Referral, ReferralState
from spoc_desk.services.ports import Desk, Reader

LIMIT_DAYS = 30
FOLLOW_UP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what it is about, the record it opens, and how late it is. days below 0: overdue."""

    what: str
    kind: str
    record: int
    reference: str
    title: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """The first page: what needs doing, soonest first, the figures, and what changed last."""

    day: date
    needs: tuple[Need, ...]
    counts: dict[str, int]
    recent: tuple[dict[str, Any], ...]


def today(desk: Desk) -> TodayView:
    """What needs an officer today. It names records only by what their lists show anyway."""
    day = day_of(desk.clock.now())
    due = desk.queries.due_casefiles(day + timedelta(days=LIMIT_DAYS))
    with desk.queries.snapshot() as reader:
        needs = [
            *_limits(reader, due, day),
            *_follow_ups(reader, day),
            *_referrals(reader, day),
            *_returns(reader, day),
            *_damaged(reader),
        ]
    return TodayView(
        day,
        tuple(sorted(needs, key=lambda need: need.days)),
        dict(desk.queries.counts()),
        tuple(dict(change) for change in desk.queries.recent_changes(12)),
    )


def _limits(reader: Reader, due: tuple[int, ...], day: date) -> list[Need]:
    found = []
    for casefile in reader.find(Casefile, id=due):
        if casefile.limit_on is not None:
            days = (casefile.limit_on - day).days
            told = short_day(casefile.limit_on)
            found.append(
                Need("limit", "casefiles", casefile.id, casefile.reference, casefile.title, told, days)
            )
    return found


def _follow_ups(reader: Reader, day: date) -> list[Need]:
    found = []
    for advice in reader.find(Advice):
        if advice.follow_up_on and advice.follow_up_on <= day + timedelta(days=FOLLOW_UP_DAYS):
            person = reader.get(Person, advice.person_id)
            days = (advice.follow_up_on - day).days
            told = short_day(advice.follow_up_on)
            found.append(Need("follow_up", "contacts", person.id, person.reference, person.name, told, days))
    return found


def _referrals(reader: Reader, day: date) -> list[Need]:
    found = []
    for referral in reader.find(Referral, state=ReferralState.PREPARING):
        casefile = reader.get(Casefile, referral.casefile_id)
        days = (casefile.limit_on - day).days if casefile.limit_on else LIMIT_DAYS
        told = f"opened {short_day(day_of(referral.opened_at))}"
        found.append(
            Need("referral", "referrals", referral.id, referral.reference, casefile.title, told, days)
        )
    return found


def _returns(reader: Reader, day: date) -> list[Need]:
    filed = reader.find(FiledReturn)
    found = [
        Need(
            "authorise", "returns", each.id, each.reference, f"Return for {short_day(each.period_end)}", "", 0
        )
        for each in filed
        if each.state is FiledState.FROZEN
    ]
    yesterday = day - timedelta(days=1)
    if filed and not any(each.period_end == yesterday for each in filed):
        title = f"Return for {short_day(yesterday)} not yet frozen"
        found.append(Need("return", "returns", 0, "", title, short_day(yesterday), -1))
    return found


def _damaged(reader: Reader) -> list[Need]:
    bad = reader.find(Exhibit, state=(ExhibitState.MISSING, ExhibitState.ALTERED))
    return [
        Need(
            "evidence",
            "exhibits",
            exhibit.id,
            exhibit.reference,
            exhibit.description,
            str(exhibit.state),
            -999,
        )
        for exhibit in bad
    ]

"""What needs an officer today: limits running out, promises due, returns owed, evidence in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from spoc_desk.domain.backups import is_due
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Advice, Person
from spoc_desk.domain.engagement import Measure
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.limit_alerts import AlertLevel, days_level
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.referrals import Referral, ReferralState
from spoc_desk.services.backups import backup_policy, newest_backup
from spoc_desk.services.brought_back import officers_back, records_back
from spoc_desk.services.check_schedule import CheckStanding, check_standing
from spoc_desk.services.happenings import Happening, happenings
from spoc_desk.services.ports import Desk, Reader
from spoc_desk.services.retention_due import waiting
from spoc_desk.services.rows import PollAhead
from spoc_desk.services.sittings import RECOVERY_PROVED

LIMIT_DAYS = 30
SOON_DAYS = 7
RETURN_DAYS = 7


class What(StrEnum):
    """What a need is about."""

    EVIDENCE = "evidence"
    VAULT = "vault"
    ACCESS = "access"
    BACK = "back"
    RECOVERY = "recovery"
    BACKUP = "backup"
    LIMIT = "limit"
    FOLLOW_UP = "follow_up"
    REVIEW = "review"
    REFERRAL = "referral"
    AUTHORISE = "authorise"
    RETURN = "return"
    RETENTION = "retention"


_GRAVE = (What.EVIDENCE, What.VAULT, What.ACCESS, What.BACK)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what it is about, the record it opens, and by when.

    kind and record: as the lists name them; record 0 opens the page alone.
    due is empty where no day is set; days: until then, below 0 when late.
    """

    what: What
    kind: str
    record: int
    reference: str
    title: str
    due: date | None = None
    days: int | None = None
    level: AlertLevel = AlertLevel.NONE

    @property
    def overdue(self) -> bool:
        """Whether it should have been done before today. Damaged evidence always should."""
        return self.what in _GRAVE or (self.days is not None and self.days < 0)


@dataclass(frozen=True, slots=True)
class TodayView:
    """The first page: what needs doing, soonest first, the figures, and what changed last."""

    day: date
    needs: tuple[Need, ...]
    counts: Mapping[str, int]
    recent: tuple[Happening, ...]
    polls: tuple[PollAhead, ...]
    checks: CheckStanding

    @property
    def overdue(self) -> int:
        """How many things are late."""
        return sum(need.overdue for need in self.needs)

    @property
    def due_today(self) -> int:
        """How many things fall due today."""
        return sum(need.days == 0 for need in self.needs)


def today(desk: Desk) -> TodayView:
    """What needs an officer today. It names records only by what their lists show anyway."""
    day = day_of(desk.clock.now())
    incidents, casefiles = desk.queries.chips("incidents"), desk.queries.chips("casefiles")
    contacts = desk.queries.chips("contacts")
    return TodayView(
        day,
        needs(desk),
        {
            "incidents": incidents.get("Open", 0),
            "high_risk": incidents.get("High risk", 0),
            "casefiles": casefiles.get("Open", 0),
            "awaiting_cps": casefiles.get("Awaiting CPS", 0),
            "contacts": contacts.get("All", 0),
            "candidates": contacts.get("Candidates", 0),
        },
        happenings(desk),
        desk.queries.next_polls(day),
        check_standing(desk),
    )


def needs(desk: Desk) -> tuple[Need, ...]:
    """What needs doing, the gravest and soonest first."""
    day = day_of(desk.clock.now())
    checks = check_standing(desk)
    limits = desk.queries.due_casefiles(day + timedelta(days=LIMIT_DAYS))
    follow_ups = desk.queries.due_follow_ups(day + timedelta(days=SOON_DAYS))
    reviews = desk.queries.due_reviews(day + timedelta(days=SOON_DAYS))
    kept = waiting(desk)
    with desk.queries.snapshot() as reader:
        found = [
            *_vault(checks),
            *_damaged(reader),
            *_brought_back(reader),
            *_recovery(reader),
            *_backup(reader, desk),
            *_limits(reader, limits, day),
            *_follow_ups(reader, follow_ups, day),
            *_reviews(reader, reviews, day),
            *_referrals(reader, day),
            *_to_authorise(reader, day),
            *_not_frozen(reader, day),
            *([Need(What.RETENTION, "admin#retention", 1, "", str(kept))] if kept else []),
        ]
    return tuple(sorted(found, key=_urgency))


def _urgency(need: Need) -> tuple[int, int, int]:
    """Damaged evidence, what is late, the recovery sheet, then by day; what has no day comes last."""
    if need.what in _GRAVE:
        return (0, 0, 0)
    if need.what in (What.RECOVERY, What.BACKUP):
        return (1, 0, 0)
    return (2, 0, 1) if need.days is None else (1, need.days, 1)


def _by(need: Need, due: date, day: date) -> Need:
    left = (due - day).days
    return replace(need, due=due, days=left, level=days_level(left))


def _brought_back(reader: Reader) -> list[Need]:
    """What a restore brought back, until it is done away with again."""
    found = [Need(What.ACCESS, "admin#officers", 1, "", officer.name) for officer in officers_back(reader)]
    for record in records_back(reader):
        if isinstance(record, Casefile):
            found.append(Need(What.BACK, "casefiles", record.id, record.reference, record.title))
        else:
            found.append(_about(What.BACK, record))
    return found


def _limits(reader: Reader, due: tuple[int, ...], day: date) -> list[Need]:
    return [
        _by(Need(What.LIMIT, "casefiles", case.id, case.reference, case.title), case.limit_on, day)
        for case in reader.find(Casefile, id=due)
        if case.limit_on is not None
    ]


def _follow_ups(reader: Reader, due: tuple[int, ...], day: date) -> list[Need]:
    promised = reader.find(Advice, id=due)
    people = _people(reader, (advice.person_id for advice in promised))
    return [
        _by(_about(What.FOLLOW_UP, people[advice.person_id]), advice.follow_up_on, day)
        for advice in promised
        if advice.follow_up_on is not None
    ]


def _reviews(reader: Reader, due: tuple[int, ...], day: date) -> list[Need]:
    measures = reader.find(Measure, id=due)
    people = _people(reader, (measure.person_id for measure in measures))
    return [
        _by(_about(What.REVIEW, people[measure.person_id], f"{measure.kind}, "), measure.review_on, day)
        for measure in measures
        if measure.review_on is not None
    ]


def _about(what: What, person: Person, before: str = "") -> Need:
    return Need(what, "contacts", person.id, person.reference, before + person.name)


def _people(reader: Reader, ids: Iterable[int]) -> dict[int, Person]:
    return {person.id: person for person in reader.find(Person, id=tuple(dict.fromkeys(ids)))}


def _referrals(reader: Reader, day: date) -> list[Need]:
    preparing = reader.find(Referral, state=ReferralState.PREPARING)
    wanted = tuple(dict.fromkeys(referral.casefile_id for referral in preparing))
    cases = {case.id: case for case in reader.find(Casefile, id=wanted)}
    found = []
    for referral in preparing:
        case = cases[referral.casefile_id]
        need = Need(What.REFERRAL, "referrals", referral.id, referral.reference, case.title)
        found.append(need if case.limit_on is None else _by(need, case.limit_on, day))
    return found


def _to_authorise(reader: Reader, day: date) -> list[Need]:
    return [
        _by(Need(What.AUTHORISE, "returns", filed.id, filed.reference, ""), _owed(filed.period_end), day)
        for filed in reader.find(FiledReturn, state=FiledState.FROZEN)
    ]


def _owed(last_day: date) -> date:
    """A return goes to the NPCC the day after the last day it counts."""
    return last_day + timedelta(days=1)


def _not_frozen(reader: Reader, day: date) -> list[Need]:
    """The days lately without a return, from the first daily return on; each is owed the day after."""
    days = [day - timedelta(days=back) for back in range(1, 2 * RETURN_DAYS + 1)]
    filed = reader.find(FiledReturn, period_end=tuple(days))
    if not filed or filed[-1].cadence != "daily":
        return []
    since = max(min(each.period_end for each in filed), day - timedelta(days=RETURN_DAYS))
    owed = [
        missing
        for missing in days
        if missing > since and not any(each.period_start <= missing <= each.period_end for each in filed)
    ]
    return [_by(Need(What.RETURN, "returns", 0, "", ""), _owed(missing), day) for missing in owed]


def _vault(checks: CheckStanding) -> list[Need]:
    """One need for everything that the last check found, and for an older copy that was put back."""
    return [Need(What.VAULT, "admin#check", 1, "", str(checks.faults))] if checks.faults else []


def _backup(reader: Reader, desk: Desk) -> list[Need]:
    """A backup that is due; its title is the folder it goes to, if one is chosen."""
    policy, last = backup_policy(reader), newest_backup(reader)
    if not is_due(last.made_at if last else None, policy, desk.clock.now()):
        return []
    return [Need(What.BACKUP, "admin#backup", 1, "", policy.folder)]


def _damaged(reader: Reader) -> list[Need]:
    bad = reader.find(Exhibit, state=(ExhibitState.MISSING, ExhibitState.ALTERED))
    return [
        Need(
            What.EVIDENCE,
            "casefiles",
            exhibit.casefile_id,
            exhibit.reference,
            f"{exhibit.description}: {exhibit.state}",
        )
        for exhibit in bad
    ]


def _recovery(reader: Reader) -> list[Need]:
    if reader.setting(RECOVERY_PROVED) == "yes":
        return []
    return [Need(What.RECOVERY, "admin", 0, "", "")]

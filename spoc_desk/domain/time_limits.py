"""The last day to charge, worked out from a rule and the dates of a case, never by hand.

Dates are calendar days in the United Kingdom, not moments. The clock stops when the
written charge or requisition is complete and ready for service, not when it is posted
(Brown v DPP [2019] EWHC 798), or on the day of a charge in custody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_rules import Limb, LimbRole, RuleKind, StartEvent, TimeRule, last_day
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ProsecutorDate:
    """The day sufficient evidence first reached one prosecutor, or the police decision-maker."""

    prosecutor: str
    on: date


@dataclass(frozen=True, slots=True)
class LimitFacts:
    """What is known of one suspected offence's dates.

    acts: every day on which it was committed. first_sent: when a message was first sent, if
    that is not the earliest act. exceptions: keys of the rule's exceptions that are claimed.
    extended_to, applied_on: a court's extension and the day it was applied for.
    main: the rule of the main offence, for conspiracy, attempt and encouragement.
    """

    acts: tuple[date, ...] = ()
    first_sent: date | None = None
    prosecutors: tuple[ProsecutorDate, ...] = ()
    first_statement: date | None = None
    exceptions: frozenset[str] = frozenset()
    extended_to: date | None = None
    applied_on: date | None = None
    main: TimeRule | None = None


class LimitKind(StrEnum):
    """Whether there is a limit, none at all, or not enough known to say."""

    DATED = "dated"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LimbDates:
    """One limb as it falls in this case; no days while its start is not known."""

    limb: Limb
    starts: date | None
    shown: date | None
    strict: date | None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The last day to charge. shown is the day to act by; strict is set only where it is later.

    outer: the day beyond which no later event can carry the limit. extendable_to: the furthest
    day a court's order may fix. runs_from: where the binding limb began, for the alerts.
    missing: start events whose dates are not yet known ("main_offence" for an inchoate offence).
    basis and warnings are sentences to be worded; basis begins with the binding limb.
    """

    kind: LimitKind
    shown: date | None = None
    strict: date | None = None
    outer: date | None = None
    extendable_to: date | None = None
    runs_from: date | None = None
    basis: tuple[Reason, ...] = ()
    limbs: tuple[LimbDates, ...] = ()
    warnings: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


def limit_facts(dates: Iterable[OffenceDate], exceptions: Iterable[str] = ()) -> LimitFacts:
    """The facts for a limit out of the dates stored with a suspected offence, and what is claimed."""
    stored = tuple(dates)

    def days(event: OffenceEvent) -> tuple[date, ...]:
        return tuple(sorted(entry.on for entry in stored if entry.event is event))

    statements, orders = days(OffenceEvent.FIRST_STATEMENT), days(OffenceEvent.EXTENDED_TO)
    sent, applied = days(OffenceEvent.FIRST_SENT), days(OffenceEvent.EXTENSION_APPLIED)
    return LimitFacts(
        acts=days(OffenceEvent.ACT),
        first_sent=sent[0] if sent else None,
        prosecutors=tuple(
            ProsecutorDate(entry.note, entry.on)
            for entry in stored
            if entry.event is OffenceEvent.EVIDENCE_REACHED
        ),
        first_statement=statements[0] if statements else None,
        exceptions=frozenset(exceptions),
        extended_to=orders[-1] if orders else None,
        applied_on=applied[-1] if applied else None,
    )


def time_limit(rule: TimeRule, facts: LimitFacts) -> TimeLimit:
    """The last day to charge under this rule.

    MCA 1980 s127 and the special limits in the law-pack; the earlier day wherever two can be argued.
    Raises DomainError: evidence or a statement dated before the first act, an extension the
    rule does not allow (RPA 1983 s176), a day too far off to be meant.
    """
    _check_order(facts)
    if rule.kind is RuleKind.FOLLOWS:
        return _of_main_offence(rule, facts)
    if rule.kind is RuleKind.NONE:
        said = reason("time_limits.no_limit", title=rule.title, provision=rule.provision)
        return TimeLimit(LimitKind.NONE, basis=(said,), warnings=_doubts(rule))
    limbs = tuple(_fall(limb, facts) for limb in rule.limbs)
    limit = _binding(rule, limbs)
    if facts.extended_to is not None:
        limit = _extended(limit, facts)
    limit = replace(limit, warnings=limit.warnings + _doubts(rule) + _cautions(rule, facts, limit))
    return _excepted(rule, facts, limit)


def _check_order(facts: LimitFacts) -> None:
    sent = (facts.first_sent,) if facts.first_sent else ()
    begun = min(facts.acts + sent, default=None)
    if begun is None:
        return
    offence, stated = long_day(begun), facts.first_statement
    for reached in facts.prosecutors:
        if reached.on < begun:
            on = long_day(reached.on)
            raise DomainError("time_limits.prosecutor_before_offence", on=on, offence=offence)
    if stated and stated < begun:
        raise DomainError("time_limits.statement_before_offence", on=long_day(stated), offence=offence)


def _of_main_offence(rule: TimeRule, facts: LimitFacts) -> TimeLimit:
    if facts.main is None or facts.main.kind is RuleKind.FOLLOWS:
        said = reason("time_limits.main_offence_needed", title=rule.title)
        return TimeLimit(LimitKind.UNKNOWN, basis=(said,), warnings=_doubts(rule), missing=("main_offence",))
    limit = time_limit(facts.main, facts)
    follows = reason("time_limits.follows", provision=rule.provision)
    return replace(limit, basis=(*limit.basis, follows), warnings=limit.warnings + _doubts(rule))


def _started(event: StartEvent, facts: LimitFacts) -> date | None:
    match event:
        case StartEvent.LAST_ACT:
            return max(facts.acts, default=None)
        case StartEvent.FIRST_SENT:
            return facts.first_sent or min(facts.acts, default=None)
        case StartEvent.PROSECUTOR:
            return min((reached.on for reached in facts.prosecutors), default=None)
        case StartEvent.STATEMENT:
            return facts.first_statement
        case _:
            return min(facts.acts, default=None) or facts.first_sent


def _fall(limb: Limb, facts: LimitFacts) -> LimbDates:
    starts = _started(limb.start, facts)
    if starts is None:
        return LimbDates(limb, None, None, None)
    ends = last_day(limb, starts)
    return LimbDates(limb, starts, ends.shown, ends.strict)


def _binding(rule: TimeRule, limbs: tuple[LimbDates, ...]) -> TimeLimit:
    waiting = any(entry.shown is None for entry in limbs if entry.limb.role is LimbRole.LIMIT)
    fallback = waiting and bool(rule.limbs_of(LimbRole.FALLBACK))
    roles = {LimbRole.LIMIT, LimbRole.OUTER} | ({LimbRole.FALLBACK} if fallback else set())
    known = sorted(
        ((entry.shown, entry.strict, entry) for entry in limbs if entry.limb.role in roles and entry.shown),
        key=lambda fallen: (fallen[0], fallen[2].limb.key),
    )
    binding_roles = roles | {LimbRole.FALLBACK}
    waits = [entry.limb for entry in limbs if entry.shown is None and entry.limb.role in binding_roles]
    missing = tuple(dict.fromkeys(limb.start.value for limb in waits))
    outer, extendable = _day_of(LimbRole.OUTER, limbs), _day_of(LimbRole.EXTENSION, limbs)
    basis = tuple(_basis(entry) for _, _, entry in known) + _awaited(limbs, roles)
    if not known:
        return TimeLimit(LimitKind.UNKNOWN, basis=basis, limbs=limbs, missing=missing)
    shown, binding = known[0][0], known[0][2]
    strict = min(day for _, day, _ in known if day)
    return TimeLimit(
        LimitKind.DATED, shown, strict if strict != shown else None, outer, extendable, binding.starts,
        basis, limbs, missing=missing,
    )  # fmt: skip


def _day_of(role: LimbRole, limbs: tuple[LimbDates, ...]) -> date | None:
    return min((entry.shown for entry in limbs if entry.limb.role is role and entry.shown), default=None)


def _basis(entry: LimbDates) -> Reason:
    code = "time_limits.limb_counting_first_day" if entry.limb.first_day_counts else "time_limits.limb"
    return reason(
        code,
        text=entry.limb.text,
        provision=entry.limb.provision,
        start=long_day(entry.starts) if entry.starts else "",
        last=day_name(entry.shown) if entry.shown else "",
    )


def _awaited(limbs: tuple[LimbDates, ...], roles: set[LimbRole]) -> tuple[Reason, ...]:
    return tuple(
        reason("time_limits.limb_awaited", text=entry.limb.text, provision=entry.limb.provision)
        for entry in limbs
        if entry.shown is None and entry.limb.role in roles
    )


def _extended(limit: TimeLimit, facts: LimitFacts) -> TimeLimit:
    order, latest, before = facts.extended_to, limit.extendable_to, limit.shown
    if order is None or latest is None or before is None:
        raise DomainError("time_limits.no_extension")
    if order > latest:
        raise DomainError("time_limits.extension_too_long", latest=long_day(latest))
    if order < before:
        raise DomainError("time_limits.extension_shorter", limit=long_day(before))
    if facts.applied_on and facts.applied_on > before:
        raise DomainError("time_limits.extension_late", limit=long_day(before))
    said = reason("time_limits.extended", last=day_name(order), before=long_day(before))
    unproved = reason("time_limits.application_date_missing", last=long_day(before))
    warnings = () if facts.applied_on else (unproved,)
    return replace(limit, shown=order, strict=None, basis=(said, *limit.basis), warnings=warnings)


def _doubts(rule: TimeRule) -> tuple[Reason, ...]:
    return () if rule.verified else (reason("time_limits.rule_unverified", title=rule.title),)


def _cautions(rule: TimeRule, facts: LimitFacts, limit: TimeLimit) -> tuple[Reason, ...]:
    said: list[Reason] = []
    shown, starts = limit.shown, {limb.start for limb in rule.limbs}
    if shown and shown.weekday() >= _SATURDAY:
        said.append(reason("time_limits.weekend_not_extended", last=day_name(shown)))
    if limit.strict and shown:
        strict = long_day(limit.strict)
        said.append(reason("time_limits.earlier_day_shown", shown=long_day(shown), strict=strict))
    if StartEvent.OFFENCE in starts and len(set(facts.acts)) > 1:
        said.append(reason("time_limits.several_acts", first=long_day(min(facts.acts))))
    if StartEvent.PROSECUTOR in starts and len(facts.prosecutors) > 1:
        first = min(facts.prosecutors, key=lambda reached: reached.on)
        on = long_day(first.on)
        said.append(reason("time_limits.earliest_prosecutor", on=on, prosecutor=first.prosecutor))
    if StartEvent.PROSECUTOR in starts and not facts.prosecutors:
        said.append(reason("time_limits.prosecutor_awaited"))
    return tuple(said)


def _excepted(rule: TimeRule, facts: LimitFacts, limit: TimeLimit) -> TimeLimit:
    claimed = [entry for entry in rule.exceptions if entry.key in facts.exceptions]
    if not claimed:
        return limit
    code = "time_limits.exception"
    basis = tuple(reason(code, text=entry.text, provision=entry.provision) for entry in claimed)
    last = limit.shown
    otherwise = (reason("time_limits.without_exception", last=day_name(last)),) if last else ()
    return TimeLimit(LimitKind.NONE, basis=basis, limbs=limit.limbs, warnings=otherwise + _doubts(rule))


def day_name(day: date) -> str:
    """Friday 7 May 2027."""
    return f"{_WEEKDAYS[day.weekday()]} {long_day(day)}"

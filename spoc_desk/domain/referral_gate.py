"""The gate in front of the CPS: names each thing still open; nothing open means it may be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.limit_doubts import dates_needed
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.offences import Consent, Mode, Offence, ScheduleNine
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.referrals import (
    Answer,
    AnswerLink,
    AnswerState,
    Checklist,
    ChecklistItem,
    Evidence,
    Hostility,
    Referral,
    ReferralState,
    Stage,
    Tie,
)
from spoc_desk.domain.suspected_offences import ProofLink, SuspectedOffence
from spoc_desk.domain.time_limits import LimitKind, TimeLimit


@dataclass(frozen=True, slots=True)
class ReferredOffence:
    """A suspected offence as the gate sees it. entered_by: who recorded its dates."""

    offence: Offence
    suspected: SuspectedOffence
    limit: TimeLimit
    proofs: tuple[ProofLink, ...] = ()
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the gate needs to know of the case beside its answers. today: a day in the United Kingdom."""

    referral: Referral
    crime_reference: str
    urn: str
    today: date
    links: tuple[AnswerLink, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing still open. item: the checklist number it belongs to; 0 when it belongs to none."""

    item: int
    why: Reason
    offence_id: int | None = None
    point: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a referral and the CPS.

    open: what must be settled before it is sent, in the checklist's order. later: items that can
    only follow the sending. warnings: what the reviewer should see, but which stops nothing.
    settled, needed: how many of the items due before sending are settled, of how many.
    """

    open: tuple[GateItem, ...]
    later: tuple[GateItem, ...]
    warnings: tuple[GateItem, ...]
    settled: int
    needed: int

    @property
    def may_send(self) -> bool:
        """Whether nothing is open."""
        return not self.open


def gate(
    checklist: Checklist,
    answers: Sequence[Answer],
    offences: Sequence[ReferredOffence],
    facts: CaseFacts,
) -> Gate:
    """Names each thing still open in a referral. Pure: the same case, the same answer."""
    given = {answer.item: answer for answer in answers}
    found: list[GateItem] = []
    later: list[GateItem] = []
    settled = 0
    due = [item for item in checklist.items if item.stage is Stage.BEFORE_SENDING]
    for item in checklist.items:
        answer = given.get(item.number)
        lacks = [*_answer_lacks(item, answer, facts), *_tied(item, offences, facts)]
        if item.tie is Tie.CONSENT and answer and answer.state is AnswerState.NOT_APPLICABLE:
            lacks += _consents(item.number, offences)
        settled += item.stage is Stage.BEFORE_SENDING and not lacks
        (found if item.stage is Stage.BEFORE_SENDING else later).extend(lacks)
    if not offences:
        found.append(GateItem(0, reason("referrals.no_offence")))
    found += (opened for referred in offences for opened in _unusable(referred))
    warnings = tuple(warning for referred in offences for warning in _warnings(referred, facts.today))
    return Gate(tuple(found), tuple(later), warnings, settled, len(due))


def send(
    referral: Referral, passed: Gate, *, recipient: str, method: str, pack_sha256: str, by: str, at: datetime
) -> Referral:
    """The referral as sent.

    Raises DomainError: referrals.already_sent, referrals.still_open, referrals.recipient_missing,
    referrals.method_missing, referrals.pack_missing.
    """
    if referral.state is not ReferralState.PREPARING:
        raise DomainError("referrals.already_sent", reference=referral.reference)
    if passed.open:
        raise DomainError("referrals.still_open", count=len(passed.open), reference=referral.reference)
    for value, code in ((recipient, "recipient"), (method, "method"), (pack_sha256, "pack")):
        if not value.strip():
            raise DomainError(f"referrals.{code}_missing")
    return replace(
        referral,
        state=ReferralState.SENT,
        recipient=recipient.strip(),
        method=method.strip(),
        pack_sha256=pack_sha256.strip(),
        sent_by=by,
        sent_at=at,
    )


def _answer_lacks(item: ChecklistItem, answer: Answer | None, facts: CaseFacts) -> Iterator[GateItem]:
    named = {"number": item.number, "title": item.title}
    if answer is None or answer.state is AnswerState.OPEN:
        yield GateItem(item.number, reason("referrals.item_open", **named, done_means=item.done_means))
    elif answer.state is AnswerState.NOT_APPLICABLE:
        if not item.na_allowed:
            yield GateItem(item.number, reason("referrals.na_not_allowed", **named))
        elif item.na_needs_reason and not answer.reason.strip():
            yield GateItem(item.number, reason("referrals.na_reason_missing", **named))
    else:
        links = [link for link in facts.links if link.answer_id == answer.id]
        for need in item.needs:
            if not _has(need, answer, links):
                yield GateItem(item.number, reason(f"referrals.needs_{need.value}", **named))
        if item.tie is Tie.VICTIM_STATEMENT:
            yield from _statements(item.number, links, facts)


def _has(need: Evidence, answer: Answer, links: Sequence[AnswerLink]) -> bool:
    match need:
        case Evidence.LINK:
            return bool(links)
        case Evidence.EXHIBIT:
            return any(link.exhibit_id is not None for link in links)
        case Evidence.STATEMENT:
            return any(link.statement_id is not None for link in links)
        case Evidence.TEXT:
            return bool(answer.note.strip())
        case Evidence.DATE:
            return answer.on is not None
        case Evidence.NAME:
            return bool(answer.name.strip())
        case _:
            second = answer.second.strip()
            return bool(second) and not same_name(second, answer.name or answer.by)


def _statements(number: int, links: Sequence[AnswerLink], facts: CaseFacts) -> Iterator[GateItem]:
    held = {statement.id: statement for statement in facts.statements}
    for linked in sorted({link.statement_id for link in links if link.statement_id is not None}):
        statement = held.get(linked)
        if statement is None:
            yield GateItem(number, reason("referrals.statement_missing"))
            continue
        named = {"reference": statement.reference, "witness": statement.witness}
        if statement.signed_on is None:
            yield GateItem(number, reason("referrals.statement_unsigned", **named))
        if not statement.address_absent:
            yield GateItem(number, reason("referrals.statement_shows_address", **named))


_Ties = Callable[[int, Sequence[ReferredOffence], CaseFacts], Iterator[GateItem]]


def _tied(item: ChecklistItem, offences: Sequence[ReferredOffence], facts: CaseFacts) -> Iterator[GateItem]:
    ties: dict[Tie, _Ties] = {
        Tie.REFERENCES: _references,
        Tie.TIME_LIMIT: _time_limits,
        Tie.POINTS: _points,
        Tie.HOSTILITY: _hostility,
        Tie.SENT: _sending,
        Tie.DECISION: _decision,
    }
    if item.tie in ties:
        yield from ties[item.tie](item.number, offences, facts)


def _references(number: int, _: Sequence[ReferredOffence], facts: CaseFacts) -> Iterator[GateItem]:
    if not facts.crime_reference.strip():
        yield GateItem(number, reason("referrals.crime_reference_missing"))
    if not facts.urn.strip():
        yield GateItem(number, reason("referrals.urn_missing"))


def _time_limits(number: int, offences: Sequence[ReferredOffence], _: CaseFacts) -> Iterator[GateItem]:
    for referred in offences:
        title, checked = referred.offence.title, referred.suspected.checked_by
        last, kind = referred.suspected.override_on or referred.limit.shown, referred.limit.kind
        code = ""
        if last is None and kind is not LimitKind.NONE:
            code = "referrals.limit_missing"
        elif dates_needed(referred.limit):
            code = "referrals.limit_not_final"
        elif not checked.strip() or referred.suspected.checked_at is None:
            code = "referrals.limit_unchecked"
        elif referred.entered_by and same_name(checked, referred.entered_by):
            code = "referrals.limit_same_checker"
        if code:
            yield GateItem(number, reason(code, title=title, name=checked), referred.suspected.id)


def _points(number: int, offences: Sequence[ReferredOffence], _: CaseFacts) -> Iterator[GateItem]:
    for referred in offences:
        proved = {
            link.point
            for link in referred.proofs
            if link.exhibit_id is not None or link.statement_id is not None
        }
        for point in referred.offence.points_to_prove:
            if point.key not in proved:
                why = reason("referrals.point_unproved", title=referred.offence.title, point=point.text)
                yield GateItem(number, why, referred.suspected.id, point.key)


def _hostility(number: int, offences: Sequence[ReferredOffence], facts: CaseFacts) -> Iterator[GateItem]:
    listed = [entry for entry in offences if entry.offence.schedule_9 is ScheduleNine.YES]
    if facts.referral.hostility is Hostility.UNANSWERED:
        code = "referrals.hostility_unanswered_listed" if listed else "referrals.hostility_unanswered"
        yield GateItem(number, reason(code, titles="; ".join(entry.offence.title for entry in listed)))
    elif not facts.referral.hostility_note.strip():
        yield GateItem(number, reason("referrals.hostility_note_missing"))


def _consents(number: int, offences: Sequence[ReferredOffence]) -> Iterator[GateItem]:
    for referred in offences:
        if _needs_consent(referred.offence, [entry.offence for entry in offences]):
            why = reason("referrals.consent_needed", title=referred.offence.title)
            yield GateItem(number, why, referred.suspected.id)


def _needs_consent(offence: Offence, together: Sequence[Offence]) -> bool:
    if offence.consent is not Consent.DPP_IF_SUMMARY:
        return offence.consent is not Consent.NONE
    mains = [other for other in together if other.consent is not Consent.DPP_IF_SUMMARY]
    return not mains or any(main.mode is Mode.SUMMARY for main in mains)


def _sending(number: int, _: Sequence[ReferredOffence], facts: CaseFacts) -> Iterator[GateItem]:
    if facts.referral.state is ReferralState.PREPARING:
        yield GateItem(number, reason("referrals.not_sent", reference=facts.referral.reference))


def _decision(number: int, _: Sequence[ReferredOffence], facts: CaseFacts) -> Iterator[GateItem]:
    if facts.referral.state is not ReferralState.DECIDED:
        yield GateItem(number, reason("referrals.decision_awaited"))
    elif facts.referral.victim_told_at is None:
        yield GateItem(number, reason("referrals.victim_untold"))


def _unusable(referred: ReferredOffence) -> Iterator[GateItem]:
    if not referred.offence.enabled:
        for why in referred.offence.cautions():
            yield GateItem(0, why, referred.suspected.id)


def _warnings(referred: ReferredOffence, today: date) -> Iterator[GateItem]:
    offence, key = referred.offence, referred.suspected.id
    last = referred.suspected.override_on or referred.limit.shown
    if last is not None and last < today:
        yield GateItem(0, reason("referrals.limit_passed", title=offence.title, last=long_day(last)), key)
    put, shown = referred.suspected.override_on, referred.limit.shown
    if put and shown and put > shown:
        told = {"title": offence.title, "put": long_day(put), "shown": long_day(shown)}
        yield GateItem(0, reason("referrals.limit_lengthened", **told), key)
    if offence.enabled:
        yield from (GateItem(0, why, key) for why in offence.cautions())

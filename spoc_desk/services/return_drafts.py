"""What a return of a period would say now: the figures, what officers add, what stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from spoc_desk.domain.disclosure_scan import Confirmation, Finding, KnownIdentifiers, unconfirmed
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.moments import day_bounds, local, short_day
from spoc_desk.domain.return_checks import ReturnFault, check_return
from spoc_desk.domain.return_facts import (
    EventCounts,
    Explanation,
    NotableDraft,
    ReturnFacts,
    ReturnIssue,
    RiskAssessment,
)
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.returns import Scanning, compile_return, correct, free_texts
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.figures import NotableIncident, ReturnFigures
from spoc_desk.services.ports import Desk, Reader

PSEUDONYM_KEY = "pseudonym_key"
NOT_ASSESSED = "No risk assessment was entered; low and steady stand in its place."
_WHILE_DRAFTING = "accepted while drafting"


@dataclass(frozen=True, slots=True)
class NotableDetail:
    """What a return says of one incident beyond its codes. incident: its id.

    summary: in place of the one kept with the incident; empty keeps that one.
    An incident recorded before the period is told only when it stands here; a
    new one marked notable is told unless left_out.
    """

    incident: int
    summary: str = ""
    tension: str = "none"
    media: str = "none"
    cross_border_forces: tuple[str, ...] = ()
    ct_referred: bool = False
    support_requested: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class FreezeReturn:
    """A period to freeze, with what officers add by hand. last_day defaults to the first: one day.

    risk: None when nobody assessed it. The return's format wants one, so the lowest stands in its
    place, and the return says so in a note.
    """

    first_day: date
    last_day: date | None = None
    cadence: str = "daily"
    events: EventCounts = field(default_factory=EventCounts)
    risk: RiskAssessment | None = None
    notes: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    correction_reason: str = ""
    notable: tuple[NotableDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftReturn:
    """What freezing would file, what must be put right first, and what to explain.

    refused: a code, date or length that is wrong, when there is one. texts: what
    the scan read, by the names that findings and confirmations give. notable:
    every incident that may be told, with those of earlier periods.
    """

    facts: ReturnFacts
    findings: tuple[tuple[str, Finding], ...]
    faults: tuple[ReturnFault, ...]
    supersedes: FiledReturn | None = None
    previous: ReturnSnapshot | None = field(default=None, repr=False)
    refused: DomainError | None = None
    unfinished: bool = False
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    notable: tuple[NotableIncident, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a return is made of, read once. compiled: makes it, holding it against these scannings."""

    draft: DraftReturn
    scanning: Scanning
    compiled: Callable[[Scanning], ReturnSnapshot]


def draft_return(command: FreezeReturn, desk: Desk) -> DraftReturn:
    """What a return of this period says now; nothing is stored.

    Raises DomainError for a period that has not begun.
    """
    ready = prepare(command, desk)
    drafted = ready.draft
    # The figures are held against each other even while a sentence is still in doubt.
    accepted = tuple(Confirmation(where, finding, _WHILE_DRAFTING) for where, finding in drafted.findings)
    try:
        made = ready.compiled(Scanning(ready.scanning.known, (*command.confirmations, *accepted)))
    except DomainError as refused:
        return replace(drafted, refused=refused)
    return replace(drafted, faults=check_return(made, drafted.previous, command.explanations))


def prepare(command: FreezeReturn, desk: Desk) -> Prepared:
    """Reads the figures and what the free text is held against. Raises DomainError as draft_return does."""
    last_day = command.last_day or command.first_day
    start, end = day_bounds(command.first_day)[0], day_bounds(last_day)[1]
    now = desk.clock.now()
    if start > now:
        raise DomainError("returns.period_in_future", day=short_day(command.first_day))
    figures = desk.queries.return_figures(start, end, last_day)
    with desk.queries.snapshot() as reader:
        facts = _facts(command, last_day, figures, reader, _unfinished(now, end))
        supersedes = current(reader, command.first_day, last_day)
        previous = _previous(reader, command.first_day)
        key = bytes.fromhex(reader.setting(PSEUDONYM_KEY))
    head = desk.queries.audit_head().head
    reason = command.correction_reason if supersedes else ""
    issue = ReturnIssue(new_uid(now), str(desk.officer.role), now, head, correction_reason=reason)
    scanning = Scanning(_known(desk, facts.force_name), command.confirmations)
    texts = free_texts(facts, issue)
    findings = unconfirmed(texts, scanning.known, command.confirmations)

    def compiled(held: Scanning) -> ReturnSnapshot:
        if supersedes is None:
            return compile_return(facts, issue, key, held)
        earlier = as_frozen(supersedes)
        if earlier is None:
            # What was damaged can still be put right; only its id is taken from it.
            return compile_return(facts, replace(issue, supersedes=supersedes.uid), key, held)
        return correct(earlier, facts, issue, reason, key, held)

    draft = DraftReturn(
        facts, findings, (), supersedes, previous, None, now < end, tuple(texts.items()), figures.notable
    )
    return Prepared(draft, scanning, compiled)


def as_frozen(filed: FiledReturn) -> ReturnSnapshot | None:
    """The snapshot of a filed return, if it still is what was frozen.

    Both digests are asked: a whole snapshot put in another's place agrees with itself.
    """
    snapshot = ReturnSnapshot(filed.snapshot)
    return snapshot if snapshot.intact and snapshot.payload_sha256 == filed.payload_sha256 else None


def current(reader: Reader, first_day: date, last_day: date) -> FiledReturn | None:
    """The return that stands for this period, if one was frozen."""
    held = reader.find(FiledReturn, period_start=first_day, period_end=last_day)
    standing = [filed for filed in held if filed.state is not FiledState.SUPERSEDED]
    return standing[-1] if standing else None


def _facts(
    command: FreezeReturn, last_day: date, figures: ReturnFigures, reader: Reader, unfinished: tuple[str, ...]
) -> ReturnFacts:
    return ReturnFacts(
        period_start=command.first_day, period_end=last_day, force_gss=reader.setting("force_gss"),
        force_name=reader.setting("force_name"), cadence=command.cadence,
        risk_assessment=command.risk or RiskAssessment("low", "steady"),
        elections=figures.elections, incidents=figures.incidents, engagement=figures.engagement,
        events=command.events, progress=figures.progress, notable=_notable(command, figures.notable),
        data_quality=(*command.notes, *_unassessed(command), *unfinished), explanations=command.explanations,
    )  # fmt: skip


def _unassessed(command: FreezeReturn) -> tuple[str, ...]:
    """Nobody can leave this out: a reader must not take for the force's view what nobody entered."""
    return () if command.risk else (NOT_ASSESSED,)


def _unfinished(now: datetime, end: datetime) -> tuple[str, ...]:
    """Nobody can leave this out: a reader must know that the day went on."""
    if now >= end:
        return ()
    told = f"Frozen at {local(now):%H:%M}, before the period was over. What was recorded later is not in it."
    return (told,)


def _notable(command: FreezeReturn, marked: tuple[NotableIncident, ...]) -> tuple[NotableDraft, ...]:
    given = {detail.incident: detail for detail in command.notable}
    told = []
    for incident in marked:
        detail = given.get(incident.id)
        if detail is None and incident.recorded_in_period:
            detail = NotableDetail(incident.id)
        if detail is not None and not detail.left_out:
            summary = detail.summary.strip() or incident.summary
            told.append(
                NotableDraft(
                    incident.uid, incident.category, summary, incident.risk, detail.tension, detail.media,
                    detail.cross_border_forces, detail.ct_referred, detail.support_requested,
                )
            )  # fmt: skip
    return tuple(told)


def _previous(reader: Reader, before: date) -> ReturnSnapshot | None:
    earlier = [
        filed for filed in reader.find(FiledReturn)
        if filed.period_end < before and filed.state is not FiledState.SUPERSEDED
    ]  # fmt: skip
    latest = max(earlier, key=lambda filed: filed.period_end, default=None)
    return as_frozen(latest) if latest else None


def _known(desk: Desk, force_name: str) -> KnownIdentifiers:
    """What the vault knows; without places that the force is named after, which every return names."""
    words = desk.queries.known_words()
    force = f" {force_name.casefold()} "
    places = tuple(place for place in words.places if f" {place.casefold()} " not in force)
    return KnownIdentifiers(words.names, words.parties, words.crime_references, places, words.handles)

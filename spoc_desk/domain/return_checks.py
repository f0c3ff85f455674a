"""The self-check of a return: do its figures agree with each other and with the return before it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_codes import OUTCOMES
from spoc_desk.domain.return_facts import Explanation
from spoc_desk.domain.return_payload import Payload, ReturnSnapshot
from spoc_desk.domain.return_rows import row_key, row_name

CHARGED_OUTCOMES = ("1", "1A")


@dataclass(frozen=True, slots=True)
class ReturnFault:
    """A figure that does not agree. explainable: an officer may say why it is right nevertheless."""

    code: str
    where: str
    values: tuple[tuple[str, object], ...] = ()
    explainable: bool = True


def check_return(
    snapshot: ReturnSnapshot,
    previous: ReturnSnapshot | None = None,
    explanations: Iterable[Explanation] = (),
) -> tuple[ReturnFault, ...]:
    """Every fault no officer has explained, in the order of the return.

    previous: the last return for an earlier period, as it now stands. An
    explanation also belongs into the return's data_quality notes, where
    compile_return puts it.
    """
    payload = snapshot.payload
    found = [*_alone(payload)]
    if previous is not None:
        found += _after(payload, previous.payload)
    answered = {(given.code, given.where) for given in explanations}
    return tuple(
        fault for fault in found if not (fault.explainable and (fault.code, fault.where) in answered)
    )


def refuse_faults(faults: Iterable[ReturnFault]) -> None:
    """Raises the first fault, if there is one, as the DomainError of its code."""
    for fault in faults:
        raise DomainError(fault.code, **dict(fault.values))


def total_to_date(payload: Payload) -> int:
    """All incidents so far."""
    return sum(row["count_cumulative"] for row in payload["incidents"])


def total_new(payload: Payload) -> int:
    """Incidents new in this period."""
    return sum(row["count_new"] for row in payload["incidents"])


def _alone(payload: Payload) -> Iterator[ReturnFault]:
    yield from _rows(payload)
    yield from _outcomes(payload)
    engagement, progress = payload["engagement"], payload["progress"]
    known = engagement["candidates_known"]
    for name in ("contacted", "briefing_offered"):
        if engagement[name] > known:
            yield _fault(
                "returns.more_than_known", f"engagement.{name}", number=engagement[name], known=known
            )
    answered = engagement["briefed"] + engagement["declined"]
    if answered > engagement["briefing_offered"]:
        yield _fault(
            "returns.more_than_offered",
            "engagement.briefed",
            number=answered,
            offered=engagement["briefing_offered"],
        )
    if progress["time_limit_under_30d"] > progress["open"]:
        yield _fault(
            "returns.limits_exceed_open",
            "progress.time_limit_under_30d",
            number=progress["time_limit_under_30d"],
            open=progress["open"],
        )
    charged = sum(progress["outcomes"].get(code, 0) for code in CHARGED_OUTCOMES)
    if charged and not progress["charged"]:
        yield _fault("returns.charges_disagree", "progress.charged", number=charged)


def _rows(payload: Payload) -> Iterator[ReturnFault]:
    seen = set()
    for row in payload["incidents"]:
        key = row_key(row)
        if key in seen:
            yield _fault("returns.row_twice", row_name(key), explainable=False, row=row_name(key))
        seen.add(key)
        if row["count_new"] > row["count_cumulative"]:
            yield _fault(
                "returns.new_exceeds_total",
                row_name(key),
                explainable=False,
                row=row_name(key),
                new=row["count_new"],
                total=row["count_cumulative"],
            )
    new = total_new(payload)
    if payload["nil_return"] != (new == 0 and not payload["notable"]):
        yield _fault("returns.nil_disagrees", "nil_return", explainable=False, new=new)


def _outcomes(payload: Payload) -> Iterator[ReturnFault]:
    progress, total = payload["progress"], total_to_date(payload)
    for code in OUTCOMES:
        if code not in progress["outcomes"]:
            yield _fault(
                "returns.outcome_absent", f"progress.outcomes.{code}", explainable=False, outcome=code
            )
    closed = sum(progress["outcomes"].values())
    if progress["open"] + closed != total:
        yield _fault(
            "returns.outcomes_incomplete", "progress", open=progress["open"], closed=closed, total=total
        )


def _after(payload: Payload, before: Payload) -> Iterator[ReturnFault]:
    rows = {row_key(row): row["count_cumulative"] for row in payload["incidents"]}
    for row in before["incidents"]:
        key, earlier = row_key(row), row["count_cumulative"]
        now = rows.get(key, 0)
        if now < earlier:
            yield _fault("returns.total_fell", row_name(key), row=row_name(key), now=now, earlier=earlier)
    expected = total_to_date(before) + total_new(payload)
    if _follows(before, payload) and total_to_date(payload) != expected:
        yield _fault(
            "returns.total_does_not_follow", "incidents", now=total_to_date(payload), expected=expected
        )
    for code, earlier in before["progress"]["outcomes"].items():
        now = payload["progress"]["outcomes"].get(code, 0)
        if now < earlier:
            yield _fault(
                "returns.outcome_fell", f"progress.outcomes.{code}", outcome=code, now=now, earlier=earlier
            )


def _follows(before: Payload, payload: Payload) -> bool:
    next_day = date.fromisoformat(before["period_end"]) + timedelta(days=1)
    return bool(payload["period_start"] == next_day.isoformat())


def _fault(code: str, where: str, explainable: bool = True, **values: object) -> ReturnFault:
    return ReturnFault(code, where, tuple(values.items()), explainable)

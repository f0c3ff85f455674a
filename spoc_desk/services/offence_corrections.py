"""What is put right about a suspected offence: a date, an exception to its limit, the suspicion itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spoc_desk.domain.changes import OffenceWithdrawn
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent
from spoc_desk.services.offences import carry_limits, limit_again, suspected_of, unchecked
from spoc_desk.services.ports import Changes, Desk


@dataclass(frozen=True, slots=True)
class ClaimException:
    """That an exception to the limit applies and why, or with claimed false that it does not."""

    offence_id: int
    key: str
    claimed: bool
    reason: str = ""


def strike_date(date_id: int, desk: Desk) -> Changes:
    """Takes a date away that was entered by mistake, and computes the limit again.

    Raises DomainError for the only act. The audit trail keeps that the dates were changed.
    """
    with desk.unit_of_work() as work:
        struck = work.get(OffenceDate, date_id)
        suspected, casefile = suspected_of(work, struck.offence_id)
        acts = work.find(OffenceDate, offence_id=suspected.id, event=OffenceEvent.ACT)
        if [act.id for act in acts] == [struck.id]:
            raise DomainError("offences.only_act")
        work.remove(struck)
        return limit_again(work, unchecked(suspected, desk), casefile, desk)


def claim_exception(command: ClaimException, desk: Desk) -> Changes:
    """Claims an exception to an offence's limit, or gives the claim up, and computes the limit again.

    Raises DomainError for an exception its rule does not have, or without a reason.
    """
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, command.offence_id)
        rule = desk.lawpack.offence(suspected.code).time_rule
        if command.key not in {exception.key for exception in rule.exceptions}:
            raise DomainError("offences.unknown_exception", key=command.key)
        if command.claimed and not command.reason.strip():
            raise DomainError("offences.exception_reason_missing")
        others = tuple(key for key in suspected.exceptions if key != command.key)
        claimed = replace(
            unchecked(suspected, desk),
            exceptions=(*others, command.key) if command.claimed else others,
            exception_reason=command.reason.strip(),
        )
        return limit_again(work, claimed, casefile, desk)


def withdraw_offence(offence_id: int, why: str, desk: Desk) -> Changes:
    """Drops a suspicion; its dates and links stay in the vault but no longer count.

    Raises DomainError without a reason.
    """
    if not why.strip():
        raise DomainError("offences.withdrawal_reason_missing")
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, offence_id)
        work.change(replace(suspected, withdrawn=why.strip()))
        change = OffenceWithdrawn(casefile=casefile.id, offence=offence_id, code=suspected.code)
        work.record(change)
        return (change, *carry_limits(work, casefile, desk))

"""What is put right about a suspected offence: a date, an exception, its proofs, the suspicion itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spoc_desk.domain.changes import OffenceWithdrawn, ProofLinked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent, ProofLink
from spoc_desk.services.offences import carry_limits, check_of_case, limit_again, suspected_of, unchecked
from spoc_desk.services.ports import Changes, Desk


@dataclass(frozen=True, slots=True)
class ClaimException:
    """That an exception to the limit applies and why, or with claimed false that it does not."""

    offence_id: int
    key: str
    claimed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProvePoint:
    """All that proves one point: these exhibits and statements of the casefile, and no others."""

    offence_id: int
    point: str
    exhibit_ids: tuple[int, ...] = ()
    statement_ids: tuple[int, ...] = ()


def prove_point(command: ProvePoint, desk: Desk) -> Changes:
    """Ties a point to prove to exactly these exhibits and statements.

    Raises DomainError for a point the offence does not have, or evidence of another casefile.
    """
    wanted = {(each, None) for each in command.exhibit_ids} | {(None, each) for each in command.statement_ids}
    with desk.unit_of_work() as work:
        suspected, casefile = suspected_of(work, command.offence_id)
        desk.lawpack.offence(suspected.code).point(command.point)
        held = work.find(ProofLink, offence_id=suspected.id, point=command.point)
        kept = {(link.exhibit_id, link.statement_id) for link in held}
        for link in held:
            if (link.exhibit_id, link.statement_id) not in wanted:
                work.remove(link)
        for exhibit_id, statement_id in sorted(wanted - kept, key=str):
            check_of_case(work, casefile.id, exhibit_id, statement_id)
            work.add(ProofLink(0, suspected.id, command.point, exhibit_id, statement_id))
        if kept == wanted:
            return ()
        change = ProofLinked(
            casefile=casefile.id, offence=suspected.id, point=command.point, linked=bool(wanted - kept)
        )
        work.record(change)
    return (change,)


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

"""Whether an exhibit is used, unused or sensitive: one answer, which exhibit list and schedules follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spoc_desk.domain.casefiles import Casefile, Statement, check_open
from spoc_desk.domain.changes import ExhibitDisclosed
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.suspected_offences import ProofLink, SuspectedOffence
from spoc_desk.services.ports import Changes, Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class SetDisclosure:
    """What an exhibit is to the case, and why."""

    exhibit_id: int
    disclosure: Disclosure
    reason: str = ""


def set_disclosure(command: SetDisclosure, desk: Desk) -> Changes:
    """Sets whether an exhibit is used, unused or sensitive unused material (CPIA 1996, Code of Practice).

    Raises DomainError when the casefile is closed, when sensitive has no reason, and for an exhibit
    that proves a point or is a statement's paper: those are used.
    """
    why = command.reason.strip()
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, command.exhibit_id)
        check_open(work.get(Casefile, exhibit.casefile_id))
        if command.disclosure is Disclosure.USED:
            why = ""
        else:
            _check_not_relied_on(work, exhibit, desk)
        if command.disclosure is Disclosure.SENSITIVE and not why:
            raise DomainError("disclosure.reason_missing", reference=exhibit.reference)
        after = replace(exhibit, disclosure=command.disclosure, disclosure_reason=why)
        if after == exhibit:
            return ()
        work.change(after)
        change = ExhibitDisclosed(
            casefile=exhibit.casefile_id,
            exhibit=exhibit.id,
            disclosure=str(command.disclosure) or "used",
        )
        work.record(change)
    return (change,)


def check_used(exhibit: Exhibit) -> None:
    """Raises DomainError("disclosure.not_used") when an exhibit is unused, so that nothing may rest on it."""
    if exhibit.disclosure is not Disclosure.USED:
        raise DomainError("disclosure.not_used", reference=exhibit.reference, kind=str(exhibit.disclosure))


def _check_not_relied_on(work: UnitOfWork, exhibit: Exhibit, desk: Desk) -> None:
    for link in work.find(ProofLink, exhibit_id=exhibit.id):
        suspected = work.get(SuspectedOffence, link.offence_id)
        if not suspected.withdrawn:
            offence = desk.lawpack.offence(suspected.code)
            raise DomainError(
                "disclosure.proves_point",
                reference=exhibit.reference,
                point=offence.point(link.point).text,
                offence=offence.title,
            )
    for statement in work.find(Statement, exhibit_id=exhibit.id):
        raise DomainError(
            "disclosure.is_statement", reference=exhibit.reference, statement=statement.reference
        )

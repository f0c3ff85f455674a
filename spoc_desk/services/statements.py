"""What is put right about a statement once it was taken: the signature, the check of page 1, its paper."""

from __future__ import annotations

from dataclasses import replace

from spoc_desk.domain.casefiles import Casefile, Statement, check_open
from spoc_desk.domain.changes import CasefileChanged
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.written_names import checked_name
from spoc_desk.services.disclosure import check_used
from spoc_desk.services.offences import check_of_case
from spoc_desk.services.ports import Changes, Desk


def change_statement(statement: Statement, desk: Desk) -> Changes:
    """Stores what is new about a statement; its reference and its casefile stay.

    Raises DomainError without a witness, for an exhibit of another casefile, or when closed.
    """
    with desk.unit_of_work() as work:
        before = work.get(Statement, statement.id)
        check_open(work.get(Casefile, before.casefile_id))
        check_of_case(work, before.casefile_id, statement.exhibit_id, None)
        if statement.exhibit_id is not None:
            check_used(work.get(Exhibit, statement.exhibit_id))
        after = replace(
            statement,
            casefile_id=before.casefile_id,
            reference=before.reference,
            witness=checked_name(statement.witness),
        )
        if after == before:
            return ()
        work.change(after)
        change = CasefileChanged(casefile=before.casefile_id, fields=("statements",))
        work.record(change)
    return (change,)

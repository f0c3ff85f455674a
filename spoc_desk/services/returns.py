"""Returns to the NPCC: a day frozen from casework, authorised, corrected by superseding, exported."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from spoc_desk.domain.changes import (
    Change,
    RecordConsulted,
    ReturnAuthorised,
    ReturnExported,
    ReturnFrozen,
    ReturnPrinted,
)
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer, StandingBy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.return_checks import check_return, refuse_faults
from spoc_desk.domain.return_codes import AUTHORISING_ROLES
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.domain.returns import authorise
from spoc_desk.services.dual_control import approved, standing_by
from spoc_desk.services.ports import AuditHead, Changes, Desk
from spoc_desk.services.return_drafts import (
    PSEUDONYM_KEY,
    DraftReturn,
    FreezeReturn,
    NotableDetail,
    as_frozen,
    current,
    draft_return,
    prepare,
)
from spoc_desk.services.trail_query import TrailQuery

__all__ = [
    "PSEUDONYM_KEY",
    "DraftReturn",
    "FreezeReturn",
    "NotableDetail",
    "ReturnView",
    "as_frozen",
    "authorise_return",
    "consult_return",
    "current",
    "draft_return",
    "export_return",
    "freeze_return",
    "print_return",
    "return_files",
    "return_pdf",
    "view_return",
    "who_may_stand_by",
]


@dataclass(frozen=True, slots=True)
class ReturnView:
    """One filed return, what it supersedes and what superseded it.

    intact: its text still is what was frozen. why_not: the refusal this
    officer would meet on authorising it, when there is one.
    """

    filed: FiledReturn
    intact: bool
    earlier: FiledReturn | None = None
    later: FiledReturn | None = None
    why_not: DomainError | None = None


def freeze_return(command: FreezeReturn, desk: Desk) -> Changes:
    """Freezes a period. A second return for the same period supersedes the first and needs a reason.

    A period not yet over may be frozen; the return then says so in a note of
    its own. Raises DomainError when a sentence may identify somebody, when
    figures do not agree and nobody explained it, or when a correction has no
    reason.
    """
    ready = prepare(command, desk)
    if ready.draft.supersedes and not command.correction_reason.strip():
        raise DomainError("returns.correction_reason_missing")
    snapshot = ready.compiled(ready.scanning)
    refuse_faults(check_return(snapshot, ready.draft.previous, command.explanations))
    return _file(snapshot, command, ready.draft, desk)


def _file(snapshot: ReturnSnapshot, command: FreezeReturn, drafted: DraftReturn, desk: Desk) -> Changes:
    head = desk.queries.audit_head()
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        if drafted.supersedes:
            work.change(replace(drafted.supersedes, state=FiledState.SUPERSEDED))
        filed = work.add(
            FiledReturn(
                0, snapshot.return_id, work.next_reference("RT", now.year), drafted.facts.period_start,
                drafted.facts.period_end, command.cadence, snapshot.nil, FiledState.FROZEN, snapshot.document,
                snapshot.payload_sha256, now, desk.officer.name, head.sequence, head.head,
                drafted.supersedes.id if drafted.supersedes else None, command.correction_reason.strip(),
            )
        )  # fmt: skip
        change: Change = ReturnFrozen(filed=filed.id, payload_sha256=filed.payload_sha256)
        work.record(change)
    return (change,)


def authorise_return(filed_id: int, desk: Desk, second: SecondOfficer | None = None) -> Changes:
    """Authorises a frozen return: by another officer than froze it, who logs in or is the second here.

    One authorised by who froze it, with nobody there who could stand by, says so on the record and in
    print. Raises DomainError: of the subject returns, and for who froze it as approved() does.
    """
    approval = _approval(filed_id, second, desk)
    with desk.unit_of_work() as work:
        filed = work.get(FiledReturn, filed_id)
        if filed.state is not FiledState.FROZEN:
            raise DomainError("returns.already_authorised", return_id=filed.reference)
        _check_intact(filed)
        by = work.get(Officer, approval.officer_id) if approval.second else desk.officer
        alone = approval.self_authorised
        snapshot = authorise(ReturnSnapshot(filed.snapshot), str(by.role), alone)
        work.change(
            replace(
                filed, state=FiledState.AUTHORISED, snapshot=snapshot.document,
                payload_sha256=snapshot.payload_sha256, authorised_by=by.name,
                authorised_at=desk.clock.now(), self_authorised=alone,
            )
        )  # fmt: skip
        change = ReturnAuthorised(filed=filed.id, second=approval.second, self_authorised=alone)
        work.record(change)
    return (change,)


def _approval(filed_id: int, second: SecondOfficer | None, desk: Desk) -> Approval:
    with desk.queries.snapshot() as reader:
        filed = reader.get(FiledReturn, filed_id)
    freezer = _frozen_by(filed, desk)
    if second is None and freezer not in ("", desk.officer.uid):
        return Approval(0, "", self_authorised=False)  # whoever is at the desk is the second officer
    approval = approved(Deed.RETURN, second, desk)
    with desk.queries.snapshot() as reader:
        if approval.second and reader.get(Officer, approval.second).uid == freezer:
            raise DomainError("returns.froze_it", officer=approval.name)
    return approval


def _frozen_by(filed: FiledReturn, desk: Desk) -> str:
    """The uid of who froze a return, whatever they are called by now; empty when the trail does not say."""
    asked = TrailQuery(event=ReturnFrozen.__name__, fields=(("filed", filed.id),))
    for entry in desk.queries.find_entries(asked, limit=1):
        return str(json.loads(entry.payload)["officer"])
    return ""


def who_may_stand_by(filed: FiledReturn, desk: Desk) -> StandingBy | None:
    """Who may authorise a return that the officer at the desk froze; None when somebody else froze it."""
    return standing_by(Deed.RETURN, desk) if _frozen_by(filed, desk) in ("", desk.officer.uid) else None


def return_files(filed_id: int, desk: Desk) -> dict[str, bytes]:
    """The three files of a return by name, from one snapshot; that it left is written down first."""
    filed, snapshot = export_return(filed_id, desk)
    return {
        "return.json": desk.return_formats.json(snapshot),
        "return.csv": desk.return_formats.csv(snapshot),
        "return.pdf": _pdf(filed, snapshot, desk),
    }


def return_pdf(filed_id: int, desk: Desk) -> bytes:
    """A return as it will be printed, for the preview; that it was read is written down first.

    Raises DomainError("returns.altered").
    """
    filed = consult_return(filed_id, desk)
    return _pdf(filed, _check_intact(filed), desk)


def print_return(filed_id: int, copies: int, desk: Desk) -> Changes:
    """Writes down that a return is about to be printed. Raises DomainError("returns.altered")."""
    with desk.unit_of_work() as work:
        filed = work.get(FiledReturn, filed_id)
        _check_intact(filed)
        change = ReturnPrinted(filed=filed.id, copies=copies)
        work.record(change)
    return (change,)


def export_return(filed_id: int, desk: Desk) -> tuple[FiledReturn, ReturnSnapshot]:
    """The snapshot that every export is made from; that it left is written down first.

    Raises DomainError: returns.not_authorised before it is authorised,
    returns.altered when the text kept is no longer what was frozen.
    """
    with desk.unit_of_work() as work:
        filed = work.get(FiledReturn, filed_id)
        if not _check_intact(filed).authorised:
            raise DomainError("returns.not_authorised", reference=filed.reference)
        state = FiledState.EXPORTED if filed.state is FiledState.AUTHORISED else filed.state
        filed = replace(filed, state=state, exported_at=desk.clock.now())
        work.change(filed)
        work.record(ReturnExported(filed=filed.id, payload_sha256=filed.payload_sha256))
    return filed, ReturnSnapshot(filed.snapshot)


def consult_return(filed_id: int, desk: Desk) -> FiledReturn:
    """One filed return; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        work.record(RecordConsulted(kind="return", record=filed_id))
        return work.get(FiledReturn, filed_id)


def view_return(filed_id: int, desk: Desk) -> ReturnView:
    """One filed return with those before and after it; the reading is on the audit trail first."""
    filed = consult_return(filed_id, desk)
    with desk.queries.snapshot() as reader:
        earlier = reader.get(FiledReturn, filed.supersedes_id) if filed.supersedes_id else None
        later = reader.find(FiledReturn, supersedes_id=filed.id)
    may = str(desk.officer.role) in AUTHORISING_ROLES
    why_not = None if may else DomainError("returns.role_cannot_authorise")
    try:
        _check_intact(filed)
    except DomainError as altered:
        return ReturnView(filed, False, earlier, later[0] if later else None, altered)
    return ReturnView(filed, True, earlier, later[0] if later else None, why_not)


def _check_intact(filed: FiledReturn) -> ReturnSnapshot:
    snapshot = as_frozen(filed)
    if snapshot is None:
        raise DomainError("returns.altered")
    return snapshot


def _pdf(filed: FiledReturn, snapshot: ReturnSnapshot, desk: Desk) -> bytes:
    with desk.queries.snapshot() as reader:
        demonstration = reader.setting("demonstration") == "yes"
    head = AuditHead(filed.anchor_sequence, filed.anchor_head)
    return desk.documents.return_pdf(snapshot, head, demonstration=demonstration)

"""Copies of packs that leave the vault, each written down first."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.changes import PackExported, PackPrinted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackCopy
from spoc_desk.services.ports import Changes, Desk


@dataclass(frozen=True, slots=True)
class CopyPack:
    """One copy, or a run of copies, leaving the vault."""

    pack_id: int
    how: str
    recipient: str = ""
    copies: int = 1
    printer: str = ""
    page_range: str = ""


def log_copy(command: CopyPack, desk: Desk) -> Changes:
    """Writes down that a copy leaves, before it does: saved as a file, or sent to a printer."""
    if command.copies < 1:
        raise DomainError("packs.copies_wrong")
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, command.pack_id)
        work.add(
            PackCopy(
                id=0,
                pack_id=pack.id,
                at=desk.clock.now(),
                officer=desk.officer.name,
                how=command.how,
                recipient=command.recipient or pack.recipient,
                copies=command.copies,
                printer=command.printer,
                page_range=command.page_range,
            )
        )
        change = (
            PackPrinted(casefile=pack.casefile_id, pack=pack.id, copies=command.copies)
            if command.how == "printed"
            else PackExported(casefile=pack.casefile_id, pack=pack.id)
        )
        work.record(change)
    return (change,)

"""What the files of a pack tell before they are printed: a password that is needed, particulars of people."""

from __future__ import annotations

from collections.abc import Iterable

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.pack_faults import FaultLink, PackFault
from spoc_desk.domain.reasons import reason
from spoc_desk.services.pack_choice import Chosen
from spoc_desk.services.ports import Desk

LOOK_INTO = "spoc_desk.documents.file_check:look_into"
BYTES_AT_MOST = 16 << 20
SECONDS = 30.0


def file_faults(items: Iterable[Chosen], secrets: tuple[str, ...], desk: Desk) -> tuple[PackFault, ...]:
    """The faults of these files' own contents. A file that cannot be read has other faults already."""
    found = []
    for each in items:
        for code in _told(each.exhibit, secrets, desk):
            why = reason(f"packs.file_{code}", reference=each.reference)
            found.append(PackFault(why, link=FaultLink("exhibits", each.exhibit.id)))
    return tuple(found)


def _told(exhibit: Exhibit, secrets: tuple[str, ...], desk: Desk) -> list[str]:
    try:
        with desk.evidence.open(EvidenceKey(exhibit.file_name, exhibit.file_identity)) as sealed:
            content = sealed.read(BYTES_AT_MOST)
    except DomainError:
        return []
    asked = {
        "filename": exhibit.filename,
        "content": content,
        "password": exhibit.opening_password,
        "secrets": list(secrets),
        "whole": exhibit.size <= BYTES_AT_MOST,
    }
    try:
        return [str(code) for code in desk.parser.call(LOOK_INTO, asked, SECONDS)]
    except DomainError as refusal:
        if refusal.code == "work.cancelled":
            raise
        return ["unseen"]

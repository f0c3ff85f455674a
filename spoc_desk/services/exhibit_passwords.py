"""The password of an encrypted exhibit: proved in the child process, kept in the vault, used to print it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spoc_desk.domain.casefiles import Casefile, check_open
from spoc_desk.domain.changes import ExhibitUnlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.services.ports import Changes, Desk

PROVER = "spoc_desk.documents.pdf_passwords:try_password"
SECONDS = 60.0
BYTES_AT_MOST = 128 << 20
_REFUSALS = {
    "wrong": "exhibits.password_wrong",
    "not_needed": "exhibits.password_not_needed",
    "no_pdf": "exhibits.password_no_pdf",
}


@dataclass(frozen=True, slots=True)
class SetOpeningPassword:
    """The password that opens an encrypted PDF, as whoever sent it gave it."""

    exhibit_id: int
    password: str = field(repr=False)


def set_opening_password(command: SetOpeningPassword, desk: Desk) -> Changes:
    """Keeps a password after it has opened the sealed file; the sealed file stays as it is.

    The audit trail tells that a password was given, never which. Raises DomainError when the
    casefile is closed, the password is empty or wrong, the file is no PDF, needs none or is above
    128 MiB, or what opening the sealed file raises.
    """
    with desk.queries.snapshot() as reader:
        seen = reader.get(Exhibit, command.exhibit_id)
    if not command.password:
        raise DomainError("exhibits.password_empty")
    if seen.state is ExhibitState.PENDING:
        raise DomainError("exhibits.not_sealed", reference=seen.reference)
    if seen.size > BYTES_AT_MOST:
        raise DomainError("exhibits.password_too_large", reference=seen.reference)
    with desk.evidence.open(EvidenceKey(seen.file_name, seen.file_identity)) as sealed:
        content = sealed.read(BYTES_AT_MOST)
    asked = {"content": content, "password": command.password}
    answer = desk.parser.call(PROVER, asked, SECONDS)
    if answer in _REFUSALS:
        raise DomainError(_REFUSALS[answer], reference=seen.reference)
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, command.exhibit_id)
        check_open(work.get(Casefile, exhibit.casefile_id))
        if exhibit.opening_password == command.password:
            return ()
        work.change(replace(exhibit, opening_password=command.password))
        change = ExhibitUnlocked(casefile=exhibit.casefile_id, exhibit=exhibit.id)
        work.record(change)
    return (change,)

"""Contacts as a file names them, before anybody decides what they mean for the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spoc_desk.domain.candidacies import Standing
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.reasons import Reason


class FileForm(StrEnum):
    """The kinds of file that contacts are read from."""

    DEMOCRACY_CLUB = "democracy_club"
    DEMOCRACY_CLUB_OLD = "democracy_club_old"
    COLUMNS = "columns"
    VCARD = "vcard"


FORM_LABELS = {
    FileForm.DEMOCRACY_CLUB: "Democracy Club export",
    FileForm.DEMOCRACY_CLUB_OLD: "Democracy Club export, earlier form",
    FileForm.COLUMNS: "List with named columns",
    FileForm.VCARD: "Address book (vCard)",
}


@dataclass(frozen=True, slots=True)
class RowCandidacy:
    """A candidacy as one row has it. standing: None where the file does not say."""

    election_id: str
    ballot_paper_id: str
    poll_on: date
    area_name: str = ""
    area_gss: str = ""
    party_name: str = ""
    party_id: str = ""
    description: str = ""
    standing: Standing | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One usable row or card. number: its line in the file, or the number of the card, from 1."""

    number: int
    name: str
    roles: tuple[ContactRole, ...] = ()
    democracy_club_id: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    candidacy: RowCandidacy | None = None
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row or card that cannot be used, and why. name: what stood there, as far as it can be shown."""

    number: int
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ContactFile:
    """All that was read from one file. sha256: of its bytes, in hexadecimal."""

    form: FileForm
    sha256: str
    rows: tuple[ImportRow | RejectedRow, ...]
    notices: tuple[Reason, ...] = ()

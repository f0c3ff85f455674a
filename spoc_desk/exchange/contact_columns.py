"""Contacts from a list with plain column names, such as one that a returning officer sends."""

from __future__ import annotations

from spoc_desk.domain.contact_rows import ImportRow, RejectedRow, RowCandidacy
from spoc_desk.domain.contacts import ContactRole, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import checked_name
from spoc_desk.exchange.contact_cells import Notices, ballot, each_row, gss, poll_day, reaches, role, words
from spoc_desk.exchange.tabular import Line, Table

COLUMNS = (
    "name", "role", "phone", "email", "organisation", "election", "ballot_paper_id", "poll_date", "party",
    "area", "gss", "agent",
)  # fmt: skip


OTHER_SPELLINGS = ("telephone", "e_mail")


def read_columns(table: Table) -> tuple[ImportRow | RejectedRow, ...]:
    """A row per contact. Raises DomainError("imports.columns_unknown") when there is no column of names."""
    if "name" not in table.header:
        raise DomainError("imports.columns_unknown", known=", ".join(COLUMNS))
    return each_row(table.lines, _contact, lambda line: (line.number, line.cell("name")))


def _contact(line: Line) -> ImportRow:
    if not line.whole():
        raise DomainError("imports.row_ragged")
    notices = Notices()
    given = role(_cell(line, "role"))
    candidacy = _candidacy(line, notices) if given in (None, ContactRole.CANDIDATE) else None
    if given is None and candidacy:
        given = ContactRole.CANDIDATE
    return ImportRow(
        number=line.number,
        name=checked_name(line.cell("name")),
        roles=(given,) if given else (),
        organisation=_cell(line, "organisation"),
        phones=reaches(ReachKind.PHONE, line.cell("phone") or line.cell("telephone"), notices),
        emails=reaches(ReachKind.EMAIL, line.cell("email") or line.cell("e_mail"), notices),
        candidacy=candidacy,
        notices=tuple(notices.told),
    )


def _candidacy(line: Line, notices: Notices) -> RowCandidacy | None:
    """The candidacy of a row that names a ballot paper or an election, if it does."""
    paper, election = _cell(line, "ballot_paper_id"), _cell(line, "election")
    if not (paper or election):
        return None
    agent = _cell(line, "agent")
    return RowCandidacy(
        election_id=election or paper,
        ballot_paper_id=ballot(paper or election),
        poll_on=poll_day(_cell(line, "poll_date") or (paper or election).rpartition(".")[2]),
        area_name=_cell(line, "area"),
        area_gss=gss(_cell(line, "gss"), notices),
        party_name=_cell(line, "party"),
        agent=checked_name(agent) if agent else "",
    )


def _cell(line: Line, name: str) -> str:
    return words(line.cell(name), name)

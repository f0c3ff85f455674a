"""Candidates from a Democracy Club export: the present form and the earlier one, by header name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spoc_desk.domain.candidacies import Standing
from spoc_desk.domain.contact_rows import FileForm, ImportRow, RejectedRow, RowCandidacy
from spoc_desk.domain.contacts import ContactRole, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.written_names import checked_name
from spoc_desk.exchange.contact_cells import (
    Notices,
    ballot,
    each_row,
    gss,
    handle,
    poll_day,
    reaches,
    truth,
    words,
)
from spoc_desk.exchange.tabular import Line, Table

# What we read -> what each form calls it.
PRESENT = {
    "id": "person_id",
    "name": "person_name",
    "election": "election_id",
    "ballot": "ballot_paper_id",
    "poll": "election_date",
    "party": "party_name",
    "party_id": "party_id",
    "area": "post_label",
    "gss": "gss",
    "description": "party_description_text",
    "cancelled": "cancelled_poll",
    "elected": "elected",
    "died": "death_date",
    "email": "email",
}
EARLIER = PRESENT | {
    "id": "id",
    "name": "name",
    "election": "election",
    "gss": "gss_code",
    "commission_id": "party_ec_id",
}
NEEDED = ("id", "name", "ballot", "poll")
LINKS = {
    "twitter_username": "X",
    "mastodon_username": "Mastodon",
    "facebook_page_url": "Facebook",
    "facebook_personal_url": "Facebook",
    "instagram_url": "Instagram",
    "blue_sky_url": "Bluesky",
    "threads_url": "Threads",
    "tiktok_url": "TikTok",
    "youtube_profile": "YouTube",
    "linkedin_url": "LinkedIn",
    "homepage_url": "Website",
    "blog_url": "Blog",
    "other_url": "Page",
}
_ID = re.compile(r"[0-9]{1,12}")


def form_of(header: tuple[str, ...]) -> FileForm | None:
    """Which form this header has, or None when it is no Democracy Club export."""
    names = set(header)
    if names & {"person_id", "person_name"}:
        return FileForm.DEMOCRACY_CLUB
    return FileForm.DEMOCRACY_CLUB_OLD if "election_date" in names else None


def read_candidates(table: Table, form: FileForm) -> tuple[ImportRow | RejectedRow, ...]:
    """A row per candidacy. Raises DomainError("imports.columns_missing") naming the missing columns."""
    columns = PRESENT if form is FileForm.DEMOCRACY_CLUB else EARLIER
    missing = [columns[name] for name in NEEDED if columns[name] not in table.header]
    if missing:
        raise DomainError("imports.columns_missing", columns=", ".join(missing))
    return each_row(
        table.lines,
        lambda line: _candidate(line, columns),
        lambda line: (line.number, line.cell(columns["name"])),
    )


def columns_read(form: FileForm) -> frozenset[str]:
    """The names of the columns that are read of this form."""
    columns = PRESENT if form is FileForm.DEMOCRACY_CLUB else EARLIER
    return frozenset((*columns.values(), *LINKS))


def _candidate(line: Line, columns: Mapping[str, str]) -> ImportRow:
    if not line.whole():
        raise DomainError("imports.row_ragged")

    def cell(name: str) -> str:
        return words(line.cell(columns.get(name, "")), columns.get(name, ""))

    if not _ID.fullmatch(cell("id")):
        raise DomainError("imports.id_wrong", value=cell("id")[:40])
    notices = Notices()
    name = checked_name(line.cell(columns["name"]))
    paper = ballot(cell("ballot"))
    if cell("died"):
        notices.add("imports.died", name=name)
    if truth(cell("cancelled")):
        notices.add("imports.poll_cancelled", ballot=paper)
    candidacy = RowCandidacy(
        election_id=cell("election") or paper,
        ballot_paper_id=paper,
        poll_on=poll_day(cell("poll")),
        area_name=cell("area"),
        area_gss=gss(cell("gss"), notices),
        party_name=cell("party"),
        party_id=cell("commission_id") or cell("party_id"),
        description=cell("description"),
        standing=_standing(truth(cell("cancelled")), truth(cell("elected"))),
    )
    return ImportRow(
        number=line.number,
        name=name,
        roles=(ContactRole.CANDIDATE,),
        democracy_club_id=cell("id"),
        emails=reaches(ReachKind.EMAIL, cell("email"), notices),
        handles=_handles(line, notices),
        candidacy=candidacy,
        notices=tuple(notices.told),
    )


def _handles(line: Line, notices: Notices) -> tuple[str, ...]:
    found = (
        one
        for column, label in LINKS.items()
        for one in handle(label, words(line.cell(column), column), notices)
    )
    return tuple(dict.fromkeys(found))


def _standing(cancelled: bool | None, elected: bool | None) -> Standing | None:
    if cancelled:
        return Standing.POLL_CANCELLED
    if elected is None:
        return None
    return Standing.ELECTED if elected else Standing.NOT_ELECTED

"""What each list shows: which ids, in recording order, and the words of each row."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, bindparam, func, literal_column, select, text

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import STATUS_LABELS
from spoc_desk.domain.moments import short_day, stamp
from spoc_desk.services.rows import ListRow
from spoc_desk.storage import tables as t
from spoc_desk.storage.search import match_words


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its table, its chips, the columns it reads and how they become words."""

    kind: str
    table: Table
    chips: Mapping[str, ColumnElement[bool] | None]
    reads: Select[Any]
    row: Callable[[Row[Any]], ListRow]
    index: str = ""


def _labels(status: Any) -> str:
    return {str(key): label for key, label in STATUS_LABELS.items()}[str(status)]


def _contact(row: Row[Any]) -> ListRow:
    roles = " · ".join(filter(None, (row.standing or "", row.organisation)))
    return ListRow(
        row.id, "contacts", row.reference, row.name, roles, stamp(row.created_at),
        "Prior threat" if row.prior_threat else "", flagged=row.address_withheld,
    )  # fmt: skip


def _incident(row: Row[Any]) -> ListRow:
    place = " · ".join(filter(None, (row.location or row.platform, row.officer_in_case)))
    return ListRow(
        row.id, "incidents", row.reference, row.title, place, stamp(row.recorded_at), _labels(row.status),
        flagged=str(row.risk) in {"high", "critical"},
    )  # fmt: skip


def _casefile(row: Row[Any]) -> ListRow:
    due = f"Last day to charge {short_day(row.limit_on)}" if row.limit_on else ""
    return ListRow(
        row.id, "casefiles", row.reference, row.title, row.officer_in_case, stamp(row.opened_at),
        _labels(row.status), due=due,
    )  # fmt: skip


def _exhibit(row: Row[Any]) -> ListRow:
    return ListRow(
        row.id, "exhibits", row.reference, row.description, f"{row.casefile} · {row.filename}",
        stamp(row.recorded_at), str(row.state).capitalize(),
    )  # fmt: skip


def _referral(row: Row[Any]) -> ListRow:
    status = {"preparing": "Preparing", "sent": "Awaiting CPS", "decided": "Decided"}[str(row.state)]
    return ListRow(row.id, "referrals", row.reference, row.title, row.casefile, stamp(row.opened_at), status)


def _pack(row: Row[Any]) -> ListRow:
    shown = f"{row.casefile} · {row.pages:,} pages · {row.recipient}"
    return ListRow(
        row.id, "packs", row.reference, row.title, shown, stamp(row.issued_at), "Served" if row.served else "Internal",
        flagged=bool(row.faults),
    )  # fmt: skip


def _return(row: Row[Any]) -> ListRow:
    shown = "Nil return" if row.nil else "Return"
    return ListRow(
        row.id, "returns", row.reference, f"{shown} for {short_day(row.period_end)}", row.frozen_by,
        stamp(row.frozen_at), str(row.state).capitalize(),
    )  # fmt: skip


def _reads(table: Table, *names: str) -> Select[Any]:
    return select(*(table.c[name] for name in ("id", "reference", *names)))


def _with_casefile(table: Table, *names: str) -> Select[Any]:
    return _reads(table, *names).add_columns(t.casefile.c.reference.label("casefile")).join(
        t.casefile, t.casefile.c.id == table.c.casefile_id
    )


_OPEN = t.incident.c.status != "closed"
_STANDING = (
    select(t.candidacy.c.description)
    .where(t.candidacy.c.person_id == t.person.c.id)
    .order_by(t.candidacy.c.poll_on.desc())
    .limit(1)
    .scalar_subquery()
    .label("standing")
)
_WITH_CASE = select(t.candidacy.c.person_id)


@cache
def listings() -> Mapping[str, Listing]:
    """Every list by its name."""
    every = (
        Listing(
            "contacts", t.person,
            {"All": None, "Candidates": t.person.c.id.in_(_WITH_CASE), "Prior threat": t.person.c.prior_threat.is_(True),
             "Address withheld": t.person.c.address_withheld.is_(True)},
            _reads(t.person, "name", "organisation", "created_at", "prior_threat", "address_withheld").add_columns(_STANDING),
            _contact, "person_search",
        ),
        Listing(
            "incidents", t.incident,
            {"Open": _OPEN, "High risk": and_(_OPEN, t.incident.c.risk.in_(("high", "critical"))),
             "Notable": t.incident.c.notable.is_(True), "Closed": t.incident.c.status == "closed", "All": None},
            _reads(t.incident, "title", "location", "platform", "officer_in_case", "recorded_at", "status", "risk"),
            _incident, "incident_search",
        ),
        Listing(
            "casefiles", t.casefile,
            {"Open": t.casefile.c.status != "closed", "Awaiting CPS": t.casefile.c.status == "awaiting_cps",
             "Closed": t.casefile.c.status == "closed", "All": None},
            _reads(t.casefile, "title", "officer_in_case", "opened_at", "status", "limit_on"),
            _casefile, "casefile_search",
        ),
        Listing(
            "exhibits", t.exhibit, {"All": None, "Sealed": t.exhibit.c.state == "sealed",
                                    "Damaged": t.exhibit.c.state.in_(("missing", "altered"))},
            _with_casefile(t.exhibit, "description", "filename", "recorded_at", "state"), _exhibit, "exhibit_search",
        ),
        Listing(
            "referrals", t.referral, {"Preparing": t.referral.c.state == "preparing", "With CPS": t.referral.c.state == "sent",
                                      "Decided": t.referral.c.state == "decided", "All": None},
            _with_casefile(t.referral, "state", "opened_at").add_columns(t.casefile.c.title), _referral,
        ),
        Listing(
            "packs", t.issued_pack, {"All": None, "Served": t.issued_pack.c.served.is_(True)},
            _with_casefile(t.issued_pack, "title", "recipient", "served", "issued_at", "pages", "faults"), _pack,
        ),
        Listing(
            "returns", t.filed_return, {"All": None, "To authorise": t.filed_return.c.state == "frozen",
                                        "Exported": t.filed_return.c.state == "exported"},
            _reads(t.filed_return, "period_end", "nil", "state", "frozen_at", "frozen_by"), _return,
        ),
    )  # fmt: skip
    return {listing.kind: listing for listing in every}


def listing_of(kind: str) -> Listing:
    """The list of this name. Raises DomainError("lists.unknown")."""
    if kind not in listings():
        raise DomainError("lists.unknown", kind=kind, known=", ".join(listings()))
    return listings()[kind]


def list_ids(connection: Connection, kind: str, search: str, chip: str) -> array[int]:
    """The ids of a list, newest first; those that hold the typed words when there are any."""
    listing = listing_of(kind)
    clause = listing.chips.get(chip)
    words = match_words(search)
    if search.strip() and not words:
        return array("q")
    if words and listing.index:
        found = select(literal_column("rowid")).select_from(text(listing.index)).where(text(f"{listing.index} MATCH :words"))
        wanted = found.order_by(literal_column("rowid").desc())
        if clause is not None:
            wanted = wanted.where(literal_column("rowid").in_(select(listing.table.c.id).where(clause)))
        rows = connection.execute(wanted, {"words": words})
    else:
        wanted = select(listing.table.c.id).order_by(listing.table.c.id.desc())
        rows = connection.execute(wanted if clause is None else wanted.where(clause))
    ids = array("q", (row[0] for row in rows))
    return ids if not words or listing.index else _holding(connection, listing, ids, search)


def _holding(connection: Connection, listing: Listing, ids: array[int], search: str) -> array[int]:
    wanted = search.casefold().split()
    kept = (row for row in rows_of(connection, listing.kind, tuple(ids)))
    return array(
        "q",
        (row.id for row in kept if all(w in f"{row.reference} {row.title} {row.detail}".casefold() for w in wanted)),
    )


def rows_of(connection: Connection, kind: str, ids: tuple[int, ...]) -> tuple[ListRow, ...]:
    """The rows of these ids, in the order asked; an id that is gone is left out."""
    listing = listing_of(kind)
    asked = _rows_select(kind)
    found = {row.id: listing.row(row) for start in range(0, len(ids), 500)
             for row in connection.execute(asked, {"ids": list(ids[start : start + 500])})}  # fmt: skip
    return tuple(found[key] for key in ids if key in found)


@cache
def _rows_select(kind: str) -> Select[Any]:
    listing = listing_of(kind)
    return listing.reads.where(listing.table.c.id.in_(bindparam("ids", expanding=True)))


def chip_counts(connection: Connection, kind: str) -> dict[str, int]:
    """How many records each chip holds."""
    listing = listing_of(kind)
    counts = {}
    for name, clause in listing.chips.items():
        wanted = select(func.count()).select_from(listing.table)
        counts[name] = connection.execute(wanted if clause is None else wanted.where(clause)).scalar_one()
    return counts


def due_casefiles(connection: Connection, until: date) -> tuple[int, ...]:
    """Ids of open casefiles whose last day to charge is no later than this day, soonest first."""
    c = t.casefile.c
    wanted = select(c.id).where(c.limit_on <= until, c.status.not_in(("charged", "closed"))).order_by(c.limit_on)
    return tuple(row[0] for row in connection.execute(wanted))

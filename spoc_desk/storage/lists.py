"""What each list shows: which ids, in recording order, and the words of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, Table, and_, case, func, literal_column, select
from sqlalchemy.engine import Dialect

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import STATUS_LABELS, IncidentStatus
from spoc_desk.domain.moments import short_day, stamp
from spoc_desk.domain.return_codes import PLATFORMS
from spoc_desk.services.rows import ListRow
from spoc_desk.storage import tables as t

STATUSES = {str(status): label for status, label in STATUS_LABELS.items()}
REFERRAL_STATES = {"preparing": "Preparing", "sent": "Awaiting CPS", "decided": "Decided"}


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its table, its chips, the columns it reads and how their stored values become words.

    search: its full-text index; listed: the index that answers its chips without reading the table.
    """

    kind: str
    table: Table
    chips: Mapping[str, ColumnElement[bool] | None]
    reads: Select[Any]
    row: Callable[..., ListRow]
    search: str = ""
    listed: str = ""


def _when(stored: str) -> str:
    return stamp(datetime.fromisoformat(stored))


def _day(stored: str) -> str:
    return short_day(date.fromisoformat(stored))


def _contact(
    key: int,
    ref: str,
    name: str,
    organisation: str,
    at: str,
    threat: int,
    withheld: int,
    standing: str | None,
) -> ListRow:
    roles = " · ".join(filter(None, (standing, organisation)))
    status = "Prior threat" if threat else ""
    return ListRow(key, "contacts", ref, name, roles, _when(at), status, flagged=bool(withheld))


def _incident(
    key: int,
    ref: str,
    title: str,
    location: str,
    platform: str,
    officer: str,
    at: str,
    status: str,
    risk: str,
) -> ListRow:
    where = location or PLATFORMS.get(platform, platform)
    place = f"{where} · {officer}" if where and officer else where or officer
    high = risk in {"high", "critical"}
    return ListRow(key, "incidents", ref, title, place, _when(at), STATUSES[status], "", high)


def _casefile(
    key: int, ref: str, title: str, officer: str, at: str, status: str, limit_on: str | None
) -> ListRow:
    due = f"Last day to charge {_day(limit_on)}" if limit_on else ""
    return ListRow(key, "casefiles", ref, title, officer, _when(at), STATUSES[status], due)


def _exhibit(key: int, ref: str, described: str, filename: str, at: str, state: str, case: str) -> ListRow:
    return ListRow(key, "exhibits", ref, described, f"{case} · {filename}", _when(at), state.capitalize())


def _referral(key: int, ref: str, state: str, at: str, case: str, title: str) -> ListRow:
    return ListRow(key, "referrals", ref, title, case, _when(at), REFERRAL_STATES[state])


def _pack(
    key: int, ref: str, title: str, recipient: str, at: str, pages: int, faults: str, case: str, state: str
) -> ListRow:
    shown = f"{case} · {pages:,} pages · {recipient}"
    return ListRow(key, "packs", ref, title, shown, _when(at), state, flagged=faults != "[]")


def _return(key: int, ref: str, ends: str, nil: int, state: str, at: str, by: str) -> ListRow:
    title = f"{'Nil return' if nil else 'Return'} for {_day(ends)}"
    return ListRow(key, "returns", ref, title, by, _when(at), state.capitalize())


def _reads(table: Table, *names: str) -> Select[Any]:
    return select(*(table.c[name] for name in ("id", "reference", *names)))


def _with_casefile(table: Table, *names: str) -> Select[Any]:
    case = t.casefile.c
    return (
        _reads(table, *names)
        .add_columns(case.reference.label("casefile"))
        .join(t.casefile, case.id == table.c.casefile_id)
    )


# As text, because a condition that is worded on its own would not know which person is meant.
_STANDING = literal_column(
    "EXISTS (SELECT 1 FROM candidacy WHERE candidacy.person_id = person.id)", Boolean()
)


def _contacts() -> Listing:
    c = t.person.c
    standing = (
        select(func.coalesce(func.nullif(t.candidacy.c.description, ""), t.candidacy.c.area_name))
        .where(t.candidacy.c.person_id == c.id)
        .order_by(t.candidacy.c.poll_on.desc())
        .limit(1)
        .scalar_subquery()
        .label("standing")
    )
    columns = ("name", "organisation", "created_at", "prior_threat", "address_withheld")
    return Listing(
        "contacts", t.person,
        {"All": None, "Candidates": _STANDING,
         "Prior threat": c.prior_threat.is_(True), "Address withheld": c.address_withheld.is_(True)},
        _reads(t.person, *columns).add_columns(standing), _contact,
        "person_search", "person INDEXED BY ix_person_list",
    )  # fmt: skip


def _incidents() -> Listing:
    c = t.incident.c
    unclosed = c.status != IncidentStatus.CLOSED
    columns = ("title", "location", "platform", "officer_in_case", "recorded_at", "status", "risk")
    return Listing(
        "incidents", t.incident,
        {"Open": unclosed, "High risk": and_(unclosed, c.risk.in_(("high", "critical"))),
         "Notable": c.notable.is_(True), "Closed": c.status == IncidentStatus.CLOSED, "All": None},
        _reads(t.incident, *columns), _incident, "incident_search", "incident INDEXED BY ix_incident_list",
    )  # fmt: skip


def _casefiles() -> Listing:
    status = t.casefile.c.status
    return Listing(
        "casefiles", t.casefile,
        {"Open": status != "closed", "Awaiting CPS": status == "awaiting_cps", "Closed": status == "closed",
         "All": None},
        _reads(t.casefile, "title", "officer_in_case", "opened_at", "status", "limit_on"), _casefile,
        "casefile_search", "casefile",
    )  # fmt: skip


def _exhibits() -> Listing:
    state = t.exhibit.c.state
    return Listing(
        "exhibits", t.exhibit,
        {"All": None, "Sealed": state == "sealed", "Damaged": state.in_(("missing", "altered"))},
        _with_casefile(t.exhibit, "description", "filename", "recorded_at", "state"), _exhibit,
        "exhibit_search", "exhibit",
    )  # fmt: skip


def _referrals() -> Listing:
    state = t.referral.c.state
    return Listing(
        "referrals", t.referral,
        {"Preparing": state == "preparing", "With CPS": state == "sent", "Decided": state == "decided",
         "All": None},
        _with_casefile(t.referral, "state", "opened_at").add_columns(t.casefile.c.title), _referral,
    )  # fmt: skip


def _superseded() -> Select[Any]:
    """References of packs whose place a released one took, and of those that hold them with late pages."""
    later, release, whole = t.issued_pack.alias(), t.pack_release.alias(), t.issued_pack.alias()
    taken = select(later.c.supersedes.label("reference")).where(
        release.c.pack_id == later.c.id, later.c.supersedes != ""
    )
    gone = taken.cte("gone", recursive=True)
    gone = gone.union(select(whole.c.reference).where(whole.c.continues == gone.c.reference))
    return select(gone.c.reference)


def _packs() -> Listing:
    columns = ("title", "recipient", "issued_at", "pages", "faults")
    pack = t.issued_pack
    # A chip is said alone, where an EXISTS would know nothing of the row around it.
    released = pack.c.id.in_(select(t.pack_release.c.pack_id))
    superseded = pack.c.reference.in_(_superseded())
    state = case((~released, "Draft"), (superseded, "Superseded"), else_="Released").label("state")
    return Listing(
        "packs", pack,
        {"All": None, "Draft": ~released, "Released": released & ~superseded,
         "Served": pack.c.served.is_(True)},
        _with_casefile(pack, *columns).add_columns(state), _pack,
    )  # fmt: skip


def _returns() -> Listing:
    state = t.filed_return.c.state
    columns = ("period_end", "nil", "state", "frozen_at", "frozen_by")
    return Listing(
        "returns", t.filed_return,
        {"All": None, "To authorise": state == "frozen", "Exported": state == "exported"},
        _reads(t.filed_return, *columns), _return,
    )  # fmt: skip


@cache
def listings() -> Mapping[str, Listing]:
    """Every list by its name."""
    makers = (_contacts, _incidents, _casefiles, _exhibits, _referrals, _packs, _returns)
    return {listing.kind: listing for listing in (make() for make in makers)}


def listing_of(kind: str) -> Listing:
    """The list of this name. Raises DomainError("lists.unknown")."""
    if kind not in listings():
        raise DomainError("lists.unknown", kind=kind, known=", ".join(listings()))
    return listings()[kind]


class ListSql:
    """The lists' statements in the words of one database, each made once."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._made: dict[tuple[str, str, str | int], str] = {}

    def clause(self, kind: str, chip: str) -> str:
        """What a chip lets through; empty for everything. Raises DomainError("lists.unknown_chip")."""
        return self._once(("clause", kind, chip.casefold()), lambda: self._clause(listing_of(kind), chip))

    def ids(self, kind: str, chip: str) -> str:
        """The ids of a list, newest first."""
        table, where = listing_of(kind).table.name, self.clause(kind, chip)
        chosen = f" WHERE {where}" if where else ""
        return f"SELECT {table}.id FROM {table}{chosen} ORDER BY {table}.id DESC"  # noqa: S608 all ours

    def counts(self, kind: str) -> str:
        """How many each chip lets through, in the order of the chips, in one pass."""
        return self._once(("counts", kind, ""), lambda: self._counts(listing_of(kind)))

    def total(self, kind: str) -> str:
        """How many a list holds."""
        return f"SELECT count(*) FROM {listing_of(kind).table.name}"  # noqa: S608 ours

    def rows(self, kind: str, number: int) -> str:
        """The rows of so many ids."""
        return self._once(("rows", kind, number), lambda: self._rows(listing_of(kind), number))

    def _once(self, key: tuple[str, str, str | int], make: Callable[[], str]) -> str:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _clause(self, listing: Listing, chip: str) -> str:
        chips = {name.casefold(): clause for name, clause in listing.chips.items()}
        if chip and chip.casefold() not in chips:
            raise DomainError("lists.unknown_chip", chip=chip, known=", ".join(listing.chips))
        clause = chips.get(chip.casefold())
        return "" if clause is None else self._said(clause)

    def _counts(self, listing: Listing) -> str:
        clauses = listing.chips.values()
        numbers = [func.count() if each is None else func.count().filter(each) for each in clauses]
        return self._said(select(*numbers).select_from(listing.table))

    def _rows(self, listing: Listing, number: int) -> str:
        # Marks, not parameters: the limits within the statement are to be written out.
        marks: list[ColumnElement[Any]] = [literal_column("?") for _ in range(number)]
        return self._said(listing.reads.where(listing.table.c.id.in_(marks)))

    def _said(self, statement: Any) -> str:
        return str(statement.compile(dialect=self._dialect, compile_kwargs={"literal_binds": True}))

"""What one cell or one line of a contact file means, and what is left out of it with a notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from spoc_desk.domain.candidacies import checked_gss
from spoc_desk.domain.contact_rows import ImportRow, RejectedRow
from spoc_desk.domain.contacts import ROLE_LABELS, ContactRole, ReachKind, checked_reach
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.written_names import visible

CELL_LIMIT = 2_000
Entry = TypeVar("Entry")
_TRUE, _FALSE = frozenset({"true", "t", "yes", "y", "1"}), frozenset({"false", "f", "no", "n", "0"})
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ACCOUNT = re.compile(r"@?([\w.-]{1,80}(?:@[\w.-]{1,80})?)", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"']{1,300}", re.IGNORECASE)
_LEFT_OUT = {ReachKind.PHONE: "imports.phone_left_out", ReachKind.EMAIL: "imports.email_left_out"}
_ROLES = {label.casefold(): role for role, label in ROLE_LABELS.items()} | {
    role.value: role for role in ContactRole
}


@dataclass(slots=True)
class Notices:
    """What was left out of one row, collected while it is read."""

    told: list[Reason] = field(default_factory=list)

    def add(self, code: str, /, **values: object) -> None:
        """One thing that the user should know about this row."""
        self.told.append(reason(code, **values))


def each_row(
    entries: Iterable[Entry], read: Callable[[Entry], ImportRow], place: Callable[[Entry], tuple[int, str]]
) -> tuple[ImportRow | RejectedRow, ...]:
    """Every entry read, or rejected with its reason so that one bad entry does not stop the rest."""
    found: list[ImportRow | RejectedRow] = []
    for entry in entries:
        try:
            found.append(read(entry))
        except DomainError as fault:
            number, name = place(entry)
            found.append(RejectedRow(number, visible(name)[:80], reason(fault.code, **fault.values)))
    return tuple(found)


def words(text: str, column: str) -> str:
    """A cell as it is kept, hidden characters shown. Raises DomainError("imports.cell_long")."""
    if len(text) > CELL_LIMIT:
        raise DomainError("imports.cell_long", column=column, limit=CELL_LIMIT)
    return visible(text)


def reaches(kind: ReachKind, text: str, notices: Notices) -> tuple[str, ...]:
    """The usable phones or e-mails in a cell, apart at ; , or line ends; the others become notices."""
    kept: list[str] = []
    for part in re.split(r"[;,\n]", text):
        value = visible(part).removeprefix("mailto:")
        if not value:
            continue
        try:
            kept.append(checked_reach(kind, value))
        except DomainError:
            notices.add(_LEFT_OUT[kind], value=value[:80])
    return tuple(dict.fromkeys(kept))


def handle(label: str, text: str, notices: Notices) -> tuple[str, ...]:
    """An account or a page, as "X: @name" or "Website: https://…"; anything else becomes a notice."""
    value = visible(text)
    if not value:
        return ()
    if _LINK.fullmatch(value):
        return (f"{label}: {value}",)
    if account := _ACCOUNT.fullmatch(value):
        return (f"{label}: @{account[1]}",)
    notices.add("imports.link_left_out", label=label, value=value[:80])
    return ()


def gss(text: str, notices: Notices) -> str:
    """A GSS code, or an empty string with a notice when it is none."""
    value = visible(text).removeprefix("gss:")
    try:
        return checked_gss(value)
    except DomainError:
        notices.add("imports.gss_left_out", code=value[:40])
        return ""


def poll_day(text: str) -> date:
    """A day as 2027-05-06 or 6/5/2027. Raises DomainError: imports.date_missing, imports.date_wrong."""
    value = visible(text)
    if not value:
        raise DomainError("imports.date_missing")
    british = _DAY_FIRST.fullmatch(value)
    try:
        day = date(int(british[3]), int(british[2]), int(british[1])) if british else _iso(value)
    except ValueError:
        raise DomainError("imports.date_wrong", value=value[:40]) from None
    if not 1900 <= day.year <= 2100:
        raise DomainError("imports.date_wrong", value=value[:40])
    return day


def ballot(text: str) -> str:
    """A ballot paper or election id. Raises DomainError: imports.ballot_missing, imports.ballot_wrong."""
    value = visible(text)
    if not value:
        raise DomainError("imports.ballot_missing")
    if len(value) > 120 or re.search(r"\s", value):
        raise DomainError("imports.ballot_wrong", value=value[:40])
    return value


def truth(text: str) -> bool | None:
    """Yes, no, or not told."""
    value = text.strip().casefold()
    return True if value in _TRUE else False if value in _FALSE else None


def role(text: str) -> ContactRole | None:
    """A role by its label or its code; None for an empty cell. Raises DomainError("imports.role_unknown")."""
    value = visible(text)
    if not value:
        return None
    key = value.casefold()
    found = _ROLES.get(key) or _ROLES.get(key.replace(" ", "_").replace("-", "_"))
    if found is None:
        raise DomainError("imports.role_unknown", value=value[:40], known=", ".join(ROLE_LABELS.values()))
    return found


def _iso(value: str) -> date:
    if not _ISO.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)

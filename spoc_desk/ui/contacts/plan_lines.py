"""What an import would do, as lines of a table: made on a reader thread, so that the window never waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.candidacies import Standing
from spoc_desk.domain.contact_arrivals import Arrival
from spoc_desk.domain.contact_book import Lookalike
from spoc_desk.domain.contact_differences import Difference
from spoc_desk.domain.contact_import import ChangedContact, ImportPlan, NewContact
from spoc_desk.domain.contact_rows import FORM_LABELS, FileForm
from spoc_desk.domain.contacts import ROLE_LABELS, ContactRole
from spoc_desk.domain.moments import short_day
from spoc_desk.services.contact_import import plan_contacts
from spoc_desk.services.messages import Messages
from spoc_desk.ui.contacts.words import standing_words

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk

NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"
DUPLICATES, ABSENT, NOTICES = "duplicates", "absent", "notices"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: where in the file, who, and what about them."""

    place: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan in words. sha256: of the file it was made from; wanted: contacts an import would store."""

    form: str
    sha256: str
    wanted: int
    sections: dict[str, tuple[PlanLine, ...]]
    counts: dict[str, int]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanLines", text)


def read_plan(desk: Desk, *, path: Path, messages: Messages) -> PlanShown:
    """What importing this file would do; nothing is changed. Raises DomainError when it cannot be used."""
    return shown(plan_contacts(path, desk), messages)


def shown(plan: ImportPlan, messages: Messages) -> PlanShown:
    """A plan in words."""
    sections = {
        NEW: tuple(_new(contact) for contact in plan.new),
        CHANGED: tuple(line for contact in plan.changed for line in _changed(contact)),
        UNCHANGED: tuple(
            PlanLine(_place(one.arrival), one.person.name, one.person.reference) for one in plan.unchanged
        ),
        REJECTED: tuple(
            PlanLine(_tr("Row {0}").format(row.number), row.name, messages.said(row.reason))
            for row in plan.rejected
        ),
        DUPLICATES: tuple(line for contact in plan.new for line in _doubtful(contact)),
        ABSENT: tuple(
            PlanLine(one.reference, one.name, _tr("Perhaps withdrawn from {0}").format(one.ballot_paper_id))
            for one in plan.absent
        ),
        NOTICES: tuple(_notices(plan, messages)),
    }  # fmt: skip
    return PlanShown(
        _form(plan.form),
        plan.file_sha256,
        len(plan.new) + len(plan.changed),
        sections,
        {**{key: len(lines) for key, lines in sections.items()}, CHANGED: len(plan.changed)},
    )


def _form(form: FileForm) -> str:
    return FORM_LABELS[form]


def _place(arrival: Arrival) -> str:
    numbers = ", ".join(map(str, arrival.numbers[:3])) + ("…" if len(arrival.numbers) > 3 else "")
    return (_tr("Row {0}") if len(arrival.numbers) == 1 else _tr("Rows {0}")).format(numbers)


def _new(contact: NewContact) -> PlanLine:
    arrival = contact.arrival
    stands = [
        _tr("{0}, {1}").format(one.area_name or one.ballot_paper_id, short_day(one.poll_on))
        for one in arrival.candidacies
    ]
    told = [*(ROLE_LABELS[role] for role in arrival.roles), *stands, *arrival.phones, *arrival.emails]
    return PlanLine(_place(arrival), arrival.name, " · ".join(told))


def _changed(contact: ChangedContact) -> Iterable[PlanLine]:
    who = f"{contact.person.name}, {contact.person.reference}"
    for number, difference in enumerate(contact.differences):
        # The name once: the lines below it are more about the same person.
        place, name = (_place(contact.arrival), who) if number == 0 else ("", "")
        yield PlanLine(place, name, _difference(difference))


def _difference(difference: Difference) -> str:
    label = field_label(difference.field)
    before, after = _value(difference.field, difference.before), _value(difference.field, difference.after)
    if not before:
        return _tr("{0}: {1} is added").format(label, after)
    return _tr("{0}: {1} becomes {2}").format(label, before, after)


def _value(field: str, value: str) -> str:
    if field == "role" and value:
        return ROLE_LABELS[ContactRole(value)]
    if field == "standing" and value:
        return standing_words(Standing(value)).lower()
    return value


def field_label(field: str) -> str:
    """The name of a field in words."""
    words = {
        "name": _tr("Name"),
        "organisation": _tr("Organisation"),
        "democracy_club_id": _tr("Democracy Club number"),
        "handles": _tr("Accounts"),
        "own_agent": _tr("Own agent"),
        "role": _tr("Role"),
        "phone": _tr("Phone"),
        "email": _tr("E-mail"),
        "candidacy": _tr("Candidacy"),
        "election_id": _tr("Election"),
        "poll_on": _tr("Polling day"),
        "area_name": _tr("Area"),
        "area_gss": _tr("Area code"),
        "party_name": _tr("Party"),
        "party_id": _tr("Party number"),
        "description": _tr("On the ballot paper"),
        "standing": _tr("Standing"),
        "agent": _tr("Agent"),
    }
    return words.get(field, field.replace("_", " ").capitalize())


def _doubtful(contact: NewContact) -> Iterable[PlanLine]:
    for other in contact.lookalikes:
        yield PlanLine(_place(contact.arrival), contact.arrival.name, _lookalike(other))


def _lookalike(other: Lookalike) -> str:
    if other.person_id is None:
        return _tr("May be the same as {0} in row {1}").format(other.name, other.line)
    return _tr("May be {0}, {1}, who is already here").format(other.name, other.reference)


def _notices(plan: ImportPlan, messages: Messages) -> Iterable[PlanLine]:
    for notice in plan.notices:
        yield PlanLine(_tr("File"), "", messages.said(notice))
    arrived = [one.arrival for one in plan.new]
    arrived += [one.arrival for one in plan.changed]
    arrived += [one.arrival for one in plan.unchanged]
    for arrival in arrived:
        for notice in arrival.notices:
            yield PlanLine(_place(arrival), arrival.name, messages.said(notice))

"""Contacts from a file: planned without touching anything, then taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.changes import Change, ContactsImported, PersonAdded, PersonChanged
from spoc_desk.domain.contact_book import ContactBook
from spoc_desk.domain.contact_import import (
    ChangedContact,
    ImportPlan,
    NewContact,
    PlannedCandidacy,
    plan_import,
)
from spoc_desk.domain.contact_rows import ContactFile
from spoc_desk.domain.contacts import ContactPoint, ContactRole, Person, PersonRole, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress, Reader, UnitOfWork

REACH_LABEL = "Imported: verify before sensitive contact"


def plan_contacts(path: Path, desk: Desk) -> ImportPlan:
    """What importing this file would do. Changes nothing. Raises DomainError when the file cannot be used."""
    file = desk.contact_files.read(path)
    with desk.queries.snapshot() as reader:
        return plan_import(file, _book(reader))


def import_contacts(
    path: Path,
    desk: Desk,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    planned_sha256: str = "",
) -> Changes:
    """Takes over every usable row of a file in one transaction; the last change counts them.

    The plan is worked out again inside the transaction, so that it fits the vault as it then is.
    planned_sha256: the file that the user saw the plan of. Raises DomainError: imports.file_changed
    when the file is another by now, work.cancelled, and whatever the file itself is refused for;
    nothing is kept then. progress: contacts done and in all.
    """
    file = desk.contact_files.read(path)
    if planned_sha256 not in ("", file.sha256):
        raise DomainError("imports.file_changed", name=path.name)
    return import_file(file, desk, progress, cancelled)


def import_file(
    file: ContactFile, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """As import_contacts, of a file that is already read."""
    with desk.unit_of_work() as work:
        plan = plan_import(file, _book(work))
        taking = _Taking(work, desk.clock.now())
        contacts: list[NewContact | ChangedContact] = [*plan.new, *plan.changed]
        total = len(contacts)
        for done, planned in enumerate(contacts):
            if cancelled():
                raise DomainError("work.cancelled")
            if done % 50 == 0:
                progress(done, total)
            taking.take(planned)
        for unchanged in plan.unchanged:
            taking.places[unchanged.arrival.place] = unchanged.person.id
        taking.store_candidacies()
        taking.record(ContactsImported(file_sha256=file.sha256, **plan.counts()))
        if cancelled():
            raise DomainError("work.cancelled")
    progress(total, total)
    return tuple(taking.changes)


def _book(reader: Reader) -> ContactBook:
    return ContactBook(
        reader.find(Person), reader.find(PersonRole), reader.find(ContactPoint), reader.find(Candidacy)
    )


class _Taking:
    """One import under way: which arrival has become which contact, and the changes so far."""

    def __init__(self, work: UnitOfWork, now: datetime) -> None:
        self._work = work
        self._now = now
        self._waiting: list[tuple[int, PlannedCandidacy]] = []
        self.places: dict[int, int] = {}
        self.changes: list[Change] = []

    def take(self, planned: NewContact | ChangedContact) -> None:
        """Stores one contact. Candidacies wait until every agent has an id."""
        person_id = self._added(planned) if isinstance(planned, NewContact) else self._changed(planned)
        self.places[planned.arrival.place] = person_id
        self._waiting += ((person_id, candidacy) for candidacy in planned.candidacies)

    def store_candidacies(self) -> None:
        """Stores every candidacy with its agent."""
        for person_id, planned in self._waiting:
            candidacy = replace(planned.candidacy, person_id=person_id)
            if planned.agent is not None:
                candidacy = replace(candidacy, agent_id=self.places[planned.agent])
            if candidacy.id:
                self._work.change(candidacy)
            else:
                self._work.add(candidacy)

    def record(self, change: Change) -> None:
        """Puts a change on the audit trail and keeps it for the pages."""
        self._work.record(change)
        self.changes.append(change)

    def _added(self, planned: NewContact) -> int:
        arrival = planned.arrival
        person = self._work.add(
            Person(
                id=0,
                uid=new_uid(self._now),
                reference=self._work.next_reference("CN", self._now.year),
                name=arrival.name,
                created_at=self._now,
                organisation=arrival.organisation,
                handles=arrival.handles,
                own_agent=arrival.own_agent,
                democracy_club_id=arrival.democracy_club_id,
            )
        )
        reaches = [(ReachKind.PHONE, phone) for phone in arrival.phones]
        reaches += [(ReachKind.EMAIL, email) for email in arrival.emails]
        self._attach(person.id, arrival.roles, reaches)
        self.record(PersonAdded(person=person.id))
        return person.id

    def _changed(self, planned: ChangedContact) -> int:
        self._work.change(planned.person)
        self._attach(planned.person.id, planned.roles, planned.reaches)
        fields = tuple(sorted({difference.field for difference in planned.differences}))
        self.record(PersonChanged(person=planned.person.id, fields=fields))
        return planned.person.id

    def _attach(
        self, person_id: int, roles: Iterable[ContactRole], reaches: Iterable[tuple[ReachKind, str]]
    ) -> None:
        today = day_of(self._now)
        for role in roles:
            self._work.add(PersonRole(0, person_id, role, from_on=today))
        for kind, value in reaches:
            self._work.add(ContactPoint(0, person_id, kind, value, REACH_LABEL))

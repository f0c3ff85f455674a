"""Destroys a casefile or a contact for good: two officers, one transaction, then the sealed files.

Whatever held the keys of the files is gone with the commit, so a file that a crash leaves behind is
worthless; its random name is remembered, and the next start removes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident
from spoc_desk.domain.changes import Permission, PersonChanged
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.disclosure_scan import KnownIdentifiers, scan_free_text
from spoc_desk.domain.disposals import Disposal, ErasedFile
from spoc_desk.domain.dual_control import Approval, Deed, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.reasons import Reason
from spoc_desk.domain.retention import CONTACTS, RetentionPeriod, period_of
from spoc_desk.domain.retention_changes import RecordsDestroyed
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.destruction_blocks import casefile_blocks, contact_blocks
from spoc_desk.services.dual_control import approved, colleagues
from spoc_desk.services.enrolled_alone import enrolled_alone
from spoc_desk.services.holdings import (
    ABOUT_ANYBODY,
    CALLED,
    UNDER_CASEFILE,
    UNDER_INCIDENT,
    UNDER_PERSON,
    Found,
    children_first,
    drafts_of,
    files_of,
    holdings,
)
from spoc_desk.services.ports import AuditHead, Changes, Desk, Reader, UnitOfWork
from spoc_desk.services.retention import retention_of


@dataclass(frozen=True, slots=True)
class Destroy:
    """What to destroy and why. kind: casefile or contact.

    with_incidents: destroy too the incidents, with their reports, that belong to no other casefile;
    otherwise they stay, with whatever their descriptions say.
    """

    kind: str
    record: int
    reason: str
    with_incidents: bool = True


@dataclass(frozen=True, slots=True)
class Preview:
    """What a destruction would take and leave, and what stands against it.

    counts: kind and number of records. stays: references of incidents that other casefiles need, or
    that were chosen to stay. group: its title, empty for a contact. enrolled_alone: who could stand by but
    was let in by this officer alone, and when; the certificate then says so.
    """

    kind: str
    record: int
    reference: str
    title: str
    counts: tuple[tuple[str, int], ...]
    files: int
    size: int
    incidents: tuple[str, ...]
    stays: tuple[str, ...]
    blocks: tuple[Reason, ...]
    group: str
    policy_reference: str
    enrolled_alone: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class _Doomed:
    """Everything that one destruction takes."""

    root: Casefile | Person
    found: Found
    incidents: Found
    stays: tuple[Incident, ...]

    @property
    def records(self) -> tuple[Any, ...]:
        """In an order in which they can be removed."""
        return (*children_first(self.found), *children_first(self.incidents))

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each kind, by the words of its name."""
        both = {**self.found, **self.incidents}
        return tuple((_words(kind), len(records)) for kind, records in both.items())


def preview_destruction(kind: str, record: int, desk: Desk, *, with_incidents: bool = True) -> Preview:
    """What would go and what would stay, in counts and references; nothing is touched."""
    desk.check(Permission.ERASE)
    could = ((each.name, enrolled_alone(each.id, desk)) for each in colleagues(Deed.ERASE, desk))
    alone = tuple((name, at) for name, at in could if at is not None)
    with desk.queries.snapshot() as reader:
        doomed = _doomed(Destroy(kind, record, "", with_incidents), reader)
        group, policy = _policy(doomed.root, reader, desk)
        files = files_of(doomed.found)
        return Preview(
            kind=kind,
            record=record,
            reference=doomed.root.reference,
            title=doomed.root.title if isinstance(doomed.root, Casefile) else doomed.root.name,
            counts=doomed.counts,
            files=len(files),
            size=sum(getattr(each, "size", 0) for each in doomed.records),
            incidents=tuple(each.reference for each in doomed.incidents.get(Incident, ())),
            stays=tuple(each.reference for each in doomed.stays),
            blocks=_blocks(doomed.root, reader, desk),
            group=group,
            policy_reference=policy,
            enrolled_alone=alone,
        )


def destroy(command: Destroy, second: SecondOfficer | None, desk: Desk) -> Changes:
    """Destroys a casefile or a contact. Always takes a second officer, who opens their own slot.

    Raises DomainError: the first thing that stands against it, of the subject retention; and as
    services.dual_control.approved does.
    """
    desk.check(Permission.ERASE)
    if not command.reason.strip():
        raise DomainError("retention.reason_missing")
    with desk.queries.snapshot() as reader:
        _refuse(_blocks(_root(command, reader), reader, desk))
    _check_reason(command.reason, desk)
    approval = approved(Deed.ERASE, second, desk)
    head, alone = desk.queries.audit_head(), enrolled_alone(approval.officer_id, desk)
    with desk.unit_of_work() as work:
        doomed = _doomed(command, work)
        _refuse(_blocks(doomed.root, work, desk))
        files = files_of(doomed.found)
        entry = _entry(command, doomed, len(files), approval, head, work, desk)
        disposal = work.add(replace(entry, second_enrolled_alone_at=alone))
        for name in files:
            work.add(ErasedFile(0, disposal.id, name))
        freed = _let_go(doomed.root, work)
        work.erase(doomed.records, (*drafts_of(doomed.found), *drafts_of(doomed.incidents), *ABOUT_ANYBODY))
        change = RecordsDestroyed(
            casefile=doomed.root.id if isinstance(doomed.root, Casefile) else None,
            kind=command.kind, record=command.record, disposal=disposal.id,
            second_officer=approval.officer_id, files=len(files),
        )  # fmt: skip
        work.record(change)
    _clear(files, desk)
    return (change, *freed)


def _check_reason(reason: str, desk: Desk) -> None:
    """The register outlives the records, so its reason must say nothing that they said."""
    words = desk.queries.known_words()
    known = KnownIdentifiers(words.names, words.parties, words.crime_references, (), words.handles)
    for finding in scan_free_text(reason, known):
        raise DomainError("retention.reason_names", words=finding.excerpt)


def _clear(files: Sequence[str], desk: Desk) -> None:
    """Takes the worthless files off the disk; what cannot be removed now, the next start removes."""
    for name in files:
        with suppress(OSError):
            desk.evidence.erase(name)
    # A reader still in the log is no reason to say that the destruction failed: locking empties it too.
    with suppress(DomainError):
        desk.checks.leave_no_copies()


def _root(command: Destroy, reader: Reader) -> Casefile | Person:
    if command.kind == "casefile":
        return reader.get(Casefile, command.record)
    if command.kind == "contact":
        return reader.get(Person, command.record)
    raise ValueError("only casefiles and contacts are destroyed")


def _doomed(command: Destroy, reader: Reader) -> _Doomed:
    root = _root(command, reader)
    if isinstance(root, Person):
        return _Doomed(root, holdings(reader, (root,), UNDER_PERSON), {}, ())
    found = holdings(reader, (root,), UNDER_CASEFILE)
    ids = tuple(link.incident_id for link in found.get(CasefileIncident, ()))
    shared = {
        link.incident_id
        for link in reader.find(CasefileIncident, incident_id=ids)
        if link.casefile_id != root.id
    }
    incidents = reader.find(Incident, id=ids)
    alone = tuple(each for each in incidents if each.id not in shared and command.with_incidents)
    stays = tuple(each for each in incidents if each not in alone)
    return _Doomed(root, found, holdings(reader, alone, UNDER_INCIDENT), stays)


def _blocks(root: Casefile | Person, reader: Reader, desk: Desk) -> tuple[Reason, ...]:
    if isinstance(root, Person):
        return tuple(contact_blocks(root, reader, desk))
    return tuple(casefile_blocks(root, reader, desk))


def _refuse(blocks: Sequence[Reason]) -> None:
    if blocks:
        raise DomainError(blocks[0].code, **dict(blocks[0].values))


def _policy(root: Casefile | Person, reader: Reader, desk: Desk) -> tuple[str, str]:
    """The title of the retention group, and the reference of the force's policy."""
    if isinstance(root, Person):
        period = period_of(CONTACTS, reader.find(RetentionPeriod))
        return "", period.policy_reference if period else ""
    view = retention_of(root, reader, desk)
    return view.group.title if view.group else "", view.period.policy_reference if view.period else ""


def _entry(
    command: Destroy,
    doomed: _Doomed,
    files: int,
    approval: Approval,
    head: AuditHead,
    work: UnitOfWork,
    desk: Desk,
) -> Disposal:
    now = desk.clock.now()
    group, policy = _policy(doomed.root, work, desk)
    return Disposal(
        id=0,
        uid=new_uid(now),
        reference=work.next_reference("DR", now.year),
        kind=command.kind,
        subject=doomed.root.reference,
        at=now,
        group_code=group,
        reason=command.reason.strip(),
        policy_reference=policy,
        officer=desk.officer.name,
        second_officer=approval.name,
        counts=tuple(f"{kind} {number}" for kind, number in doomed.counts),
        files=files,
        anchor_sequence=head.sequence,
        anchor_head=head.head,
    )


def _let_go(root: Casefile | Person, work: UnitOfWork) -> Changes:
    """A candidate whose agent is destroyed stays, without the agent."""
    if isinstance(root, Casefile):
        return ()
    made: list[PersonChanged] = []
    for candidacy in work.find(Candidacy, agent_id=root.id):
        if candidacy.person_id == root.id:
            continue
        work.change(replace(candidacy, agent_id=None))
        made.append(PersonChanged(person=candidacy.person_id, fields=("agent",)))
        work.record(made[-1])
    return tuple(made)


def _words(kind: type[Any]) -> str:
    plain = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind.__name__)
    return CALLED.get(kind, plain.strip())

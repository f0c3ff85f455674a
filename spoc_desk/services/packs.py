"""Evidence packs: preflight, then built and sealed, and read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import BinaryIO

from spoc_desk.domain.changes import PackBuilt, RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.issues import IssuedPack, PackCopy
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit, check, pack_file_name
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.served_copies import for_recipient, places_told
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.casefiles import CasefileView, view_casefile
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.pack_content import (
    PackIssue,
    PackTerms,
    chosen_exhibits,
    pack_content,
    tied_people,
    without_addresses,
)
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress, Reader
from spoc_desk.services.referrals import referred_offences

SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class BuildPack:
    """A pack of one casefile, on these terms."""

    casefile_id: int
    terms: PackTerms


def preflight(command: BuildPack, desk: Desk) -> tuple[Reason, ...]:
    """What a reader of the pack would find fault with; none of it stops an internal pack."""
    with desk.queries.snapshot() as reader:
        case = view_casefile(command.casefile_id, reader)
        told = _told_in_words(case, command.terms, desk, reader)
    exhibits = chosen_exhibits(case, command.terms.references)
    faults = _case_faults(case, command.terms)
    return (*_missing(case, command.terms, exhibits), *_damaged(exhibits), *faults, *told)


def _missing(case: CasefileView, terms: PackTerms, exhibits: tuple[Exhibit, ...]) -> list[Reason]:
    known = {exhibit.reference for exhibit in case.exhibits}
    faults = [reason("packs.no_such_exhibit", reference=ref) for ref in terms.references if ref not in known]
    return faults if exhibits else [*faults, reason("packs.no_exhibits", casefile=case.casefile.reference)]


def _damaged(exhibits: tuple[Exhibit, ...]) -> list[Reason]:
    return [
        reason(f"packs.exhibit_{exhibit.state}", reference=exhibit.reference)
        for exhibit in exhibits
        if exhibit.state is not ExhibitState.SEALED
    ]


def _case_faults(case: CasefileView, terms: PackTerms) -> list[Reason]:
    faults = []
    if not any(incident.crime_reference for incident in case.incidents):
        faults.append(reason("packs.crime_reference_missing"))
    if not case.offences:
        faults.append(reason("packs.no_offence"))
    if terms.served:
        faults += [
            reason("packs.statement_shows_address", reference=statement.reference, witness=statement.witness)
            for statement in case.statements
            if statement.kind == "MG11" and not statement.address_absent
        ]
    return faults


def _told_in_words(case: CasefileView, terms: PackTerms, desk: Desk, reader: Reader) -> list[Reason]:
    """Where words give away a home; in a served copy also a telephone, e-mail or date of birth."""
    if terms.with_addresses and not terms.served:
        return []
    issue = PackIssue("", desk.clock.now(), AuditAnchor(0, ""), "", False)
    content = pack_content(case, (), terms, issue, reader)
    people = (*content.people, *tied_people(case, reader))
    if not terms.served:
        people = tuple(replace(each, phones=(), emails=(), date_of_birth="") for each in people)
    return [reason("packs.address_in_words", place=place) for place in places_told(content, people)]


def build_pack(
    command: BuildPack, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Builds a pack, seals it beside the exhibits and writes down that it was made.

    A served copy carries no home address. An exhibit that cannot be printed
    is named and gets a slip sheet. Raises DomainError when there is nothing to
    print, the recipient is missing or an asked exhibit does not exist; then
    nothing is kept.
    """
    if not command.terms.recipient.strip():
        raise DomainError("packs.recipient_missing")
    content, sources = _frozen(command, desk)
    check(content)

    def source(exhibit: PackExhibit) -> BinaryIO:
        return desk.evidence.open(sources[exhibit.reference])

    key = desk.evidence.new_item()
    scratch = desk.folder / SCRATCH
    with (
        desk.documents.built_pack(content, source, scratch, progress, cancelled) as (built, path),
        path.open("rb") as stream,
    ):
        sealed = desk.evidence.seal_stream(stream, key, unheard, cancelled)
    pack = IssuedPack(
        id=0,
        uid=new_uid(content.issued_at),
        casefile_id=command.casefile_id,
        reference=content.pack_reference,
        title=content.title,
        recipient=content.recipient,
        served=content.served,
        issued_at=content.issued_at,
        issued_by=desk.officer.name,
        pages=built.pages,
        size=sealed.size,
        sha256=sealed.sha256,
        file_name=key.name,
        file_identity=key.identity,
        exhibits=tuple(exhibit.reference for exhibit in content.exhibits),
        faults=tuple(f"{reference}: {fault}" for reference, fault in built.faults),
        anchor_sequence=content.anchor.sequence,
        anchor_head=content.anchor.head,
    )
    with desk.unit_of_work() as work:
        pack = work.add(pack)
        change = PackBuilt(
            casefile=pack.casefile_id, pack=pack.id, sha256=pack.sha256, exhibits=len(pack.exhibits)
        )
        work.record(change)
    return (change,)


def _frozen(command: BuildPack, desk: Desk) -> tuple[PackContent, dict[str, EvidenceKey]]:
    """The content as its recipient may see it, and where each exhibit's bytes lie."""
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        case = view_casefile(command.casefile_id, work)
        unknown = set(command.terms.references) - {exhibit.reference for exhibit in case.exhibits}
        if unknown:
            raise DomainError("packs.no_such_exhibit", reference=min(unknown))
        work.record(
            RecordConsulted(kind="casefile", record=command.casefile_id, casefile=command.casefile_id)
        )
        reference = work.next_reference("PK", now.year)
        force, demonstration = work.setting("force_name"), work.setting("demonstration") == "yes"
    anchor = desk.queries.audit_head()
    issue = PackIssue(reference, now, AuditAnchor(anchor.sequence, anchor.head), force, demonstration)
    with desk.queries.snapshot() as reader:
        content = pack_content(case, referred_offences(case, desk), command.terms, issue, reader)
        tied = tied_people(case, reader)
    exhibits = chosen_exhibits(case, command.terms.references)
    sources = {e.reference: EvidenceKey(e.file_name, e.file_identity) for e in exhibits}
    if not (content.served or command.terms.with_addresses):
        content = without_addresses(content)
    return for_recipient(content, tied), sources


def consult_pack(pack_id: int, desk: Desk) -> tuple[IssuedPack, tuple[PackCopy, ...]]:
    """One pack with its log of copies; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        pack = work.get(IssuedPack, pack_id)
        work.record(RecordConsulted(kind="pack", record=pack_id, casefile=pack.casefile_id))
        return pack, work.find(PackCopy, pack_id=pack_id)


def read_pack(pack_id: int, desk: Desk) -> bytes:
    """The very bytes of an issued pack, for preview and print. Raises DomainError when damaged."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
    with desk.evidence.open(EvidenceKey(pack.file_name, pack.file_identity)) as stream:
        return stream.read()


def file_name_of(pack_id: int, desk: Desk) -> str:
    """The name a saved copy of a pack is given: short case name, reference, date."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
    named = PackContent(
        force="", casefile_reference="", title=pack.title, pack_reference=pack.reference.replace("/", "-"),
        issued_at=pack.issued_at, recipient=pack.recipient, purpose="", served=pack.served,
        anchor=AuditAnchor(pack.anchor_sequence, pack.anchor_head), exhibits=(),
    )  # fmt: skip
    return pack_file_name(named)

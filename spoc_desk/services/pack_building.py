"""Builds an evidence pack: frozen content, pages, seal, and the record of what was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import PackBuilt, RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackFinding, PackItem
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.pack_faults import refuse_blocked
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit, PackPerson, check
from spoc_desk.domain.redaction_words import redacted_content
from spoc_desk.domain.served_copies import for_recipient
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.built_packs import Built
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.kept_parts import PartKeeping
from spoc_desk.services.pack_authority import chosen_authoriser
from spoc_desk.services.pack_choice import chosen
from spoc_desk.services.pack_content import (
    PackIssue,
    PackTerms,
    case_people,
    pack_content,
    without_addresses,
)
from spoc_desk.services.pack_continuing import Continued, continued, late_terms
from spoc_desk.services.pack_items import drawn_digests, pack_items
from spoc_desk.services.pack_redactions import pack_redactions, with_redactions
from spoc_desk.services.pack_sealing import SealedVolume, Shares, erase_unrecorded, seal_volumes
from spoc_desk.services.pack_terms import choices_of
from spoc_desk.services.page_findings import page_findings
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress
from spoc_desk.services.preflight import refusals, template_of
from spoc_desk.services.referrals import referred_offences

SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class BuildPack:
    """A pack of one casefile, on these terms."""

    casefile_id: int
    terms: PackTerms


def build_pack(
    command: BuildPack, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Builds a pack, seals it beside the exhibits and writes down that it was made.

    A served copy carries no home address. An exhibit that cannot be printed
    is named and gets a slip sheet. Raises DomainError when there is nothing to
    print, the recipient is missing, an asked exhibit does not exist or is not
    for this recipient, as chosen_authoriser() does, and for terms that continue
    a pack as continued() and late_terms() do; then nothing is kept.
    """
    before = None
    if command.terms.continues:
        with desk.queries.snapshot() as reader:
            before = continued(command.terms.continues, command.casefile_id, reader)
            command = replace(command, terms=late_terms(command.terms, before, reader))
    desk.check(Permission.WORK)
    command = replace(command, terms=_addressed(command.terms, desk))
    court = desk.court_profiles.profile(command.terms.profile)
    template = template_of(command.terms, desk)
    if template is not None:
        command = replace(command, terms=replace(command.terms, audience=str(template.audience)))
    content, exhibits, people, drawn = _frozen(command, desk)
    content = replace(content, dpi_at_most=court.dpi_at_most)
    sources = {ref: EvidenceKey(each.file_name, each.file_identity) for ref, each in exhibits.items()}
    if before:
        content = replace(content, earlier=before.described)
        sources[before.pack.reference] = before.key
    check(content)

    def source(sealed: PackExhibit | EarlierPack) -> BinaryIO:
        return desk.evidence.open(sources[sealed.reference])

    ids = {ref: each.id for ref, each in exhibits.items()}
    kept = PartKeeping(command.casefile_id, ids, desk, cancelled)
    files: list[SealedVolume] = []
    scratch, shares = desk.folder / SCRATCH, Shares(progress)
    uid = new_uid(content.issued_at)
    try:
        with desk.documents.built_pack(content, source, scratch, kept, shares.built, cancelled) as built:
            found = page_findings(built, exhibits, people, command.terms, desk, cancelled)
            seal_volumes(built.volumes, files, desk, shares, cancelled)
        pack = _issued(uid, command, content, built, files[0], desk)
        items = pack_items(0, content, built, exhibits, drawn)
        change = _recorded(pack, before, items, found, files, kept, desk)
    except BaseException as fault:
        if isinstance(fault, DomainError) and fault.values.get("reference") in exhibits:
            fault.values["exhibit"] = ids[str(fault.values["reference"])]
        if erase_unrecorded([each.key.name for each in files], IssuedPack, desk, uid=uid):
            kept.abandon()
        raise
    kept.finish()
    return (change,)


def _addressed(terms: PackTerms, desk: Desk) -> PackTerms:
    """The terms with their authoriser as enrolled here."""
    if not terms.recipient.strip():
        raise DomainError("packs.recipient_missing")
    return replace(terms, authorised_by=chosen_authoriser(terms.authorised_by, desk))


def _recorded(
    pack: IssuedPack,
    before: Continued | None,
    items: tuple[PackItem, ...],
    found: Sequence[PackFinding],
    files: Sequence[SealedVolume],
    kept: PartKeeping,
    desk: Desk,
) -> PackBuilt:
    with desk.unit_of_work() as work:
        pack = work.add(before.taken_over(pack) if before else pack)
        for item in before.items_with(items) if before else items:
            work.add(replace(item, pack_id=pack.id))
        for finding in found:
            work.add(replace(finding, pack_id=pack.id))
        for each in files[1:]:
            work.add(each.further(pack.id))
        change = PackBuilt(
            casefile=pack.casefile_id, pack=pack.id, sha256=pack.sha256, exhibits=len(pack.exhibits)
        )
        work.record(change)
        kept.record(work)
    return change


def _issued(
    uid: str, command: BuildPack, content: PackContent, built: Built, sealed: SealedVolume, desk: Desk
) -> IssuedPack:
    return IssuedPack(
        id=0,
        uid=uid,
        casefile_id=command.casefile_id,
        reference=content.pack_reference,
        title=content.title,
        recipient=content.recipient,
        served=content.served,
        issued_at=content.issued_at,
        issued_by=desk.officer.name,
        pages=built.pages,
        size=sealed.sealed.size,
        sha256=sealed.sealed.sha256,
        file_name=sealed.key.name,
        file_identity=sealed.key.identity,
        exhibits=tuple(exhibit.reference for exhibit in content.exhibits),
        faults=tuple(f"{reference}: {fault}" for reference, fault in built.faults),
        anchor_sequence=content.anchor.sequence,
        anchor_head=content.anchor.head,
        template=command.terms.template,
        audience=command.terms.audience,
        profile=content.profile,
        purpose=content.purpose,
        supersedes=content.supersedes,
        continues=content.continues,
        change_note=content.change_note,
        authorised_by=command.terms.authorised_by,
        handling=content.handling,
        choices=choices_of(command.terms, content.schedules),
        proof=built.proof,
    )


def _frozen(
    command: BuildPack, desk: Desk
) -> tuple[PackContent, dict[str, Exhibit], tuple[PackPerson, ...], dict[int, str]]:
    """The content as its recipient may see it, by reference its exhibits, and everybody whom it concerns.

    Then by exhibit the digest of its redactions.
    """
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        case = view_casefile(command.casefile_id, work)
        items = chosen(case, command.terms.wanted)
        refuse_blocked(refusals(case, command.terms, items, template_of(command.terms, desk)))
        work.record(
            RecordConsulted(kind="casefile", record=command.casefile_id, casefile=command.casefile_id)
        )
        reference = work.next_reference("PK", now.year)
        force, demonstration = work.setting("force_name"), work.setting("demonstration") == "yes"
    anchor = desk.queries.audit_head()
    head = AuditAnchor(anchor.sequence, anchor.head)
    issue = PackIssue(reference, now, head, force, demonstration, desk.officer.name)
    with desk.queries.snapshot() as reader:
        content = pack_content(case, referred_offences(case, desk), command.terms, issue, reader)
        people = case_people(case, reader)
        redacted = items if command.terms.redacted else ()
        served = content.served
        hidden = pack_redactions(case, redacted, desk.redaction_reasons, reader, served=served)
        drawn = drawn_digests((each.exhibit.id for each in items), reader)
    if not (content.served or command.terms.with_addresses):
        content = without_addresses(content)
    content = redacted_content(with_redactions(for_recipient(content, people), hidden))
    return content, {each.reference: each.exhibit for each in items}, people, drawn

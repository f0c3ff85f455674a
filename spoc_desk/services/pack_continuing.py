"""A released pack that late pages are added to: whether they may be, and what the later pack takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spoc_desk.domain import redactions
from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFile, PackItem, PackRelease, PackState
from spoc_desk.domain.late_pages import EarlierItem, EarlierPack
from spoc_desk.domain.packs import PackSection
from spoc_desk.domain.redactions import Redaction
from spoc_desk.services.pack_choice import printed_as
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_items import standing
from spoc_desk.services.pack_terms import UNREDACTED, terms_of
from spoc_desk.services.ports import Reader

LATE_SECTION = "Late exhibits"


@dataclass(frozen=True, slots=True)
class Continued:
    """The earlier pack and what was printed in it, in its order."""

    pack: IssuedPack
    items: tuple[PackItem, ...]

    @property
    def key(self) -> EvidenceKey:
        """Where its bytes lie sealed."""
        return EvidenceKey(self.pack.file_name, self.pack.file_identity)

    @property
    def described(self) -> EarlierPack:
        """What the later pack says of it."""
        pack = self.pack
        items = (
            EarlierItem(item.reference, item.description, item.section, item.first_page, item.last_page)
            for item in self.items
        )
        return EarlierPack(pack.reference, pack.issued_at, pack.pages, pack.size, pack.sha256, tuple(items))

    def taken_over(self, later: IssuedPack) -> IssuedPack:
        """The record of the later pack with all that its first pages hold."""
        earlier = self.pack
        return replace(
            later,
            exhibits=(*earlier.exhibits, *later.exhibits),
            faults=(*earlier.faults, *later.faults),
            choices=earlier.choices,
        )

    @property
    def held(self) -> frozenset[int]:
        """Ids of the exhibits in it."""
        return frozenset(item.exhibit_id for item in self.items)

    def items_with(self, later: tuple[PackItem, ...]) -> tuple[PackItem, ...]:
        """The earlier items where they were, then the late ones."""
        held = tuple(replace(item, id=0) for item in self.items)
        start = max((item.place for item in self.items), default=0)
        return (*held, *(replace(item, place=start + item.place) for item in later))


def continued(reference: str, casefile_id: int, reader: Reader) -> Continued:
    """The pack of this casefile that late pages are to be added to.

    Raises DomainError("packs.no_such_pack"), ("packs.not_released"), ("packs.earlier_superseded"),
    ("packs.earlier_volumes"), ("packs.continued_already"), ("packs.redacted_since"),
    ("packs.withheld_since") or ("packs.earlier_unknown").
    """
    found = reader.find(IssuedPack, casefile_id=casefile_id, reference=reference)
    if not found:
        raise DomainError("packs.no_such_pack", reference=reference)
    pack = found[0]
    state = standing(pack, reader)
    if state is PackState.DRAFT:
        raise DomainError("packs.earlier_draft", reference=reference)
    if state is PackState.SUPERSEDED:
        raise DomainError("packs.earlier_superseded", reference=reference)
    if reader.find(PackFile, pack_id=pack.id, role=FileRole.VOLUME):
        raise DomainError("packs.earlier_volumes", reference=reference)
    for later in reader.find(IssuedPack, casefile_id=casefile_id, continues=reference):
        if reader.find(PackRelease, pack_id=later.id):
            raise DomainError("packs.continued_already", reference=reference, later=later.reference)
    items = sorted(reader.find(PackItem, pack_id=pack.id), key=lambda item: item.place)
    if not items:
        raise DomainError("packs.earlier_unknown")
    _check_nothing_to_hide(pack, items, reader)
    return Continued(pack, tuple(items))


def _check_nothing_to_hide(pack: IssuedPack, items: Sequence[PackItem], reader: Reader) -> None:
    """Refuse a pack whose pages show what was redacted, or is no longer served, after they were made."""
    for item in items:
        named = {"exhibit": item.reference, "reference": pack.reference}
        if pack.served and reader.get(Exhibit, item.exhibit_id).disclosure is not Disclosure.USED:
            raise DomainError("packs.withheld_since", **named)
        drawn = redactions.standing(reader.find(Redaction, exhibit_id=item.exhibit_id))
        if UNREDACTED not in pack.choices and any(each.made_at > pack.issued_at for each in drawn):
            raise DomainError("packs.redacted_since", **named)


def late_terms(terms: PackTerms, before: Continued, reader: Reader) -> PackTerms:
    """The terms with all that late pages take over: recipient, title, kind of copy; no case papers.

    With nothing asked for, every used exhibit that the earlier pack has not. Raises
    DomainError("packs.late_note_missing"), ("packs.nothing_late") or ("packs.already_in_pack").
    """
    if not terms.change_note.strip():
        raise DomainError("packs.late_note_missing", reference=before.pack.reference)
    exhibits = reader.find(Exhibit, casefile_id=before.pack.casefile_id)
    references = terms.wanted or tuple(
        exhibit.reference
        for exhibit in exhibits
        if exhibit.disclosure is Disclosure.USED and exhibit.id not in before.held
    )
    if not references:
        raise DomainError("packs.nothing_late", reference=before.pack.reference)
    today = printed_as(exhibits, reader.find(Statement, casefile_id=before.pack.casefile_id))
    for reference in references:
        if reference in today and today[reference].id in before.held:
            raise DomainError("packs.already_in_pack", reference=reference, pack=before.pack.reference)
    return replace(
        terms_of(before.pack, reader),
        references=references,
        sections=terms.sections or (PackSection(LATE_SECTION, references),),
        papers=(),
        schedules=(),
        continues=before.pack.reference,
        change_note=terms.change_note,
        authorised_by=terms.authorised_by,
    )

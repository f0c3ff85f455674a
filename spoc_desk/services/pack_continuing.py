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

    def items_with(self, pack_id: int, later: tuple[PackItem, ...]) -> tuple[PackItem, ...]:
        """The earlier items where they were, then the late ones."""
        held = tuple(replace(item, id=0, pack_id=pack_id) for item in self.items)
        start = max((item.place for item in self.items), default=0)
        return (*held, *(replace(item, place=start + item.place) for item in later))


def continued(reference: str, casefile_id: int, reader: Reader) -> Continued:
    """The pack of this casefile that late pages are to be added to.

    Raises DomainError("packs.no_such_pack"), ("packs.not_released"), ("packs.earlier_superseded"),
    ("packs.earlier_volumes"), ("packs.continued_already"), ("packs.redacted_since") or
    ("packs.earlier_unknown").
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


def held_in(pack: IssuedPack, exhibits: Sequence[Exhibit], statements: Sequence[Statement]) -> frozenset[int]:
    """Ids of the exhibits that a pack holds, under their own reference or that of a statement."""
    printed = printed_as(exhibits, statements)
    return frozenset(printed[reference].id for reference in pack.exhibits if reference in printed)


def _check_nothing_to_hide(pack: IssuedPack, items: Sequence[PackItem], reader: Reader) -> None:
    """Refuse a pack whose pages show what was redacted after they were made."""
    if UNREDACTED in pack.choices:
        return
    held = {item.sha256: item.reference for item in items}
    for exhibit in reader.find(Exhibit, casefile_id=pack.casefile_id):
        drawn = redactions.standing(reader.find(Redaction, exhibit_id=exhibit.id))
        if exhibit.sha256 in held and any(each.made_at > pack.issued_at for each in drawn):
            raise DomainError("packs.redacted_since", exhibit=held[exhibit.sha256], reference=pack.reference)


def late_terms(terms: PackTerms, before: Continued, reader: Reader) -> PackTerms:
    """The terms with all that late pages take over: recipient, title, kind of copy; no case papers.

    With nothing asked for, every used exhibit that the earlier pack has not. Raises
    DomainError("packs.late_note_missing") or ("packs.nothing_late").
    """
    if not terms.change_note.strip():
        raise DomainError("packs.late_note_missing", reference=before.pack.reference)
    exhibits = reader.find(Exhibit, casefile_id=before.pack.casefile_id)
    statements = reader.find(Statement, casefile_id=before.pack.casefile_id)
    held = held_in(before.pack, exhibits, statements)
    references = terms.wanted or tuple(
        exhibit.reference
        for exhibit in exhibits
        if exhibit.disclosure is Disclosure.USED and exhibit.id not in held
    )
    if not references:
        raise DomainError("packs.nothing_late", reference=before.pack.reference)
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

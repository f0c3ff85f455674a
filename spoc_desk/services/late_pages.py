"""Adds what came late to a released pack: at its end, or as a supplement where the court wants one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spoc_desk.domain.court_profiles import LatePages
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_continuing import continued, late_terms
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


@dataclass(frozen=True, slots=True)
class AddLatePages:
    """Exhibits that go behind a released pack; none named: every used one that it has not. note: why late."""

    pack_id: int
    references: tuple[str, ...]
    note: str
    authorised_by: str = ""
    sections: tuple[PackSection, ...] = ()


def late_candidates(pack_id: int, desk: Desk) -> tuple[tuple[str, str], ...]:
    """Reference and words of each used exhibit of the casefile that a pack has not, in recording order."""
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, pack_id)
        exhibits = reader.find(Exhibit, casefile_id=pack.casefile_id)
        held = {item.exhibit_id for item in reader.find(PackItem, pack_id=pack.id)}
    return tuple(
        (each.reference, f"{each.reference}   {each.description}")
        for each in exhibits
        if each.disclosure is Disclosure.USED and each.id not in held
    )


def add_late_pages(
    command: AddLatePages, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> Changes:
    """Builds the later pack, which is a draft like any other until it is released.

    It holds all pages of the earlier one where they were. Where the pack's court profile wants a
    supplement, it is a pack of its own, numbered from 1, that names the earlier one. Raises
    DomainError as continued(), late_terms() and build_pack() do.
    """
    with desk.queries.snapshot() as reader:
        earlier = reader.get(IssuedPack, command.pack_id)
        before = continued(earlier.reference, earlier.casefile_id, reader)
        asked = PackTerms(
            earlier.recipient,
            earlier.purpose,
            references=command.references,
            sections=command.sections,
            change_note=command.note,
            authorised_by=command.authorised_by,
        )
        terms = late_terms(asked, before, reader)
    if desk.court_profiles.profile(earlier.profile).late_pages is LatePages.SUPPLEMENT:
        terms = _supplement(terms, earlier)
    return build_pack(BuildPack(earlier.casefile_id, terms), desk, progress, cancelled)


def _supplement(terms: PackTerms, earlier: IssuedPack) -> PackTerms:
    return replace(terms, continues="", title=f"{earlier.title}: supplement to {earlier.reference}")

"""What a pack holds, item by item, and where it stands among the packs of its casefile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem, PackRelease, PackState, state_of
from spoc_desk.domain.packs import PackContent, sections_of
from spoc_desk.domain.redactions import Redaction, set_digest
from spoc_desk.services.built_packs import Built
from spoc_desk.services.ports import Reader


def pack_items(
    pack_id: int,
    content: PackContent,
    built: Built,
    exhibits: Mapping[str, Exhibit],
    drawn: Mapping[int, str],
) -> tuple[PackItem, ...]:
    """One row for each exhibit of a built pack, printed or only listed, in its order.

    exhibits: by the reference each is printed under. drawn: by exhibit, drawn_digests() as it was built.
    """
    # An exhibit parted over several volumes stands where it begins.
    begins = {span.reference: span for span in reversed(built.spans)}
    renditions = dict(built.renditions)
    redacted = {reference: (count, sha256) for reference, count, sha256 in built.redacted}
    titles = {ref: section.title for section in sections_of(content) for ref in section.references}
    return tuple(
        PackItem(
            id=0,
            pack_id=pack_id,
            exhibit_id=exhibits[exhibit.reference].id,
            place=place,
            section=titles[exhibit.reference],
            reference=exhibit.reference,
            description=exhibit.description,
            sha256=exhibit.sha256,
            size=exhibit.size,
            rendition=renditions.get(exhibit.reference, ""),
            volume=begins[exhibit.reference].volume if exhibit.reference in begins else 1,
            first_page=begins[exhibit.reference].first if exhibit.reference in begins else 0,
            last_page=begins[exhibit.reference].last if exhibit.reference in begins else 0,
            redactions=redacted.get(exhibit.reference, (0, ""))[0],
            redacted_sha256=redacted.get(exhibit.reference, (0, ""))[1],
            drawn_sha256=drawn[exhibits[exhibit.reference].id],
        )
        for place, exhibit in enumerate(content.exhibits, 1)
    )


def drawn_digests(exhibit_ids: Iterable[int], reader: Reader) -> dict[int, str]:
    """By exhibit, the SHA-256 of the redactions that stand on it."""
    return {each: set_digest(reader.find(Redaction, exhibit_id=each)) for each in exhibit_ids}


def standing(pack: IssuedPack, reader: Reader) -> PackState:
    """Whether a pack is a draft, released, or released and superseded by a later one."""
    releases = reader.find(PackRelease, pack_id=pack.id)
    return state_of(pack, releases, superseded=bool(superseding(pack, reader)))


def superseding(pack: IssuedPack, reader: Reader) -> str:
    """The reference of the released pack that takes this one's place, or that of a pack inside it."""
    inside = tuple(_inside(pack, reader))
    later = reader.find(IssuedPack, casefile_id=pack.casefile_id, supersedes=inside)
    released = [each.reference for each in later if reader.find(PackRelease, pack_id=each.id)]
    return released[-1] if released else ""


def _inside(pack: IssuedPack, reader: Reader) -> Iterator[str]:
    """The references of a pack and of every earlier one whose pages it holds."""
    yield pack.reference
    if pack.continues:
        for earlier in reader.find(IssuedPack, casefile_id=pack.casefile_id, reference=pack.continues):
            yield from _inside(earlier, reader)


def check_supersedes(reference: str, casefile_id: int, reader: Reader) -> str:
    """The reference of a released pack of this casefile, whose place another may take.

    Raises packs.no_such_pack, packs.supersedes_draft, packs.superseded_already.
    """
    found = reader.find(IssuedPack, reference=reference.strip().upper(), casefile_id=casefile_id)
    if not found:
        raise DomainError("packs.no_such_pack", reference=reference)
    state = standing(found[0], reader)
    if state is not PackState.RELEASED:
        kind = "supersedes_draft" if state is PackState.DRAFT else "superseded_already"
        raise DomainError(f"packs.{kind}", reference=found[0].reference)
    return found[0].reference

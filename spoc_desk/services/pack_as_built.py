"""Whether a draft is still what would be built today: what it holds, for whom, and what is redacted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.pack_offers import Asked, offer_faults
from spoc_desk.domain.redactions import Redaction, RedactionCheck, current_check, standing
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.pack_choice import printed_as
from spoc_desk.services.pack_continuing import continued
from spoc_desk.services.pack_items import drawn_digests
from spoc_desk.services.pack_terms import UNREDACTED, listed_codes, listed_in, schedules_in
from spoc_desk.services.ports import Desk, Reader
from spoc_desk.services.schedules import schedules_of


def held_in(pack: IssuedPack, items: Sequence[PackItem], reader: Reader) -> tuple[Exhibit, ...]:
    """The exhibits in a pack as they are today, each under the reference it was printed under.

    A pack older than the list of its items is read by its references.
    """
    if items:
        return tuple(replace(reader.get(Exhibit, i.exhibit_id), reference=i.reference) for i in items)
    known = printed_as(
        reader.find(Exhibit, casefile_id=pack.casefile_id),
        reader.find(Statement, casefile_id=pack.casefile_id),
    )
    return tuple(replace(known[told], reference=told) for told in pack.exhibits if told in known)


def unchecked(pack: IssuedPack, items: Sequence[PackItem], reader: Reader) -> tuple[str, ...]:
    """References of the exhibits whose redactions in the pack nobody else checked."""
    if UNREDACTED in pack.choices:
        return ()
    found = []
    for item in items:
        drawn = standing(reader.find(Redaction, exhibit_id=item.exhibit_id))
        checks = reader.find(RedactionCheck, exhibit_id=item.exhibit_id)
        if drawn and current_check(drawn, checks) is None:
            found.append(item.reference)
    return tuple(found)


def check_as_built(pack: IssuedPack, items: Sequence[PackItem], desk: Desk, reader: Reader) -> None:
    """Refuse a draft that shows what its recipient may not see any more, or redacts otherwise than today.

    Raises packs.withheld_meanwhile, packs.listed_meanwhile, packs.redacted_meanwhile, and what
    continued() raises of the pack that it adds pages to.
    """
    before = continued(pack.continues, pack.casefile_id, reader).held if pack.continues else frozenset()
    template = desk.templates.template(pack.template) if pack.template else None
    for exhibit in held_in(pack, items, reader):
        asked = Asked(pack.served, ((exhibit.reference, exhibit.disclosure),))
        if offer_faults(asked, template, pack.audience):
            raise DomainError("packs.withheld_meanwhile", exhibit=exhibit.reference, reference=pack.reference)
    _check_schedules(pack, reader)
    if UNREDACTED in pack.choices:
        return
    late = [item for item in items if item.exhibit_id not in before]
    today = drawn_digests((item.exhibit_id for item in late), reader)
    for item in late:
        if item.drawn_sha256 != today[item.exhibit_id]:
            raise DomainError("packs.redacted_meanwhile", exhibit=item.reference, reference=pack.reference)


def _check_schedules(pack: IssuedPack, reader: Reader) -> None:
    """What a schedule lists tells of an exhibit too, so it must be what it would list today."""
    wanted = schedules_in(pack)
    if not wanted:
        return
    today = schedules_of(view_casefile(pack.casefile_id, reader), wanted, served=pack.served)
    if listed_codes(today) != listed_in(pack):
        raise DomainError("packs.listed_meanwhile", reference=pack.reference)

"""Looks through the pages of a pack that was just built, and keeps what a reader would find fault with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spoc_desk.domain.court_profiles import EVIDENTIAL
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import PackFinding
from spoc_desk.domain.pack_faults import FaultLink, PackFault
from spoc_desk.domain.packs import PackPerson
from spoc_desk.domain.reasons import reason
from spoc_desk.domain.served_copies import secrets_of
from spoc_desk.services.built_packs import Built
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.ports import Cancelled, Desk, Reader

LOOK = "spoc_desk.documents.page_faults:look"
PAGES_AT_ONCE = 200
PAGES_PER_SECOND = 10
SHOWN_PAGES = 12


def page_findings(
    built: Built,
    exhibits: Mapping[str, Exhibit],
    people: Sequence[PackPerson],
    terms: PackTerms,
    desk: Desk,
    cancelled: Cancelled,
) -> tuple[PackFinding, ...]:
    """One finding for each fault of each exhibit, with its pages. people: whose particulars none may show.

    Pages that cannot be looked through are a finding themselves. Raises DomainError("work.cancelled").
    """
    dpi = 0 if terms.profile in {"", EVIDENTIAL} else desk.court_profiles.profile(terms.profile).dpi_at_most
    secrets = list(secrets_of(hidden_people(people, terms)))
    paths = {volume.number: str(volume.path) for volume in built.volumes}
    found: dict[tuple[str, str, int], list[tuple[int, float]]] = {}
    for span in built.spans:
        own = [page for volume, page in built.unread if volume == span.volume]
        for page in (page for page in own if span.first <= page <= span.last):
            found.setdefault((span.reference, "unread", span.volume), []).append((page, 0))
        for first in range(span.first, span.last + 1, PAGES_AT_ONCE):
            if cancelled():
                raise DomainError("work.cancelled")
            last = min(span.last, first + PAGES_AT_ONCE - 1)
            asked = {"path": paths[span.volume], "first": first, "last": last}
            for code, page, number in _told({**asked, "secrets": secrets, "dpi_at_most": dpi}, desk):
                found.setdefault((span.reference, code, span.volume), []).append((page, number))
    return tuple(
        PackFinding(
            0, 0, exhibits[reference].id, reference, code, volume, _pages(places), _worst(code, places)
        )
        for (reference, code, volume), places in found.items()
    )


def findings_of(pack_id: int, reader: Reader) -> tuple[PackFault, ...]:
    """What was found on a pack's pages, each with the exhibit that it is about."""
    return tuple(
        PackFault(
            reason(
                f"packs.page_{each.code}",
                reference=each.reference,
                pages=each.pages if each.volume == 1 else f"{each.pages} of volume {each.volume}",
                number=each.number,
            ),
            link=FaultLink("exhibits", each.exhibit_id),
        )
        for each in reader.find(PackFinding, pack_id=pack_id)
    )


def _told(asked: Mapping[str, object], desk: Desk) -> list[tuple[str, int, float]]:
    try:
        return [tuple(each) for each in desk.parser.call(LOOK, asked, 30 + PAGES_AT_ONCE / PAGES_PER_SECOND)]
    except DomainError as refusal:
        if refusal.code == "work.cancelled":
            raise
        # The pack was proved sound already: this only advises, and says what it could not do.
        first, last = (int(str(asked[each])) for each in ("first", "last"))
        return [("unseen", number, 0) for number in range(first, last + 1)]


def hidden_people(people: Iterable[PackPerson], terms: PackTerms) -> list[PackPerson]:
    """A served copy hides all of how to reach them; an internal one at most where they live."""
    if terms.served:
        return list(people)
    if terms.with_addresses:
        return []
    return [replace(each, phones=(), emails=(), date_of_birth="") for each in people]


def _pages(places: Sequence[tuple[int, float]]) -> str:
    pages = [str(page) for page, _ in places]
    more = len(pages) - SHOWN_PAGES
    return ", ".join(pages[:SHOWN_PAGES]) + (f" and {more} more" if more > 0 else "")


def _worst(code: str, places: Sequence[tuple[int, float]]) -> str:
    numbers = [number for _, number in places]
    return f"{(max if code in {'dense', 'exposed'} else min)(numbers):g}"

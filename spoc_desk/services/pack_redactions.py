"""What a pack takes out of each exhibit: the redactions that stand, and whether somebody checked them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spoc_desk.domain.packs import PackContent, PackExhibit, PackPerson
from spoc_desk.domain.redactions import (
    Box,
    PackRedaction,
    RedactedPlace,
    Redaction,
    RedactionCheck,
    RedactionReasons,
    check_in_words,
    current_check,
    standing,
)
from spoc_desk.domain.served_copies import as_served
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_choice import Chosen
from spoc_desk.services.pack_content import case_people, listed_exhibit
from spoc_desk.services.ports import Reader


def pack_redactions(
    case: CasefileView, items: Sequence[Chosen], reasons: RedactionReasons, reader: Reader, *, served: bool
) -> dict[str, PackRedaction]:
    """Of every one of these items with redactions that stand, by the reference it is printed under."""
    people = case_people(case, reader)
    found: dict[str, PackRedaction] = {}
    for item in items:
        drawn = reader.find(Redaction, exhibit_id=item.exhibit.id)
        if standing(drawn):
            checks = reader.find(RedactionCheck, exhibit_id=item.exhibit.id)
            # Its boxes were drawn on the pages of the exhibit, however this pack names it.
            listed = listed_exhibit(item.exhibit, case)
            found[item.reference] = pack_redaction(listed, drawn, checks, people, reasons, served=served)
    return found


def pack_redaction(
    exhibit: PackExhibit,
    drawn: tuple[Redaction, ...],
    checks: tuple[RedactionCheck, ...],
    people: tuple[PackPerson, ...],
    reasons: RedactionReasons,
    *,
    served: bool = False,
) -> PackRedaction:
    """How one exhibit is redacted. people: whom the case concerns, as a served copy hides them.

    served: it is for a served copy, which does not tell that anything is sensitive.
    """
    told = as_served(exhibit, people)
    kept = standing(drawn)
    digests = {each.part_sha256 for each in kept}
    return PackRedaction(
        places=tuple(
            RedactedPlace(
                Box(e.page, e.left, e.bottom, e.right, e.top), reasons.printed(e.code, served=served), e.term
            )
            for e in kept
            if e.page
        ),
        terms=tuple(dict.fromkeys(each.term for each in kept if each.everywhere)),
        # Boxes drawn on other pages than the rest must be looked at again.
        part_sha256=digests.pop() if len(digests) == 1 else "",
        reference=told.reference,
        description=told.description,
        filename=told.filename,
        codes=tuple((reason.code, reason.label) for reason in reasons.reasons),
        checked=check_in_words(current_check(drawn, checks)),
    )


def with_redactions(content: PackContent, hidden: Mapping[str, PackRedaction]) -> PackContent:
    """The content with each exhibit's redaction."""
    exhibits = tuple(replace(each, redaction=hidden.get(each.reference)) for each in content.exhibits)
    return replace(content, exhibits=exhibits)


def redacted_items(items: Sequence[Chosen], reader: Reader) -> tuple[tuple[str, bool], ...]:
    """Reference of each of these items with redactions that stand, and whether they were checked."""
    found = []
    for item in items:
        drawn = reader.find(Redaction, exhibit_id=item.exhibit.id)
        if standing(drawn):
            checks = reader.find(RedactionCheck, exhibit_id=item.exhibit.id)
            found.append((item.reference, current_check(drawn, checks) is not None))
    return tuple(found)


def goes_everywhere(exhibit_id: int, reader: Reader) -> bool:
    """Whether a word redacted on this exhibit may stand nowhere in a pack."""
    return any(each.everywhere for each in standing(reader.find(Redaction, exhibit_id=exhibit_id)))

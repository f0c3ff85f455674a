"""The terms that a kind of pack begins with for one casefile: its words, its papers, its sections filled."""

from __future__ import annotations

from dataclasses import dataclass

from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.pack_templates import Holds, Offer, PackTemplate
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_choice import statement_key
from spoc_desk.services.pack_content import PackTerms


def starting_terms(template: PackTemplate, case: CasefileView) -> PackTerms:
    """What a pack of this kind holds unless the officer chooses otherwise."""
    return PackTerms(
        recipient=template.recipient,
        purpose=template.purpose,
        served=template.served,
        title=case.casefile.title,
        handling=template.handling,
        sections=starting_sections(template, case, served=template.served),
        papers=template.papers,
        schedules=template.schedules,
        template=template.key,
        audience=str(template.audience),
        profile=template.profile,
    )


def starting_sections(template: PackTemplate, case: CasefileView, *, served: bool) -> tuple[PackSection, ...]:
    """The template's sections, each with what it takes in; a statement's paper is not an exhibit as well."""
    papers = {statement.exhibit_id for statement in case.statements}
    held = {
        Holds.STATEMENTS: tuple(
            statement_key(each, case.exhibits)
            for each in case.statements
            if template.offers(Offer.STATEMENTS, served=served)
        ),
        Holds.EXHIBITS: tuple(
            each.reference
            for each in case.exhibits
            if each.disclosure is Disclosure.USED and each.id not in papers
        ),
        Holds.UNUSED: tuple(
            each.reference
            for each in case.exhibits
            if each.disclosure is not Disclosure.USED and _may_print(template, each.disclosure, served)
        ),
    }
    return tuple(PackSection(each.title, held[each.holds]) for each in template.sections)


@dataclass(frozen=True, slots=True)
class Offered:
    """One row of what may be chosen. key: as terms name it; listed_only: a statement without paper."""

    key: str
    words: str
    size: int
    disclosure: Disclosure = Disclosure.USED
    statement: bool = False
    listed_only: bool = False


def offered_items(template: PackTemplate, case: CasefileView, *, served: bool) -> tuple[Offered, ...]:
    """What a pack of this kind may hold, in recording order: statements first. Nothing else is shown."""
    by_id = {exhibit.id: exhibit for exhibit in case.exhibits}
    statements, papers = [], set()
    if template.offers(Offer.STATEMENTS, served=served):
        for each in case.statements:
            paper = by_id.get(each.exhibit_id or 0)
            papers.add(each.exhibit_id)
            key, told = statement_key(each, case.exhibits), f"{each.kind} of {each.witness}"
            size = paper.size if paper else 0
            statements.append(Offered(key, told, size, statement=True, listed_only=paper is None))
    exhibits = (
        Offered(each.reference, each.description, each.size, each.disclosure)
        for each in case.exhibits
        if each.id not in papers
        and (each.disclosure is Disclosure.USED or _may_print(template, each.disclosure, served))
    )
    return (*statements, *exhibits)


def _may_print(template: PackTemplate, disclosure: Disclosure, served: bool) -> bool:
    offer = Offer.SENSITIVE if disclosure is Disclosure.SENSITIVE else Offer.UNUSED
    return template.offers(offer, served=served)

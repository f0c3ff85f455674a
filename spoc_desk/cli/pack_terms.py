"""What the options of a pack ask for, the faults it would have, and the kinds of pack there are."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from spoc_desk.cli.terminal import answer, progress, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import consult_casefile, view_casefile
from spoc_desk.services.late_pages import AddLatePages
from spoc_desk.services.machine import Machine
from spoc_desk.services.pack_content import PAPERS, PackTerms
from spoc_desk.services.pack_items import check_supersedes
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.ports import Desk
from spoc_desk.services.preflight import check_files, faults_unnamed, preflight
from spoc_desk.services.schedules import SCHEDULES


def terms_asked(options: Namespace, casefile_id: int, desk: Desk) -> PackTerms:
    """The terms that the options give, on top of what the template begins with.

    Raises DomainError("packs.no_such_template", "packs.section_shapeless", "packs.choice_unknown",
    "packs.no_machine_reader", "packs.addresses_served").
    """
    if options.machine_text and not desk.documents.machine_reader:
        raise DomainError("packs.no_machine_reader")
    terms = PackTerms(options.recipient or "CPS", "Evidence pack")
    if options.template:
        template = desk.templates.template(options.template)
        with desk.queries.snapshot() as reader:
            terms = starting_terms(template, view_casefile(casefile_id, reader))
    sections = tuple(_section(text) for text in options.section)
    references = _listed(options.exhibits)
    if sections or references:
        terms = replace(terms, sections=sections, references=references)
    if options.papers is not None:
        terms = replace(terms, papers=_known(options.papers, PAPERS))
    if options.schedules is not None:
        terms = replace(terms, schedules=_known(options.schedules, SCHEDULES))
    if options.handling is not None:
        terms = replace(terms, handling=options.handling)
    terms = replace(
        terms,
        served=terms.served and not options.internal,
        recipient=options.recipient or terms.recipient,
        purpose=options.purpose or terms.purpose,
        title=options.title or terms.title,
        profile=options.profile or terms.profile,
        authorised_by=_authoriser(options),
        with_addresses=options.with_addresses,
        machine_text=options.machine_text,
        volume_size=options.volume_size or terms.volume_size,
    )
    if terms.with_addresses and terms.served:
        raise DomainError("packs.addresses_served")
    return _taking_place(terms, options, casefile_id, desk)


def _taking_place(terms: PackTerms, options: Namespace, casefile_id: int, desk: Desk) -> PackTerms:
    """With the pack whose place it takes, and why. Raises packs.change_untold and what the check does."""
    if not options.supersedes:
        return terms
    if not options.note.strip():
        raise DomainError("packs.change_untold")
    with desk.queries.snapshot() as reader:
        reference = check_supersedes(options.supersedes, casefile_id, reader)
    return replace(terms, supersedes=reference, change_note=options.note)


def _authoriser(options: Namespace) -> str:
    """Whom the cover names: who stands by, when nobody else is named."""
    return str(options.authorised_by or options.second_officer)


def late_asked(options: Namespace, pack_id: int) -> AddLatePages:
    """The late pages that the options ask for. Raises DomainError("packs.section_shapeless")."""
    sections = tuple(_section(text) for text in options.section)
    return AddLatePages(pack_id, _listed(options.exhibits), options.note, _authoriser(options), sections)


def list_faults(options: Namespace, casefile_id: int, terms: PackTerms, desk: Desk, machine: Machine) -> None:
    """Every fault of the pack asked for. Raises DomainError("packs.stopped") when one stops it."""
    consult_casefile(casefile_id, desk)
    look = check_files if options.check_files else None
    named = look(casefile_id, terms, desk, progress) if look else preflight(casefile_id, terms, desk)
    faults = dict.fromkeys((*named, *faults_unnamed(casefile_id, terms, desk)))
    document = [
        {
            "code": fault.reason.code,
            "severity": str(fault.severity),
            "sentence": machine.messages.said(fault.reason),
            "kind": fault.link.kind if fault.link else "",
            "record": fault.link.record_id if fault.link else 0,
            "anchor": fault.link.anchor if fault.link else "",
        }
        for fault in faults
    ]
    lines = [f"{each['severity']:<7} {each['sentence']}" for each in document] or ["No fault found."]
    answer(options, document, lines)
    stops = sum(fault.blocks for fault in faults)
    if stops:
        raise DomainError("packs.stopped", count=stops)


def list_templates(options: Namespace, machine: Machine) -> None:
    """The kinds of pack, with what each offers."""
    with unlocked(options, machine) as vault:
        kinds = vault.desk.templates
    document = [
        {
            "reference": each.key,
            "title": each.title,
            "detail": each.about,
            "audience": str(each.audience),
            "served": each.served,
            "served_fixed": each.served_fixed,
            "offered": [str(offer) for offer in each.offered],
            "papers": list(each.papers),
            "edition": kinds.version,
            "source": each.source,
            "verified": each.verified,
        }
        for each in kinds.templates
    ]
    lines = (
        f"{each.key:<18} {each.title}{'' if each.verified else ' (not verified)'}: {each.about}"
        for each in kinds.templates
    )
    answer(options, document, lines)


def _listed(text: str) -> tuple[str, ...]:
    asked = (" ".join(ref.split()).upper() for ref in text.split(",") if ref.strip())
    return tuple(ref.replace("STATEMENT ", "Statement ") for ref in asked)


def _section(text: str) -> PackSection:
    title, equals, references = text.rpartition("=")
    if not (equals and title.strip() and _listed(references)):
        raise DomainError("packs.section_shapeless", text=text)
    return PackSection(title.strip(), _listed(references))


def _known(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    asked = tuple(each.strip().lower() for each in text.split(",") if each.strip())
    for each in asked:
        if each not in known:
            raise DomainError("packs.choice_unknown", value=each, known=", ".join(known))
    return tuple(each for each in known if each in asked)

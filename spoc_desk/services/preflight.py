"""What a reader of a pack would find fault with, before it is built."""

from __future__ import annotations

from dataclasses import replace

from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.served_copies import places_told
from spoc_desk.services.casefiles import CasefileView, view_casefile
from spoc_desk.services.pack_building import BuildPack
from spoc_desk.services.pack_content import (
    PackIssue,
    PackTerms,
    chosen_exhibits,
    pack_content,
    tied_people,
)
from spoc_desk.services.ports import Desk, Reader


def preflight(command: BuildPack, desk: Desk) -> tuple[Reason, ...]:
    """What a reader of the pack would find fault with; none of it stops an internal pack."""
    with desk.queries.snapshot() as reader:
        case = view_casefile(command.casefile_id, reader)
        told = _told_in_words(case, command.terms, desk, reader)
    exhibits = chosen_exhibits(case, command.terms.wanted)
    faults = _case_faults(case, command.terms)
    return (*_missing(case, command.terms, exhibits), *_damaged(exhibits), *faults, *told)


def _missing(case: CasefileView, terms: PackTerms, exhibits: tuple[Exhibit, ...]) -> list[Reason]:
    known = {exhibit.reference for exhibit in case.exhibits}
    faults = [reason("packs.no_such_exhibit", reference=ref) for ref in terms.wanted if ref not in known]
    return faults if exhibits else [*faults, reason("packs.no_exhibits", casefile=case.casefile.reference)]


def _damaged(exhibits: tuple[Exhibit, ...]) -> list[Reason]:
    return [
        reason(f"packs.exhibit_{exhibit.state}", reference=exhibit.reference)
        for exhibit in exhibits
        if exhibit.state is not ExhibitState.SEALED
    ]


def _case_faults(case: CasefileView, terms: PackTerms) -> list[Reason]:
    faults = []
    if not any(incident.crime_reference for incident in case.incidents):
        faults.append(reason("packs.crime_reference_missing"))
    if not case.offences:
        faults.append(reason("packs.no_offence"))
    if terms.served:
        faults += [
            reason("packs.statement_shows_address", reference=statement.reference, witness=statement.witness)
            for statement in case.statements
            if statement.kind == "MG11" and not statement.address_absent
        ]
    return faults


def _told_in_words(case: CasefileView, terms: PackTerms, desk: Desk, reader: Reader) -> list[Reason]:
    """Where words give away a home; in a served copy also a telephone, e-mail or date of birth."""
    if terms.with_addresses and not terms.served:
        return []
    issue = PackIssue("", desk.clock.now(), AuditAnchor(0, ""), "", False)
    content = pack_content(case, (), terms, issue, reader)
    people = (*content.people, *tied_people(case, reader))
    if not terms.served:
        people = tuple(replace(each, phones=(), emails=(), date_of_birth="") for each in people)
    return [reason("packs.address_in_words", place=place) for place in places_told(content, people)]

"""What a reader of a pack would find fault with, before it is built, and where each is put right."""

from __future__ import annotations

from collections.abc import Iterator

from spoc_desk.domain.continuity import continuity_faults
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit, ExhibitState
from spoc_desk.domain.pack_faults import FaultLink, PackFault, Severity
from spoc_desk.domain.pack_offers import Asked, offer_faults
from spoc_desk.domain.pack_templates import Audience, Need, PackTemplate
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.referrals import ReferralState
from spoc_desk.domain.served_copies import places_told, secrets_of
from spoc_desk.services.casefiles import CasefileView, view_casefile
from spoc_desk.services.exhibits import never, unheard, verify_exhibit
from spoc_desk.services.file_checks import file_faults
from spoc_desk.services.pack_authority import chosen_authoriser
from spoc_desk.services.pack_choice import Chosen, chosen, statement_key, unknown, without_paper
from spoc_desk.services.pack_content import PackIssue, PackTerms, case_people, pack_content
from spoc_desk.services.pack_redactions import goes_everywhere, redacted_items
from spoc_desk.services.page_findings import hidden_people
from spoc_desk.services.ports import Cancelled, Desk, Progress, Reader
from spoc_desk.services.referrals import referred_offences, view_referral
from spoc_desk.services.schedules import SENSITIVE, UNUSED

WORDS_AT_LEAST = 3


def preflight(casefile_id: int, terms: PackTerms, desk: Desk) -> tuple[PackFault, ...]:
    """Every fault of a pack on these terms, those that stop it first."""
    template = template_of(terms, desk)
    unauthorised = tuple(_authority(terms, desk))
    with desk.queries.snapshot() as reader:
        case = view_casefile(casefile_id, reader)
        items = chosen(case, terms.wanted)
        found = [
            *refusals(case, terms, items, template),
            *unauthorised,
            *_files(items, desk),
            *_continuity(case, items),
            *_case(case),
            *_needs(case, terms, template),
            *_statements(case, terms),
            *_schedules(case, terms),
            *_redacted(items, terms, reader),
            *_pictures(items, terms, reader),
            *_told_in_words(case, terms, desk, reader),
            *_checklist(case, terms, template, reader, desk),
        ]
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: not fault.blocks))


def faults_unnamed(casefile_id: int, terms: PackTerms, desk: Desk) -> tuple[PackFault, ...]:
    """Faults that preflight() leaves to whoever sees the form or presses its button, for who sees neither.

    PDFs that need a password nobody gave; and for terms that name no kind of pack, what the first
    kind needs.
    """
    with desk.queries.snapshot() as reader:
        case = view_casefile(casefile_id, reader)
        items = chosen(case, terms.wanted)
    kind = None if terms.template else desk.templates.templates[0]
    pdfs = (each for each in items if _shut_pdf(each.exhibit))
    shut = (fault for fault in file_faults(pdfs, (), desk) if fault.reason.code == "packs.file_locked")
    return (*_needs(case, terms, kind), *shut)


def _shut_pdf(exhibit: Exhibit) -> bool:
    named = "application/pdf" in exhibit.media_type or exhibit.filename.lower().endswith(".pdf")
    return named and exhibit.state is ExhibitState.SEALED and not exhibit.opening_password


def check_files(
    casefile_id: int,
    terms: PackTerms,
    desk: Desk,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> tuple[PackFault, ...]:
    """Reads every chosen file against its digest, noting what is found, and looks into texts and PDFs.

    Answers those faults with preflight()'s. progress counts bytes. Raises DomainError("work.cancelled").
    """
    with desk.queries.snapshot() as reader:
        case = view_casefile(casefile_id, reader)
        items = chosen(case, terms.wanted)
        secrets = secrets_of(hidden_people(case_people(case, reader), terms))
    sealed = [each.exhibit for each in items if each.exhibit.state is not ExhibitState.PENDING]
    total, done = sum(exhibit.size for exhibit in sealed), 0
    for exhibit in sealed:
        verify_exhibit(exhibit.id, desk, _from(done, total, progress), cancelled)
        done += exhibit.size
    progress(total, total)
    return (*preflight(casefile_id, terms, desk), *file_faults(items, secrets, desk))


def _from(done: int, total: int, progress: Progress) -> Progress:
    return lambda part, _whole: progress(done + part, total)


def template_of(terms: PackTerms, desk: Desk) -> PackTemplate | None:
    """The terms' template. Raises DomainError("packs.no_such_template", "packs.no_profile")."""
    desk.court_profiles.profile(terms.profile)
    return desk.templates.template(terms.template) if terms.template else None


def refusals(
    case: CasefileView, terms: PackTerms, items: tuple[Chosen, ...], template: PackTemplate | None
) -> Iterator[PackFault]:
    """The faults that stop a pack: what it asks for is not there, or not for its recipient."""
    for reference in unknown(case, terms.wanted):
        yield _stop(reason("packs.no_such_exhibit", reference=reference))
    if not items:
        yield _stop(reason("packs.no_exhibits", casefile=case.casefile.reference))
    for each in items:
        if each.exhibit.state is ExhibitState.PENDING:
            yield _stop(reason("packs.unsealed", reference=each.reference), _exhibit(each))
    asked = Asked(
        served=terms.served,
        exhibits=tuple((each.reference, each.exhibit.disclosure) for each in items),
        statements=any(each.statement for each in items) or "statements" in terms.papers,
        schedules=terms.schedules,
        addresses=terms.with_addresses and not terms.served,
        unredacted=not terms.redacted,
    )
    links = {each.reference: _exhibit(each) for each in items}
    for refused in offer_faults(asked, template, terms.audience):
        yield _stop(refused, links.get(refused.mapping().get("reference", "")))


def _authority(terms: PackTerms, desk: Desk) -> Iterator[PackFault]:
    try:
        chosen_authoriser(terms.authorised_by, desk)
    except DomainError as refused:
        yield _stop(reason(refused.code, **refused.values))


def _stop(why: Reason, link: FaultLink | None = None) -> PackFault:
    return PackFault(why, Severity.BLOCKS, link)


def _exhibit(item: Chosen) -> FaultLink:
    return FaultLink("exhibits", item.exhibit.id)


def _files(items: tuple[Chosen, ...], desk: Desk) -> Iterator[PackFault]:
    there = desk.evidence.names()
    for each in items:
        state = each.exhibit.state
        if state is ExhibitState.SEALED and each.exhibit.file_name not in there:
            state = ExhibitState.MISSING
        if state in (ExhibitState.MISSING, ExhibitState.ALTERED):
            yield PackFault(reason(f"packs.exhibit_{state}", reference=each.reference), link=_exhibit(each))
        elif state is ExhibitState.SEALED and not each.exhibit.size:
            yield PackFault(reason("packs.exhibit_empty", reference=each.reference), link=_exhibit(each))


def _continuity(case: CasefileView, items: tuple[Chosen, ...]) -> Iterator[PackFault]:
    for each in items:
        moves = tuple(move for move in case.movements if move.exhibit_id == each.exhibit.id)
        for fault in continuity_faults(each.described, moves):
            yield PackFault(fault, link=_exhibit(each))


def _case(case: CasefileView) -> Iterator[PackFault]:
    file = case.casefile.id
    if not any(incident.crime_reference for incident in case.incidents):
        where = (
            FaultLink("incidents", case.incidents[0].id) if case.incidents else FaultLink("casefiles", file)
        )
        yield PackFault(reason("packs.crime_reference_missing"), link=where)
    if not case.offences:
        yield PackFault(reason("packs.no_offence"), link=FaultLink("casefiles", file, "offences"))


def _needs(case: CasefileView, terms: PackTerms, template: PackTemplate | None) -> Iterator[PackFault]:
    if template is None:
        return
    file = case.casefile
    lacks = {
        Need.URN: (not file.urn, FaultLink("casefiles", file.id, "overview")),
        Need.STATEMENT: (not case.statements, FaultLink("casefiles", file.id, "people")),
        Need.HANDLING: (not terms.handling.strip(), None),
        Need.AUTHORISER: (not terms.authorised_by.strip(), None),
    }
    for need in template.needs:
        lacking, where = lacks[need]
        if lacking:
            yield PackFault(reason(f"packs.needs_{need}", template=template.title), link=where)


def _statements(case: CasefileView, terms: PackTerms) -> Iterator[PackFault]:
    for statement in case.statements:
        if terms.served and statement.kind == "MG11" and not statement.address_absent:
            told = reason(
                "packs.statement_shows_address", reference=statement.reference, witness=statement.witness
            )
            yield PackFault(told, link=FaultLink("statements", statement.id))
    every = tuple(statement_key(each, case.exhibits) for each in case.statements)
    listed = every if "statements" in terms.papers else ()
    for statement in without_paper(case, terms.wanted or listed):
        told = reason(
            "packs.statement_without_paper", reference=statement.reference, witness=statement.witness
        )
        yield PackFault(told, link=FaultLink("statements", statement.id))


def _schedules(case: CasefileView, terms: PackTerms) -> Iterator[PackFault]:
    listed = {UNUSED: Disclosure.UNUSED, SENSITIVE: Disclosure.SENSITIVE}
    kinds = {listed[kind] for kind in terms.schedules}
    for exhibit in case.exhibits:
        if exhibit.disclosure in kinds and len(exhibit.description.split()) < WORDS_AT_LEAST:
            told = reason(
                "packs.schedule_says_little", reference=exhibit.reference, description=exhibit.description
            )
            yield PackFault(told, link=FaultLink("exhibits", exhibit.id))


def _redacted(items: tuple[Chosen, ...], terms: PackTerms, reader: Reader) -> Iterator[PackFault]:
    """Exhibits whose redactions nobody else checked, or which a served copy would print without them."""
    links = {each.reference: _exhibit(each) for each in items}
    for reference, checked in redacted_items(items, reader):
        if terms.redacted and not checked:
            yield PackFault(reason("redaction.not_checked", reference=reference), link=links[reference])
        elif terms.served and not terms.redacted:
            why = reason("redaction.printed_unredacted", reference=reference)
            yield PackFault(why, link=links[reference])


def _pictures(items: tuple[Chosen, ...], terms: PackTerms, reader: Reader) -> Iterator[PackFault]:
    """Pictures, when a word is to stand nowhere: no word can be looked for in them."""
    if not terms.redacted or not any(goes_everywhere(each.exhibit.id, reader) for each in items):
        return
    for each in items:
        if each.exhibit.media_type.startswith("image/"):
            why = reason("redaction.picture_unread", reference=each.reference)
            yield PackFault(why, link=_exhibit(each))


def _told_in_words(case: CasefileView, terms: PackTerms, desk: Desk, reader: Reader) -> Iterator[PackFault]:
    """Where words give away a home; in a served copy also a telephone, e-mail or date of birth."""
    if terms.with_addresses and not terms.served:
        return
    issue = PackIssue("", desk.clock.now(), AuditAnchor(0, ""), "", False)
    content = pack_content(case, referred_offences(case, desk), terms, issue, reader)
    people = hidden_people(case_people(case, reader), terms)
    links = {f"Exhibit {each.reference}": _exhibit(each) for each in chosen(case, terms.wanted)}
    for place in places_told(content, people):
        yield PackFault(reason("packs.address_in_words", place=place), link=links.get(place))


def _checklist(
    case: CasefileView, terms: PackTerms, template: PackTemplate | None, reader: Reader, desk: Desk
) -> Iterator[PackFault]:
    """What is still open of the referral that a pack for the prosecutor goes with."""
    audience = template.audience if template else terms.audience
    if audience != Audience.PROSECUTION:
        return
    for referral in case.referrals:
        if referral.state is not ReferralState.PREPARING:
            continue
        view = view_referral(referral.id, reader, desk)
        numbers = dict.fromkeys(each.item for each in view.gate.open if each.item)
        for number in numbers:
            told = reason(
                "packs.checklist_open",
                referral=referral.reference,
                item=number,
                title=desk.checklist.item(number).title,
            )
            yield PackFault(told, link=FaultLink("referrals", referral.id, str(number)))

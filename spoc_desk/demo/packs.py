"""The packs of the story: one for the CPS, late pages to it, one for the defence and what took its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from spoc_desk.demo.cases import Case, exhibits_of
from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.certificates import make_trial_certificate
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.ports import Desk
from spoc_desk.services.redaction_pages import open_pages
from spoc_desk.services.redactions import CheckRedactions, RedactWord, check_redactions, redact_word
from spoc_desk.services.release import ReleasePack, release_pack

DEPUTY = "DCI B Lowe"
CASE_OFFICER = "DC R Oldcastle"
SEAL = "one seal for this demonstration"
"""The trial certificate's passphrase: nothing is protected by it."""
ACCOUNT = "7700900471"
UNUSED_WHY = "Does not support the case against the account; kept in case the defence asks about the office."
Terms = Callable[[PackTerms], PackTerms]


def for_the_cps(case: Case, deputy: SecondOfficer, desk: Desk) -> IssuedPack:
    """The CPS file, signed with a trial certificate; the last exhibit is still on its way."""
    make_trial_certificate(SEAL, desk)
    late = exhibits_of(case, desk)[-1].reference

    def without_the_last(terms: PackTerms) -> PackTerms:
        kept = (
            PackSection(section.title, tuple(each for each in section.references if each != late))
            for section in terms.sections
        )
        return replace(terms, sections=tuple(kept))

    return _released(case, "cps_file", without_the_last, deputy, desk)


def late_pages(case: Case, first: IssuedPack, deputy: SecondOfficer, desk: Desk) -> IssuedPack:
    """The exhibit that came after the CPS had its file, added at the end of it."""
    late = exhibits_of(case, desk)[-1].reference
    terms = PackTerms(
        recipient=first.recipient, purpose=first.purpose, references=(late,), continues=first.reference,
        change_note="The e-mail was handed over after the file had gone.", authorised_by=deputy.name,
    )  # fmt: skip
    return _issued(case, terms, deputy, desk)


def for_the_defence(case: Case, deputy: SecondOfficer, desk: Desk) -> IssuedPack:
    """One pack for the defence with an account number redacted, then another that takes its place."""
    exhibits = exhibits_of(case, desk)
    _redact(exhibits, desk)
    first = _released(case, "defence_service", lambda terms: terms, deputy, desk)
    unused = next(exhibit for exhibit in exhibits if exhibit.filename.endswith(".docx"))
    set_disclosure(SetDisclosure(unused.id, Disclosure.UNUSED, UNUSED_WHY), desk)

    def in_its_place(terms: PackTerms) -> PackTerms:
        why = f"{unused.reference} is unused material and was listed on the schedule instead."
        return replace(terms, supersedes=first.reference, change_note=why, schedules=("unused",))

    return _released(case, "defence_service", in_its_place, deputy, desk)


def _redact(exhibits: Iterable[Exhibit], desk: Desk) -> None:
    """Takes an account number out of the table of posts, as a second person then checks."""
    posts = next(exhibit for exhibit in exhibits if exhibit.filename.endswith(".csv"))
    redact_word(RedactWord(open_pages(posts.id, desk), ACCOUNT, "ID"), desk)
    check_redactions(CheckRedactions(posts.id, DEPUTY, "Compared page by page."), desk)


def _released(case: Case, template: str, change: Terms, deputy: SecondOfficer, desk: Desk) -> IssuedPack:
    with desk.queries.snapshot() as reader:
        started = starting_terms(desk.templates.template(template), view_casefile(case.id, reader))
    return _issued(case, change(replace(started, authorised_by=deputy.name)), deputy, desk)


def _issued(case: Case, terms: PackTerms, deputy: SecondOfficer, desk: Desk) -> IssuedPack:
    built = next(each for each in build_pack(BuildPack(case.id, terms), desk) if isinstance(each, PackBuilt))
    command = ReleasePack(built.pack, signed=True, passphrase=SEAL, faults_accepted=True, second=deputy)
    release_pack(command, desk)
    with desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, built.pack)

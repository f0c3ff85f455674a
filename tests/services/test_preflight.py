"""Preflight names each fault of a pack, whether it stops it, and where it is put right."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit, ExhibitState
from spoc_desk.domain.pack_faults import FaultLink
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, MoveExhibit, add_exhibit, move_exhibit
from spoc_desk.services.file_checks import LOOK_INTO
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.page_findings import page_findings
from spoc_desk.services.preflight import check_files, faults_unnamed, preflight
from spoc_desk.services.referrals import start_referral
from tests.services import casework
from tests.services.test_disclosure import view
from tests.services.trail import all_of


@pytest.fixture
def case(desk, tmp_path):
    case = casework.casefile(desk)
    for name in ("one", "two"):
        path = tmp_path / f"{name}.txt"
        path.write_text(name, "utf-8")
        add_exhibit(AddExhibit(case.id, path, f"Recording of call {name}"), desk)
    return case


def terms(**more):
    return PackTerms("CPS", "Advice", **more)


def faults(desk, case, asked=None):
    return preflight(case.id, asked or terms(), desk)


def found(desk, case, code, asked=None):
    return [fault for fault in faults(desk, case, asked) if fault.reason.code == code]


def codes(desk, case, asked=None):
    return {fault.reason.code for fault in faults(desk, case, asked)}


def test_a_case_without_an_offence_is_a_warning_that_leads_to_its_offences(desk, case):
    (fault,) = faults(desk, case)
    assert fault.reason.code == "packs.no_offence"
    assert not fault.blocks
    assert fault.link == FaultLink("casefiles", case.id, "offences")


def test_an_exhibit_that_is_not_in_the_casefile_stops_the_pack_and_comes_first(desk, case):
    first, *_ = faults(desk, case, terms(references=("ZZ/9",)))
    assert first.reason.code == "packs.no_such_exhibit"
    assert first.blocks


def test_unused_material_stops_a_served_copy_and_leads_to_the_exhibit(desk, case):
    set_disclosure(SetDisclosure(2, Disclosure.UNUSED), desk)
    asked = terms(references=("RH/1", "RH/2"))
    (fault,) = found(desk, case, "packs.unused_served", asked)
    assert fault.blocks
    assert fault.link == FaultLink("exhibits", 2)
    with pytest.raises(DomainError) as refused:
        build_pack(BuildPack(case.id, asked), desk)
    assert refused.value.code == "packs.unused_served"
    assert codes(desk, case) == {"packs.no_offence"}


def test_the_sensitive_schedule_is_refused_to_the_defence_by_the_service_itself(desk, case):
    asked = replace(starting_terms(desk.templates.template("defence_service"), view(desk, case)))
    asked = replace(asked, schedules=("sensitive",))
    stopping = {fault.reason.code for fault in faults(desk, case, asked) if fault.blocks}
    assert stopping == {"packs.sensitive_served", "packs.not_offered"}
    with pytest.raises(DomainError):
        build_pack(BuildPack(case.id, asked), desk)


def test_a_file_that_is_gone_from_the_disk_is_named_without_reading_it(desk, case):
    desk.evidence.erase(all_of(desk, Exhibit)[0].file_name)
    (fault,) = found(desk, case, "packs.exhibit_missing")
    assert fault.link == FaultLink("exhibits", 1)


def test_checking_every_file_finds_what_was_altered_and_notes_it(desk, case):
    exhibit = all_of(desk, Exhibit)[1]
    desk.evidence.files[exhibit.file_name] = b"tw0"
    assert "packs.exhibit_altered" not in codes(desk, case)
    heard = []
    checked = check_files(case.id, terms(), desk, lambda done, total: heard.append((done, total)))
    assert [f.link.record_id for f in checked if f.reason.code == "packs.exhibit_altered"] == [2]
    assert all_of(desk, Exhibit)[1].state is ExhibitState.ALTERED
    assert heard[-1] == (6, 6)


def test_a_gap_in_continuity_leads_to_the_exhibit(desk, case):
    desk.clock.forward(hours=1)
    at = desk.clock.now() - timedelta(minutes=5)
    move_exhibit(MoveExhibit(1, "DC Lee Ross", "Laboratory", "Analysis", at), desk)
    (fault,) = found(desk, case, "continuity.giver")
    assert fault.link == FaultLink("exhibits", 1)


def test_a_statement_without_its_paper_is_listed_only_and_named(desk, case):
    add_statement(AddStatement(case.id, "Jo Fennimore", address_absent=True), desk)
    asked = terms(sections=(PackSection("All", ("ST/1", "RH/1")),))
    (fault,) = found(desk, case, "packs.statement_without_paper", asked)
    assert fault.link == FaultLink("statements", 1)
    assert found(desk, case, "packs.statement_shows_address", asked) == []


def test_a_statement_whose_first_page_nobody_checked_is_named_in_a_served_copy_only(desk, case):
    add_statement(AddStatement(case.id, "Jo Fennimore"), desk)
    assert found(desk, case, "packs.statement_shows_address")
    assert not found(desk, case, "packs.statement_shows_address", terms(served=False))


def test_open_items_of_the_checklist_lead_to_the_item_in_a_pack_for_the_prosecutor(desk, case):
    start_referral(case.id, desk)
    asked = starting_terms(desk.templates.template("cps_file"), view(desk, case))
    opened = found(desk, case, "packs.checklist_open", asked)
    assert opened[0].link == FaultLink("referrals", 1, opened[0].reason.mapping()["item"])
    internal = starting_terms(desk.templates.template("internal_briefing"), view(desk, case))
    assert found(desk, case, "packs.checklist_open", internal) == []


def test_what_a_kind_of_pack_needs_is_named(desk, case):
    asked = starting_terms(desk.templates.template("court_bundle"), view(desk, case))
    assert {"packs.needs_urn", "packs.needs_statement", "packs.needs_authoriser"} <= codes(desk, case, asked)


def test_a_schedule_that_would_describe_nothing_is_named(desk, case, tmp_path):
    path = tmp_path / "three.txt"
    path.write_text("three", "utf-8")
    add_exhibit(AddExhibit(case.id, path, "CAD log"), desk)
    set_disclosure(SetDisclosure(3, Disclosure.UNUSED), desk)
    asked = terms(served=False, schedules=("unused",))
    (fault,) = found(desk, case, "packs.schedule_says_little", asked)
    assert fault.link == FaultLink("exhibits", 3)


class Telling:
    """A child process that says the same of every file."""

    def __init__(self, *codes, content=None):
        self._codes = codes
        self._known = {content} if content else {b"one", b"two"}

    def call(self, function, arguments, _timeout=30.0):
        assert function == LOOK_INTO
        assert arguments["content"] in self._known
        return list(self._codes)


def test_checking_files_also_names_what_their_contents_tell_with_the_exhibit(desk, case):
    telling = replace(desk, parser=Telling("locked", "exposed"))
    told = [(f.reason.code, f.link.record_id) for f in check_files(case.id, terms(), telling) if f.link]
    assert told[-4:] == [
        ("packs.file_locked", 1),
        ("packs.file_exposed", 1),
        ("packs.file_locked", 2),
        ("packs.file_exposed", 2),
    ]


class Failing:
    """A child process that takes too long over everything."""

    def __init__(self, code="preview.unavailable"):
        self._code = code

    def call(self, _function, _arguments, _timeout=30.0):
        raise DomainError(self._code, reason="it took too long")


def test_files_and_pages_that_could_not_be_looked_through_are_named(desk, case):
    failing = replace(desk, parser=Failing())
    told = [(f.reason.code, f.link.record_id) for f in check_files(case.id, terms(), failing) if f.link]
    assert told[-2:] == [("packs.file_unseen", 1), ("packs.file_unseen", 2)]
    built = SimpleNamespace(
        volumes=[SimpleNamespace(number=1, path="pack.pdf")],
        spans=[SimpleNamespace(reference="RH/1", volume=1, first=4, last=6)],
        unread=(),
    )
    exhibits = {"RH/1": SimpleNamespace(id=1)}
    (finding,) = page_findings(built, exhibits, (), terms(), failing, lambda: False)
    assert (finding.code, finding.pages) == ("unseen", "4, 5, 6")
    with pytest.raises(DomainError) as stopped:
        page_findings(
            built, exhibits, (), terms(), replace(desk, parser=Failing("work.cancelled")), lambda: False
        )
    assert stopped.value.code == "work.cancelled"


def test_an_empty_file_is_named_before_a_slip_sheet_stands_for_it(desk, case, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    add_exhibit(AddExhibit(case.id, tmp_path / "empty.pdf", "Scan of the letter"), desk)
    (fault,) = found(desk, case, "packs.exhibit_empty")
    assert not fault.blocks
    assert fault.link == FaultLink("exhibits", 3)


def test_terms_of_no_kind_are_measured_by_the_first_kind_s_needs(desk, case):
    told = {fault.reason.code for fault in faults_unnamed(case.id, terms(), desk)}
    assert "packs.needs_urn" in told
    assert not faults_unnamed(case.id, terms(template="cps_file"), desk)


def test_a_pdf_that_asks_for_a_password_is_named_without_reading_every_file(desk, case, tmp_path):
    (tmp_path / "shut.pdf").write_bytes(b"%PDF-1.7 shut")
    add_exhibit(AddExhibit(case.id, tmp_path / "shut.pdf", "Scan of the letter"), desk)
    seen = replace(desk, parser=Telling("locked", content=b"%PDF-1.7 shut"))
    told = faults_unnamed(case.id, terms(template="cps_file"), seen)
    assert [(fault.reason.code, fault.link) for fault in told] == [
        ("packs.file_locked", FaultLink("exhibits", 3))
    ]


def test_a_statement_without_its_paper_is_named_when_nothing_is_chosen(desk, case):
    add_statement(AddStatement(case.id, "Dilys Roe"), desk)
    assert found(desk, case, "packs.statement_without_paper")
    assert not found(desk, case, "packs.statement_without_paper", terms(papers=()))

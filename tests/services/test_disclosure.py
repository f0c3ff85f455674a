"""One answer to each exhibit decides where it stands: in the list, or in one of the schedules."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.services.casefiles import AddStatement, add_statement, change_casefile, view_casefile
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.offences import LinkProof, SuspectOffence, link_proof, suspect_offence
from spoc_desk.services.pack_choice import chosen
from spoc_desk.services.pack_content import PackIssue, PackTerms, pack_content
from spoc_desk.services.schedules import schedules_of
from tests.services import casework
from tests.services.trail import all_of

CODE = "ca-2003-s127-1"


@pytest.fixture
def case(desk, tmp_path):
    case = casework.casefile(desk)
    for name in ("one", "two", "three"):
        path = tmp_path / f"{name}.txt"
        path.write_text(name, "utf-8")
        add_exhibit(AddExhibit(case.id, path, f"Recording of call {name}"), desk)
    return case


def put(desk, exhibit_id, disclosure, why=""):
    return set_disclosure(SetDisclosure(exhibit_id, disclosure, why), desk)


def refused(desk, exhibit_id, disclosure, why=""):
    with pytest.raises(DomainError) as error:
        put(desk, exhibit_id, disclosure, why)
    return error.value


def first_point(desk):
    return desk.lawpack.offence(CODE).points_to_prove[0]


def view(desk, case):
    with desk.queries.snapshot() as reader:
        return view_casefile(case.id, reader)


def test_an_exhibit_that_proves_a_point_stays_used_and_the_refusal_names_the_point(desk, case):
    suspect_offence(SuspectOffence(case.id, CODE, (date(2027, 4, 1),)), desk)
    point = first_point(desk)
    link_proof(LinkProof(1, point.key, exhibit_id=1), desk)
    error = refused(desk, 1, Disclosure.UNUSED)
    assert error.code == "disclosure.proves_point"
    assert error.values["point"] == point.text
    assert all_of(desk, Exhibit)[0].disclosure is Disclosure.USED


def test_nothing_can_be_proved_by_unused_material(desk, case):
    suspect_offence(SuspectOffence(case.id, CODE, (date(2027, 4, 1),)), desk)
    put(desk, 1, Disclosure.UNUSED)
    with pytest.raises(DomainError) as error:
        link_proof(LinkProof(1, first_point(desk).key, exhibit_id=1), desk)
    assert error.value.code == "disclosure.not_used"
    with pytest.raises(DomainError):
        add_statement(AddStatement(case.id, "Jo Fennimore", exhibit_id=1), desk)


def test_the_paper_of_a_statement_stays_used(desk, case):
    add_statement(AddStatement(case.id, "Jo Fennimore", exhibit_id=2), desk)
    assert refused(desk, 2, Disclosure.SENSITIVE, "Source").code == "disclosure.is_statement"


def test_sensitive_needs_its_reason_and_used_drops_it(desk, case):
    assert refused(desk, 1, Disclosure.SENSITIVE, "  ").code == "disclosure.reason_missing"
    (change,) = put(desk, 1, Disclosure.SENSITIVE, "Shows where an observation post was")
    assert (change.exhibit, change.disclosure) == (1, "sensitive")
    assert put(desk, 1, Disclosure.SENSITIVE, "Shows where an observation post was") == ()
    put(desk, 1, Disclosure.USED, "not kept")
    assert all_of(desk, Exhibit)[0].disclosure_reason == ""


def test_a_closed_casefile_keeps_its_disclosure(desk, case):
    change_casefile(replace(case, status=CasefileStatus.CLOSED, outcome="14"), desk)
    assert refused(desk, 1, Disclosure.UNUSED).code == "casefiles.closed"


def test_every_exhibit_is_in_the_list_or_in_one_schedule_and_in_no_two(desk, case):
    put(desk, 2, Disclosure.UNUSED, "Not relied on")
    put(desk, 3, Disclosure.SENSITIVE, "Names a source")
    seen = view(desk, case)
    listed = {each.exhibit.id for each in chosen(seen, ())}
    unused, sensitive = schedules_of(seen, ("unused", "sensitive"))
    assert listed == {1}
    assert [row[1] for row in unused.rows] == ["Recording of call two (RH/2)"]
    assert [row[1] for row in sensitive.rows] == ["Recording of call three (RH/3)"]
    assert sensitive.sensitive
    assert not unused.sensitive


def test_the_schedules_are_numbered_through_and_the_unused_one_has_no_gap(desk, case):
    put(desk, 1, Disclosure.SENSITIVE, "Names a source")
    put(desk, 2, Disclosure.UNUSED)
    put(desk, 3, Disclosure.UNUSED)
    unused, sensitive = schedules_of(view(desk, case), ("unused", "sensitive"))
    assert [row[0] for row in unused.rows] == ["1", "2"]
    assert [(row[0], row[-1]) for row in sensitive.rows] == [("3", "Names a source")]
    assert "not been verified" in unused.note


def test_a_served_copy_does_not_print_why_the_officer_does_not_use_an_item(desk, case):
    put(desk, 2, Disclosure.UNUSED, "Witness is a source's brother")
    content = {}
    for served in (True, False):
        (content[served],) = schedules_of(view(desk, case), ("unused",), served=served)
    assert "brother" in repr(content[False])
    assert "brother" not in repr(content[True])
    assert {len(row) for row in content[True].rows} == {len(content[True].head)} == {4}


def test_notes_to_whoever_finishes_a_schedule_are_left_out_when_it_is_served(desk, case):
    put(desk, 2, Disclosure.UNUSED)
    (served,) = schedules_of(view(desk, case), ("unused",), served=True, drafting=False)
    assert served.note == ""
    (empty,) = schedules_of(view(desk, case), ("sensitive",), drafting=False)
    assert empty.note == "No exhibit is marked so."


def test_only_the_prosecutor_and_the_police_get_a_schedule_with_drafting_notes(desk, case):
    put(desk, 2, Disclosure.UNUSED)
    issue = PackIssue("PK/1", desk.clock.now(), AuditAnchor(1, "ab" * 32), "Wessmere", False)
    told = {}
    for served, audience in ((True, "defence"), (True, ""), (True, "prosecution"), (False, "")):
        terms = PackTerms("X", "Y", served=served, audience=audience, schedules=("unused",))
        with desk.queries.snapshot() as reader:
            content = pack_content(view(desk, case), (), terms, issue, reader)
        told[served, audience] = "Working draft" in content.schedules[0].note
    assert list(told.values()) == [False, False, True, True]

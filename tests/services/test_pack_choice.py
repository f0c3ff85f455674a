"""A statement's paper is printed once, under the statement's own reference, and never beside itself."""

from dataclasses import replace

import pytest

from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_choice import chosen, sections, statement_key
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.pack_terms import terms_of
from tests.services import casework
from tests.services.colleagues import enrolled
from tests.services.test_disclosure import view
from tests.services.test_packs import FakeDocuments
from tests.services.trail import all_of


@pytest.fixture
def case(desk, tmp_path):
    case = casework.casefile(desk)
    for name, reference in (("call", ""), ("statement", ""), ("photo", "ST/1")):
        path = tmp_path / f"{name}.txt"
        path.write_text(name, "utf-8")
        add_exhibit(AddExhibit(case.id, path, f"The {name}", reference=reference), desk)
    add_statement(AddStatement(case.id, "Jo Fennimore", exhibit_id=2), desk)
    add_statement(AddStatement(case.id, "Sam Adeyemi"), desk)
    return case


def test_a_statement_is_told_apart_from_an_exhibit_of_the_same_reference(desk, case):
    seen = view(desk, case)
    keys = [statement_key(each, seen.exhibits) for each in seen.statements]
    assert keys == ["Statement ST/1", "ST/2"]


def test_the_paper_of_a_chosen_statement_is_printed_once_under_its_reference(desk, case):
    found = chosen(view(desk, case), ("RH/1", "RH/2", "Statement ST/1", "ST/1"))
    assert [(each.reference, each.exhibit.id) for each in found] == [
        ("RH/1", 1),
        ("Statement ST/1", 2),
        ("ST/1", 3),
    ]
    assert found[1].described.description == "MG11 of Jo Fennimore: The statement"


def test_sections_keep_only_what_is_printed_and_nothing_twice(desk, case):
    asked = (PackSection("A", ("ST/2", "RH/1")), PackSection("B", ("RH/1",)), PackSection("C", ("ST/1",)))
    printed = chosen(view(desk, case), ("ST/2", "RH/1", "ST/1"))
    assert sections(asked, printed) == (PackSection("A", ("RH/1",)), PackSection("C", ("ST/1",)))


def test_a_pack_begins_with_statements_in_their_own_section(desk, case):
    asked = starting_terms(desk.templates.template("cps_file"), view(desk, case))
    assert asked.sections == (
        PackSection("Statements", ("Statement ST/1", "ST/2")),
        PackSection("Exhibits", ("RH/1", "ST/1")),
    )


def test_the_terms_of_a_pack_come_back_for_a_later_one(desk, case, tmp_path):
    desk = replace(desk, documents=FakeDocuments(tmp_path))
    asked = replace(
        starting_terms(desk.templates.template("handover"), view(desk, case)),
        papers=("people",),
        with_addresses=True,
        handling="By hand",
        volume_size=36_000_000,
        authorised_by=enrolled(desk, "Supt Bea Lowe").name,
    )
    build_pack(BuildPack(case.id, asked), desk)
    with desk.queries.snapshot() as reader:
        again = terms_of(all_of(desk, IssuedPack)[0], reader)
    assert again.wanted == ("Statement ST/1", "RH/1", "ST/1")
    assert [section.title for section in again.sections] == ["Statements", "Exhibits"]
    kept = ("recipient", "purpose", "served", "title", "handling", "with_addresses", "papers", "schedules",
            "template", "audience", "profile", "machine_text", "redacted", "volume_size")  # fmt: skip
    assert {name: getattr(again, name) for name in kept} == {name: getattr(asked, name) for name in kept}
    assert again.authorised_by == ""


def test_a_case_section_says_which_schedule_was_asked_for(desk, case, tmp_path):
    desk = replace(desk, documents=FakeDocuments(tmp_path))
    terms = PackTerms("Receiving officer", "Handover", served=False, schedules=("unused", "sensitive"))
    build_pack(BuildPack(case.id, terms), desk)
    (content,) = desk.documents.contents
    assert [schedule.sensitive for schedule in content.schedules] == [False, True]

"""A change sheet says nothing that the later pack's recipient may not read."""

from dataclasses import replace

import pytest

from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.change_sheets import Difference
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import PackItem
from spoc_desk.domain.redactions import Redaction
from spoc_desk.services.casefiles import AddCasePerson, add_case_person
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_changes import sheet_of
from tests.services.releasing import built, release_office, released
from tests.services.test_packs import a_case

PHONE = "07700 900123"


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


@pytest.fixture
def case(office, tmp_path):
    case = a_case(office, tmp_path)[1]
    add_case_person(AddCasePerson(case.id, CaseRole.VICTIM, "Ann Ware", phone=PHONE), office)
    path = tmp_path / "source.txt"
    path.write_bytes(b"source")
    add_exhibit(AddExhibit(case.id, path, f"Note on Goldfinch, {PHONE}", found_by="PC Jo Sands"), office)
    return case


def exhibit(desk, reference="JS/1"):
    with desk.queries.snapshot() as reader:
        return reader.find(Exhibit, reference=reference)[0]


def sheet(desk, pack):
    with desk.queries.snapshot() as reader:
        return sheet_of(pack, reader.find(PackItem, pack_id=pack.id), reader)


def removed(sheet):
    (change,) = (each for each in sheet.changes if Difference.REMOVED in each.how)
    return change


@pytest.mark.parametrize("terms", [{"served": True}, {"served": False, "audience": "defence"}])
def test_what_the_later_recipient_may_not_see_is_named_by_reference_alone(office, case, terms):
    set_disclosure(SetDisclosure(exhibit(office).id, Disclosure.SENSITIVE, "A risk to life"), office)
    first = built(office, case, served=False, references=("RH/1", "JS/1"))
    released(office, first)
    later = built(office, case, references=("RH/1",), supersedes=first.reference, **terms)
    change = removed(sheet(office, later))
    assert change.reference == "JS/1"
    assert (change.description, change.pages_before, change.sha256_before) == ("", "", "")


def test_used_material_that_was_taken_out_is_told_without_anybodys_particulars(office, case):
    first = built(office, case, served=False)
    released(office, first)
    later = built(office, case, references=("RH/1",), supersedes=first.reference)
    change = removed(sheet(office, later))
    assert change.sha256_before == exhibit(office).sha256
    assert "Note on Goldfinch" in change.description
    assert PHONE not in change.description


def test_words_that_may_stand_nowhere_are_not_on_the_sheet_either(office, case):
    first = built(office, case, served=False)
    released(office, first)
    now = office.clock.now()
    drawn = Redaction(
        0, exhibit(office).id, 0, 0, 0, 0, 0, "SRC", "", "Goldfinch", True, "DC Jo Sands", now, "0" * 64
    )
    with office.unit_of_work() as work:
        work.add(drawn)
        work.record(RecordConsulted(kind="exhibit", record=drawn.exhibit_id, casefile=case.id))
    later = built(office, case, references=("RH/1",), supersedes=first.reference, change_note="No Goldfinch")
    told = sheet(office, replace(later, change_note="No Goldfinch"))
    assert "Goldfinch" not in repr(told)
    assert told.reason == "No [redacted]"

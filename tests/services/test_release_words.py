"""The papers of a release say neither what is redacted everywhere nor how to reach somebody."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from spoc_desk.domain.changes import RedactionsDrawn
from spoc_desk.domain.contacts import ContactPoint, ReachKind
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import FileRole
from spoc_desk.domain.redactions import Redaction
from spoc_desk.services.contacts import set_reach
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from tests.services import casework
from tests.services.colleagues import enrolled, second
from tests.services.releasing import built, release_office, released
from tests.services.test_packs import PHONE, a_case
from tests.services.test_release import content_of, files_of

NAME = "Lena Quillfeather"


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


@pytest.fixture
def case(office, tmp_path):
    ann = casework.person(office)
    set_reach(ContactPoint(0, ann.id, ReachKind.PHONE, PHONE), office)
    return a_case(office, tmp_path, contact_id=ann.id)[1]


def redact_everywhere(office, word):
    """A word that may stand nowhere, kept without a box."""
    with office.unit_of_work() as work:
        (exhibit,) = work.find(Exhibit)
        none = Redaction(
            0, exhibit.id, 0, 0, 0, 0, 0, "WIT", "", word, True, "DC Sands", office.clock.now(), ""
        )
        work.add(none)
        work.record(RedactionsDrawn(casefile=exhibit.casefile_id, exhibit=exhibit.id, count=1))


def papers(office, pack):
    files = files_of(office, pack)
    sheet = PdfReader(BytesIO(content_of(office, files[FileRole.CHANGES]))).pages[0].extract_text()
    return json.loads(content_of(office, files[FileRole.CONTENTS])), sheet


def test_the_papers_of_a_release_say_no_redacted_word_and_no_telephone(office, case):
    first = built(office, case, served=False, title=f"Calls to {PHONE} by {NAME}")
    released(office, first, faults_accepted=True)
    redact_everywhere(office, NAME)
    supt = enrolled(office, f"Supt {NAME}, {PHONE}")
    later = built(
        replace(office, officer=replace(office.officer, name=f"PC {NAME}")),
        case,
        supersedes=first.reference,
        authorised_by=supt.name,
    )
    released(office, later, faults_accepted=True, second=second(supt))
    contents, sheet = papers(office, later)
    told = " ".join((json.dumps(contents, ensure_ascii=False) + sheet).split())
    assert "Quillfeather" not in told
    assert PHONE not in told
    assert contents["authorised_by"] == "Supt [redacted], [removed from served copy]"
    assert contents["reference"] == later.reference
    assert contents["files"][0]["sha256"] == later.sha256


def test_an_internal_pack_printed_unredacted_names_who_authorised_it(office, case):
    redact_everywhere(office, NAME)
    first = built(office, case, served=False, redacted=False)
    released(office, first, faults_accepted=True)
    supt = enrolled(office, f"Supt {NAME}")
    pack = built(
        office, case, served=False, redacted=False, supersedes=first.reference, authorised_by=supt.name
    )
    released(office, pack, faults_accepted=True, second=second(supt))
    contents, sheet = papers(office, pack)
    assert contents["authorised_by"] == f"Supt {NAME}"
    assert NAME in sheet


def test_an_exhibit_added_meanwhile_does_not_change_what_is_left_out(office, case, tmp_path):
    redact_everywhere(office, NAME)
    first = built(office, case, title=f"About {NAME}")
    released(office, first, faults_accepted=True)
    path = tmp_path / "letter.txt"
    path.write_bytes(b"a letter")
    add_exhibit(AddExhibit(case.id, path, "Letter", found_by="PC Jo Sands"), office)
    later = built(office, case, supersedes=first.reference, change_note=f"{NAME} wrote")
    released(office, later, faults_accepted=True)
    assert NAME not in "".join(map(str, papers(office, later)))

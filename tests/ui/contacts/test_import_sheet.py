"""Contacts out of a file: the plan first, then all of it or nothing, and exactly the file that was shown."""

import threading

import pytest

from spoc_desk.domain.contacts import Person
from spoc_desk.ui.contacts import plan_lines

HEAD = (
    "person_id,person_name,election_id,ballot_paper_id,election_date,election_current,party_name,party_id,"
    "post_label,cancelled_poll,seats_contested\n"
)


def row(number, name, ballot="local.northmere.marsh-end.2027-05-06"):
    return (
        f"{number},{name},local.northmere.2027-05-06,{ballot},2027-05-06,True,Harbour Alliance,PP:9002,"
        "Marsh End,False,3\n"
    )


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "candidates.csv"
    made.write_text(
        HEAD + row(1, "Amara Okoro") + row(2, "Ruth Pell") + row(3, "Jo Fenimore") + row("99x", "Broken Row"),
        "utf-8",
    )
    return made


@pytest.fixture
def sheet(page, path, qtbot):
    made = page.plan_file(path)
    qtbot.waitUntil(lambda: made.plan is not None)
    return made


def people(desk):
    with desk.queries.snapshot() as reader:
        return [person.name for person in reader.find(Person)]


def told(sheet, part):
    return [(line.place, line.name, line.words) for line in sheet.plan.sections[part]]


def test_the_plan_is_shown_and_nothing_has_happened(sheet, desk_of):
    assert sheet.plan.counts["new"] == 3
    assert sheet.import_button.accessibleName() == "Import 3 contacts"
    assert people(desk_of.desk) == ["Jo Fennimore"]


def test_a_rejected_row_is_told_by_its_number_with_the_reason(sheet):
    (line,) = told(sheet, plan_lines.REJECTED)
    assert line[:2] == ("Row 5", "Broken Row")
    assert "is not a Democracy Club person number" in line[2]


def test_each_part_is_shown_when_its_figure_is_pressed(sheet):
    sheet.tiles[plan_lines.REJECTED].click()
    assert [line.name for line in sheet.table.model.lines] == ["Broken Row"]
    sheet.table.table.selectRow(0)
    assert "Broken Row" in sheet.table.whole.text()


def test_importing_adds_them_all_and_says_so(sheet, desk_of, page, qtbot):
    said = []
    page.workplace.saying.connect(lambda toast: said.append(toast.text))
    sheet.import_button.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Imported: 3 new, 0 changed."]
    assert people(desk_of.desk)[1:] == ["Amara Okoro", "Ruth Pell", "Jo Fenimore"]


def test_a_file_with_nothing_new_cannot_be_imported(sheet, page, path, qtbot):
    said = []
    page.workplace.saying.connect(lambda toast: said.append(toast.text))
    sheet.import_button.click()
    qtbot.waitUntil(lambda: bool(said))
    again = page.plan_file(path)
    qtbot.waitUntil(lambda: again.plan is not None)
    assert not again.import_button.isEnabled()
    assert "nothing to import" in again._told.text()
    assert again.plan.counts["unchanged"] == 3


def test_a_file_that_changed_since_it_was_shown_is_refused_in_place(sheet, path, desk_of, qtbot):
    path.write_text(HEAD + row(1, "Another Person"), "utf-8")
    sheet.import_button.click()
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert "has changed since you saw" in sheet.trouble.text()
    assert people(desk_of.desk) == ["Jo Fennimore"]
    sheet.read()
    qtbot.waitUntil(lambda: sheet.plan.counts["new"] == 1)


def test_a_file_that_cannot_be_read_says_why(page, tmp_path, qtbot):
    path = tmp_path / "contacts.docx"
    path.write_bytes(b"PK")
    sheet = page.plan_file(path)
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert "not a kind of file" in sheet.trouble.text()
    assert not sheet.import_button.isEnabled()


def test_cancelling_an_import_leaves_the_vault_as_it_was(sheet, page, desk_of, qtbot):
    before = threading.Event()
    page.workplace.jobs.long(page, lambda *_: before.wait(20), "Other work", lambda _: None, lambda _: None)
    sheet.start()
    sheet.reject()
    assert sheet.isVisible()
    before.set()
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert sheet.trouble.text() == "Cancelled. Nothing was changed."
    assert sheet.import_button.isEnabled()
    assert people(desk_of.desk) == ["Jo Fennimore"]


def test_changed_contacts_are_told_field_by_field(sheet, page, path, qtbot):
    said = []
    page.workplace.saying.connect(lambda toast: said.append(toast.text))
    sheet.import_button.click()
    qtbot.waitUntil(lambda: bool(said))
    path.write_text(HEAD + row(1, "Amara Okoro-Lowe"), "utf-8")
    again = page.plan_file(path)
    qtbot.waitUntil(lambda: again.plan is not None)
    assert told(again, plan_lines.CHANGED) == [
        ("Row 2", "Amara Okoro-Lowe, CN/2027/0002", "Name: Amara Okoro becomes Amara Okoro-Lowe")
    ]
    assert {name for _, name, _ in told(again, plan_lines.ABSENT)} == {"Ruth Pell", "Jo Fenimore"}

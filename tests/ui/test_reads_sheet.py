"""Who has read a record, in the window."""

import pytest

from spoc_desk.services.incidents import consult_incident
from spoc_desk.ui.reads_sheet import ReadsSheet, ask_reads, show_reads
from tests.ui.admin.conftest import kept_choices, machine, page, paper, place, vault  # noqa: F401 fixtures
from tests.ui.admin.test_page import cells, dialog


@pytest.fixture
def reference(vault):  # noqa: F811
    consult_incident(1, vault.desk)
    return vault.desk.queries.rows("incidents", (1,))[0].reference


def sheet(page):  # noqa: F811
    found = page.findChildren(ReadsSheet)
    return found[-1] if found else None


def test_a_records_readings_are_shown_and_saved(qtbot, page, place, vault, reference, tmp_path):  # noqa: F811
    show_reads(place, page, reference)
    qtbot.waitUntil(lambda: sheet(page) is not None)
    (row,) = cells(sheet(page).table)
    assert row[1:3] == ("Incident read", reference)
    path = tmp_path / "readings.csv"
    sheet(page).save_to(path)
    qtbot.waitUntil(path.exists)
    assert "Incident read" in path.read_text("utf-8-sig")
    assert vault.desk.queries.recent_changes(1)[0]["event"] == "ReadsConsulted"


def test_an_officers_readings_are_asked_for_in_admin(qtbot, page, place, vault, reference):  # noqa: F811
    ask_reads(place, page)
    form = dialog(page)
    form._form._fields["officer"].set_value(vault.desk.officer.name)
    form.submit()
    qtbot.waitUntil(lambda: sheet(page) is not None)
    assert "Incident read" in {row[1] for row in cells(sheet(page).table)}

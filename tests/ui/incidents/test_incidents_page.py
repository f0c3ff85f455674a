"""Incidents in the window, from the first call to the outcome."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from spoc_desk.domain.incidents import Incident, IncidentStatus, Risk
from spoc_desk.domain.reports import Report
from spoc_desk.services.incidents import change_incident
from spoc_desk.ui.incidents.new_form import NewIncidentDialog
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.window import Place


@pytest.fixture
def here(told_desk, qtbot):
    """The incidents page at the first incident."""
    go(told_desk, qtbot, 1)
    return told_desk


def go(real, qtbot, incident):
    real.window.go_to(Place("incidents", incident))
    page = real.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._seen.incident.id == incident)
    qtbot.waitUntil(lambda: bool(more(real)))
    return page


def stored(real, kind, record):
    with real.desk.queries.snapshot() as reader:
        return reader.get(kind, record)


def new_form(real, qtbot):
    real.window.activateWindow()  # the offscreen platform does not go back to it when a dialog closes
    qtbot.waitUntil(real.window.isActiveWindow)
    qtbot.keyClick(real.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: real.dialog(NewIncidentDialog) is not None)
    dialog = real.dialog(NewIncidentDialog)
    return dialog, dialog.form


def fill(form):
    """What a caller tells at the least."""
    form.title.editor.setText("Followed home after a hustings")
    form.category.set_value("stalking_following")
    form.channel.set_value("offline")
    form.happened.date_edit.setText("15/11/2026 2210")
    form.reported.date_edit.setText("16/11/2026 0900")
    form.crime.editor.setText("54/130/26")
    form.description.editor.setPlainText("A man followed her from the hall to her car.")
    form.regime.set_value("other")


def act(real, words):
    """Does one of the header's actions, wherever it stands."""
    for button in real.window.page().detail.findChildren(Button):
        if button.accessibleName() == words:
            button.click()
            return
    next(item for item in more(real) if item.text() == words).trigger()


def more(real):
    """What the menu at the right of the header offers."""
    menus = real.window.page().detail.findChildren(QMenu)
    return [item for menu in menus if not menu.parentWidget().isHidden() for item in menu.actions()]


def form_dialog(real, qtbot):
    qtbot.waitUntil(lambda: real.dialog(FormDialog) is not None)
    dialog = real.dialog(FormDialog)
    return dialog, dialog.findChild(Form)


def words_on(real):
    return [label.text() for label in real.window.page().findChildren(QLabel) if label.isVisible()]


def test_an_incident_is_recorded_and_shown(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: here.window.place() == Place("incidents", 3))
    incident = stored(here, Incident, 3)
    assert incident.title == "Followed home after a hustings"
    assert incident.happened_from == datetime(2026, 11, 15, 22, 10, tzinfo=UTC)
    assert incident.happened_local == "15 November 2026, 22:10 GMT"
    assert incident.reported_local == "16 November 2026, 09:00 GMT"
    qtbot.waitUntil(lambda: here.window.page().detail.reference.text() == incident.reference)


def test_times_are_shown_in_words_and_never_as_a_machine_writes_them(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    dialog.submit()
    qtbot.waitUntil(lambda: "15 November 2026, 22:10 GMT" in words_on(here))
    assert not [words for words in words_on(here) if "2026-11-15T" in words]


def test_a_refusal_stands_below_its_field_and_nothing_typed_is_lost(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.crime.editor.clear()
    dialog.submit()
    qtbot.waitUntil(lambda: "crime reference" in form.crime._below.text())
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert form.description.value() == "A man followed her from the hall to her car."
    assert len(here.desk.queries.ids("incidents")) == 2
    form.crime.editor.setText("54/130/26")
    dialog.submit()
    qtbot.waitUntil(lambda: here.window.place() == Place("incidents", 3))


def test_what_is_missing_is_listed_and_nothing_is_recorded(here, qtbot):
    dialog, form = new_form(here, qtbot)
    form.title.editor.setText("Threat")
    dialog.submit()
    missing = [field.label for field in form._fields.values() if field._below.text()]
    assert {"Category", "Happened", "What is alleged"} <= set(missing)
    assert dialog.isVisible()
    assert len(here.desk.queries.ids("incidents")) == 2


def test_a_form_closed_by_escape_comes_back_as_it_was(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.contact.set_value(Pick(1, "Jo Fennimore", "PN/2026/0001"))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: here.dialog() is None)
    _dialog, again = new_form(here, qtbot)
    assert again.title.value() == "Followed home after a hustings"
    assert again.happened.moment().utc == datetime(2026, 11, 15, 22, 10, tzinfo=UTC)
    assert (again.contact.value(), again.channel.value()) == (1, "offline")
    assert again._notice.isVisible()


def test_a_draft_thrown_away_stays_away(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    dialog.reject()
    dialog, form = new_form(here, qtbot)
    form.discard_draft()
    dialog.reject()
    _dialog, again = new_form(here, qtbot)
    assert again.title.value() == ""
    assert again.risk.value() == "med"


def test_an_hour_that_came_twice_asks_which_one(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.happened.date_edit.setText("25/10/2026")
    form.happened.time_edit.setText("0130")
    dialog.submit()
    assert form.happened.turns.isVisible()
    assert "came twice" in form.happened._below.text()
    form.happened.turns.choose("second")
    dialog.submit()
    qtbot.waitUntil(lambda: here.window.place() == Place("incidents", 3))
    incident = stored(here, Incident, 3)
    assert incident.happened_from == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert incident.happened_local.endswith("01:30 GMT")


def test_an_hour_that_never_was_names_the_first_that_was(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.happened.date_edit.setText("29/03/2026")
    form.happened.time_edit.setText("0130")
    dialog.submit()
    assert "02:00" in form.happened._below.text()
    assert not form.happened.turns.isVisible()


def test_a_contact_is_found_by_typing_and_taken_by_enter(here, qtbot):
    _dialog, form = new_form(here, qtbot)
    form.contact.editor.setFocus()
    qtbot.keyClicks(form.contact.editor, "fenni")
    qtbot.waitUntil(form.contact.offers.isVisible)
    qtbot.keyClick(form.contact.editor, Qt.Key.Key_Return)
    assert form.contact.value() == 1


def test_an_incident_begun_for_a_contact_names_them_and_keeps_its_own_draft(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    dialog.reject()
    here.window.go_to(Place("contacts", 1))
    page = here.window.page()
    qtbot.waitUntil(lambda: page._seen is not None)
    page.new_incident()
    qtbot.waitUntil(lambda: here.dialog(NewIncidentDialog) is not None)
    form = here.dialog(NewIncidentDialog).form
    assert form.contact.value() == 1
    assert form.title.value() == ""


def test_an_edited_incident_shows_its_new_facts(here, qtbot):
    act(here, "Edit")
    dialog, form = form_dialog(here, qtbot)
    form.title.editor.setText("Threat to kill by direct message")
    form.notable.set_value(True)
    form.summary.set_value("A candidate received a threat.")
    dialog.submit()
    qtbot.waitUntil(lambda: here.window.page().detail._title.text() == "Threat to kill by direct message")
    incident = stored(here, Incident, 1)
    assert incident.notable
    assert incident.happened_local == "13 November 2026, 14:32 GMT"
    assert incident.platform == "x"


def test_an_edit_refused_in_place_leaves_the_incident_as_it_was(here, qtbot):
    act(here, "Edit")
    dialog, form = form_dialog(here, qtbot)
    form.regime.set_value("bridger")
    form.reason.editor.clear()
    dialog.submit()
    qtbot.waitUntil(form._summary.isVisible)
    assert dialog.isVisible()
    assert stored(here, Incident, 1).regime == "other"


def test_one_more_report_is_told_beside_the_first(here, qtbot):
    act(here, "Add a report")
    dialog, form = form_dialog(here, qtbot)
    form._fields["reporter"].set_value("Sam Okoro")
    form._fields["received"].date_edit.setText("16/11/2026 1000")
    form._fields["channel"].set_value("email")
    form._fields["text"].set_value("He said it again at the count.")
    dialog.submit()
    page = here.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and len(page._seen.reports) == 2)
    assert stored(here, Report, 2).received_local == "16 November 2026, 10:00 GMT"
    page.detail.show_tab("reports")
    assert "He said it again at the count." in words_on(here)
    assert len(here.desk.queries.ids("incidents")) == 2


def test_an_outcome_closes_the_incident_and_keeps_it_in_sight(here, qtbot):
    go(here, qtbot, 2)
    act(here, "Record an outcome")
    dialog, form = form_dialog(here, qtbot)
    form._fields["outcome"].set_value("18")
    dialog.submit()
    qtbot.waitUntil(lambda: stored(here, Incident, 2).status is IncidentStatus.CLOSED)
    page = here.window.page()
    qtbot.waitUntil(lambda: "Status: Closed" in [pill.accessibleName() for pill in page.findChildren(Pill)])
    assert here.window.place() == Place("incidents", 2)
    assert list(here.desk.queries.ids("incidents", "", "Open")) == [1]
    assert stored(here, Incident, 2).outcome_at == here.clock.now()


def test_starting_a_casefile_leads_to_it(here, qtbot):
    go(here, qtbot, 2)
    act(here, "Start casefile")
    qtbot.waitUntil(lambda: here.window.place() == Place("casefiles", 2))
    page = go(here, qtbot, 2)
    qtbot.waitUntil(lambda: bool(page._seen.casefiles))
    go(here, qtbot, 2)
    act(here, "Open casefile")
    assert here.window.place() == Place("casefiles", 2)


def test_a_platform_is_called_by_its_name_in_the_list_and_on_the_record(here, qtbot):
    row = here.desk.queries.rows("incidents", (1,))[0]
    assert row.detail.startswith("X")
    assert "X" in words_on(here)


def test_a_critical_incident_is_not_offered_to_be_marked_as_only_high(here, qtbot):
    change_incident(replace(stored(here, Incident, 2), risk=Risk.CRITICAL), here.desk)
    go(here, qtbot, 2)
    offered = [item.text() for item in more(here)]
    assert "Record an outcome" in offered
    assert "Mark as high risk" not in offered


def test_marking_as_high_risk_shows_at_once(here, qtbot):
    act(here, "Mark as high risk")
    qtbot.waitUntil(lambda: "High risk" in words_on(here))
    assert stored(here, Incident, 1).risk is Risk.HIGH


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_chip_of_the_list_is_narrower_than_its_words(here, theme, qtbot, scale):
    theme.use(scale=scale)
    chips = here.window.page().list.chips
    qtbot.waitUntil(lambda: chips.width() > 0)
    cut = [key for key, chip in chips._chips.items() if chip.width() < chip.sizeHint().width()]
    outside = [key for key, chip in chips._chips.items() if chip.geometry().right() > chips.width()]
    hidden = [key for key, chip in chips._chips.items() if not chip.isVisible()]
    assert (cut, outside, hidden) == ([], [], [])


def test_reading_an_incident_is_on_the_trail(here):
    events = [entry["event"] for entry in here.desk.queries.recent_changes(50)]
    assert "RecordConsulted" in events

"""What was recorded of an incident can be put right: contact, category, channel, strands, until when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.incidents import Incident, Mode
from spoc_desk.services.incidents import change_incident
from spoc_desk.ui.incidents.facts import enter_until
from spoc_desk.ui.widgets.fields.choices import Pick
from tests.ui.incidents.test_incidents_page import (
    act,
    fill,
    form_dialog,
    go,
    new_form,
    stored,
    words_on,
)


@pytest.fixture
def here(told_desk, qtbot):
    """The incidents page at the first incident."""
    go(told_desk, qtbot, 1)
    return told_desk


def there(real, qtbot, **facts):
    """The incidents page at the first incident, which has these facts already."""
    change_incident(replace(stored(real, Incident, 1), **facts), real.desk)
    go(real, qtbot, 1)
    return real


def test_contact_category_channel_and_platform_can_be_corrected(here, qtbot):
    act(here, "Edit")
    dialog, form = form_dialog(here, qtbot)
    form.contact.set_value(Pick(1, "Jo Fennimore"))
    form.category.set_value("stalking_following")
    form.channel.set_value("both")
    form.platform.set_value("facebook")
    dialog.submit()
    qtbot.waitUntil(lambda: stored(here, Incident, 1).category == "stalking_following")
    incident = stored(here, Incident, 1)
    assert (incident.contact_id, incident.channel, incident.platform) == (1, Mode.BOTH, "facebook")


def test_an_edit_shows_what_is_recorded_and_left_alone_alters_nothing(told_desk, qtbot):
    here = there(
        told_desk, qtbot, hate_strands=("sex",), happened_to=datetime(2026, 11, 13, 15, 0, 7, tzinfo=UTC)
    )
    before = stored(here, Incident, 1)
    act(here, "Edit")
    _dialog, form = form_dialog(here, qtbot)
    assert (form.category.value(), form.channel.value()) == (before.category, str(before.channel))
    assert form.contact.value() == before.contact_id
    assert form.strands.value() == ("sex",)
    assert form.until.value().isoformat() == "2026-11-13"
    assert form.changed() == before


def test_the_strand_of_sex_is_offered_with_what_the_law_pack_notes_of_it(here, qtbot):
    act(here, "Edit")
    dialog, form = form_dialog(here, qtbot)
    offered = [form.strands.editor.item(number).text() for number in range(form.strands.editor.count())]
    assert "Sex. Not a national strand. Recorded because of Public Order Act 1986 s4B." in offered
    form.strands.set_value(("race", "sex"))
    dialog.submit()
    qtbot.waitUntil(lambda: stored(here, Incident, 1).hate_strands == ("race", "sex"))
    qtbot.waitUntil(lambda: "Race, Sex" in words_on(here))


def test_until_when_can_be_corrected_and_taken_away(told_desk, qtbot):
    here = there(told_desk, qtbot, happened_to=datetime(2026, 11, 13, 15, 0, tzinfo=UTC))
    act(here, "Edit")
    dialog, form = form_dialog(here, qtbot)
    form.until.time_edit.setText("1512")
    dialog.submit()
    qtbot.waitUntil(lambda: stored(here, Incident, 1).happened_to_local == "13 November 2026, 15:12 GMT")
    qtbot.waitUntil(lambda: here.dialog() is None)
    act(here, "Edit")
    _dialog, form = form_dialog(here, qtbot)
    form.until.take_draft("")
    assert (form.changed().happened_to, form.changed().happened_to_local) == (None, "")


@pytest.mark.parametrize(("minute", "turn"), [(0, "first"), (1, "second")])
def test_an_end_in_an_hour_that_came_twice_keeps_its_turn(here, qtbot, minute, turn):
    _dialog, form = new_form(here, qtbot)
    enter_until(form.until, datetime(2026, 10, 25, minute, 30, tzinfo=UTC))
    assert form.until.turns.current() == turn
    assert form.until.moment().utc == datetime(2026, 10, 25, minute, 30, tzinfo=UTC)


def test_a_new_incident_takes_strands_and_until_when(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.until.date_edit.setText("15/11/2026 2240")
    form.strands.set_value(("disability",))
    dialog.submit()
    qtbot.waitUntil(lambda: len(here.desk.queries.ids("incidents")) == 3)
    incident = stored(here, Incident, 3)
    assert incident.hate_strands == ("disability",)
    assert incident.happened_to_local == "15 November 2026, 22:40 GMT"


def test_an_end_before_the_start_is_refused_below_its_field(here, qtbot):
    dialog, form = new_form(here, qtbot)
    fill(form)
    form.until.date_edit.setText("15/11/2026 2100")
    dialog.submit()
    qtbot.waitUntil(lambda: bool(form.until._below.text()) and dialog.save_button.isEnabled())
    assert len(here.desk.queries.ids("incidents")) == 2

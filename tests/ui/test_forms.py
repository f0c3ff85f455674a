"""Forms: checked in place, read in full, and never losing what was typed."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QMimeData, Qt

from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.widgets.fields import reach
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Drafts
from tests.ui.fakes import NOON, setting


@pytest.fixture
def form(theme, kept_drafts, qtbot):
    made = Form(setting(theme, kept_drafts), "incident.new")
    qtbot.addWidget(made)
    return made


def brought_up(widget, qtbot):
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def kept(drafts):
    return json.loads(drafts.kept["incident.new"])["parts"]


def test_a_required_field_left_empty_says_so_on_leaving_it(form, qtbot):
    first, _second = form.line("title", "What happened", required=True), form.line("place", "Where")
    brought_up(form, qtbot)
    first.editor.setFocus()
    qtbot.keyClick(first.editor, Qt.Key.Key_Tab)
    assert first._below.text() == "Fill this in."
    assert first.editor.property("wrong") is True
    assert "Fill this in." in first.editor.accessibleDescription()


def test_an_error_goes_as_soon_as_it_is_put_right(form):
    title = form.line("title", "What happened", required=True)
    form.show()
    title._touched = True
    assert title.check()
    title.editor.setText("Threat")
    assert title._below.text() == ""


def test_save_lists_every_fault_at_the_top_as_links_to_the_fields(form):
    form.line("title", "What happened", required=True)
    form.choice("category", "Category", [("a", "A")], required=True)
    form.show()
    assert not form.check()
    assert len(form._links) == 2
    assert form._summary.isVisible()


def test_a_form_without_faults_checks_out(form):
    form.line("title", "What happened", required=True).set_value("Threat")
    form.line("place", "Where")
    assert form.check()


def test_a_refusal_is_told_below_its_field(form):
    title = form.line("title", "What happened")
    form.show()
    form.refuse(DomainError("times.no_time"), title)
    assert "24-hour clock" in title._below.text()


def test_text_beyond_its_limit_is_kept_counted_and_refused(form):
    words = form.text("words", "What they said", limit=20)
    words.set_value("x" * 25)
    assert words.value() == "x" * 25
    assert words.check() == "Too long by 5. Shorten it."
    assert words._count.text() == "25 of 20"


def test_pasting_a_megabyte_keeps_no_more_than_anyone_could_mean(form):
    words, mime = form.text("words", "What they said", limit=4_000), QMimeData()
    mime.setText("x" * 1_000_000)
    words.editor.insertFromMimeData(mime)
    assert len(words.value()) <= 24_000
    assert words.problem()


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("zz1 1zz", "ZZ1 1ZZ"),
        (" ec1a1bb", "EC1A 1BB"),
        ("bfpo57", "BFPO 57"),
        ("not known", "not known"),
        ("Dublin 4", "Dublin 4"),
    ],
)
def test_postcodes_are_tidied(typed, tidied):
    assert reach.tidy_postcode(typed) == tidied
    assert reach.tidy_postcode(reach.tidy_postcode(typed)) == reach.tidy_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("07700900123", "07700 900123"),
        ("+44 (0)7700 900123", "07700 900123"),
        ("020 79460123", "020 7946 0123"),
        ("+353 1 234", "+353 1 234"),
    ],
)
def test_telephone_numbers_are_spaced(typed, tidied):
    assert reach.tidy_phone(typed) == tidied


def test_an_odd_postcode_is_warned_about_and_kept(form):
    postcode = form.postcode("postcode", "Postcode")
    postcode.set_value("somewhere abroad")
    assert postcode.check() == ""
    assert "does not look like" in postcode._below.text()
    assert form.check()


def test_an_odd_e_mail_address_is_warned_about_and_kept(form):
    email = form.email("email", "E-mail")
    email.set_value("jane at example.org")
    assert email.check() == ""
    assert "does not look like" in email._below.text()
    email.set_value("jane@Example.ORG")
    email.check()
    assert email.value() == "jane@example.org"
    assert email._below.text() == ""


def test_a_moment_is_echoed_in_full(form):
    happened = form.moment("happened", "Happened", required=True)
    happened.date_edit.setText("16/11/26")
    happened.time_edit.setText("0942")
    assert happened.check() == ""
    assert happened._below.text() == "16 November 2026, 09:42 GMT"
    assert happened.resolved().utc == datetime(2026, 11, 16, 9, 42, tzinfo=UTC)


def test_yest_2210_typed_in_the_date_alone_fills_both(form):
    happened = form.moment("happened", "Happened")
    happened.date_edit.setText("yest 2210")
    assert happened.check() == ""
    assert (happened.date_edit.text(), happened.time_edit.text()) == ("15/11/2026", "22:10")


def test_the_repeated_hour_asks_which_and_takes_the_answer(form):
    happened = form.moment("happened", "Happened")
    form.show()
    happened.date_edit.setText("25/10/26")
    happened.time_edit.setText("0130")
    assert "came twice" in happened.check()
    assert happened.turns.isVisible()
    assert happened.turns._chips["second"].text() == "GMT (second)"
    happened.turns.choose("second")
    assert happened.check() == ""
    assert happened.resolved().utc == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_missing_hour_is_refused_with_what_to_enter(form):
    happened = form.moment("happened", "Happened", past=False)
    happened.date_edit.setText("28/3/27")
    happened.time_edit.setText("0130")
    assert happened.check() == "Clocks went forward past 01:30 on 28 March 2027. Enter 02:00 or later."
    assert happened.moment() is None


def test_a_moment_to_come_is_refused_where_it_must_have_passed(form):
    happened = form.moment("happened", "Happened")
    happened.date_edit.setText("tomorrow")
    happened.time_edit.setText("noon")
    assert "has not come yet" in happened.check()


def test_the_now_button_enters_the_present_minute(form):
    happened = form.moment("happened", "Happened")
    happened._now_button.click()
    assert happened.resolved().utc == NOON


def test_a_date_alone_is_echoed_in_full(form):
    due = form.date("due", "Due")
    due.date_edit.setText("18 nov")
    assert due.check() == ""
    assert due._below.text() == "18 November 2026"


def test_a_record_is_picked_from_those_found(form, qtbot):
    person = form.pick("person", "Person", lambda text, show: show([Pick(4, "Jane Thornbury", "Candidate")]))
    form.show()
    qtbot.keyClicks(person.editor, "jane")
    qtbot.waitUntil(lambda: person.offers.count() == 1)
    assert person.check()
    person._take(person.offers.item(0))
    assert person.value() == 4
    assert person.check() == ""


def test_what_is_typed_is_kept_when_the_field_is_left(form, kept_drafts, qtbot):
    title, _place = form.line("title", "What happened"), form.line("place", "Where")
    brought_up(form, qtbot)
    title.editor.setFocus()
    qtbot.keyClicks(title.editor, "Threat")
    qtbot.keyClick(title.editor, Qt.Key.Key_Tab)
    assert kept(kept_drafts)["title"] == "Threat"


def test_what_is_typed_is_kept_two_seconds_after_the_last_key(form, kept_drafts, qtbot):
    title = form.line("title", "What happened")
    form.show()
    form._drafts._pause.setInterval(10)
    qtbot.keyClicks(title.editor, "Threat")
    qtbot.waitUntil(lambda: "incident.new" in kept_drafts.kept)
    assert kept(kept_drafts)["title"] == "Threat"


def test_a_draft_survives_a_crash_and_is_announced(form, theme, kept_drafts, qtbot):
    form.line("title", "What happened").set_value("Threat")
    form.moment("happened", "Happened").take_draft("25/10/26\n0130\nsecond")
    form.check_box("consent", "They agreed").set_value(True)
    form.choice("category", "Category", [("a", "A"), ("b", "B")]).set_value("b")
    form.text("words", "What they said").set_value("Line one\nline two")
    form.pick("person", "Person", lambda text, show: None).set_value(Pick(4, "Jane", "Candidate"))
    form.keep_draft()
    again = Form(setting(theme, kept_drafts), "incident.new")
    qtbot.addWidget(again)
    title, happened = again.line("title", "What happened"), again.moment("happened", "Happened")
    consent = again.check_box("consent", "They agreed")
    category = again.choice("category", "Category", [("a", "A"), ("b", "B")])
    words = again.text("words", "What they said")
    person = again.pick("person", "Person", lambda text, show: None)
    again.show()
    assert again._notice.isVisible()
    assert "14:32" in again._notice.text()
    assert (title.value(), consent.value(), category.value(), person.value()) == ("Threat", True, "b", 4)
    assert words.value() == "Line one\nline two"
    assert happened.resolved().zone_name == "GMT"


def test_a_saved_form_leaves_no_draft(form, kept_drafts):
    form.line("title", "What happened").set_value("Threat")
    form.keep_draft()
    form.saved()
    assert not kept_drafts.kept


def test_throwing_the_draft_away_brings_back_what_was_there(form, kept_drafts):
    kept_drafts.kept["incident.new"] = json.dumps({"at": NOON.isoformat(), "parts": {"title": "Draft"}})
    title = form.line("title", "What happened")
    title.set_value("As recorded")
    form.show()
    assert title.value() == "Draft"
    form.discard_draft()
    assert title.value() == "As recorded"
    assert not kept_drafts.kept


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"at": 1}', '{"at": "x", "parts": {}}', '{"at": "2026-11-16", "parts": 3}']
)
def test_a_damaged_draft_is_no_fault(form, kept_drafts, text):
    kept_drafts.kept["incident.new"] = text
    form.line("title", "What happened")
    assert not form.restore_draft()


def test_two_fields_cannot_share_a_key(form):
    form.line("title", "What happened")
    with pytest.raises(ValueError, match="title"):
        form.line("title", "Again")


def test_a_form_nobody_typed_in_leaves_no_draft(form, kept_drafts):
    title = form.line("title", "What happened")
    title.set_value("As recorded")
    form.show()
    form.keep_draft()
    title.editor.setText("As recorded!")
    title.editor.setText("As recorded")
    form.keep_draft()
    assert not kept_drafts.kept


def test_a_draft_holds_only_what_was_changed(form, kept_drafts):
    title, place = form.line("title", "What happened"), form.line("place", "Where")
    title.set_value("As recorded")
    place.set_value("Quay Street")
    form.show()
    place.set_value("")
    form.keep_draft()
    assert kept(kept_drafts) == {"place": ""}


def test_a_draft_that_was_taken_back_by_hand_is_thrown_away(form, kept_drafts):
    title = form.line("title", "What happened")
    form.show()
    title.set_value("Threat")
    form.keep_draft()
    assert kept_drafts.kept
    title.set_value("")
    form.keep_draft()
    assert not kept_drafts.kept


def test_a_draft_that_cannot_be_ended_does_not_refuse_what_is_recorded(theme, qtbot, caplog):
    def cannot_end(_key):
        raise DomainError("vault.disk_full", name="Jo Fennimore")

    kept = {}
    drafts = Drafts(kept.__setitem__, kept.get, kept.pop, cannot_end)
    form = Form(replace(setting(theme), drafts=drafts), "incident.new")
    qtbot.addWidget(form)
    recorded = (IncidentReported(incident=7),)
    assert form.ending(lambda _desk: recorded)(None) == recorded
    assert "vault.disk_full at test_forms.py" in caplog.text
    assert "Fennimore" not in caplog.text


def test_a_verb_that_is_refused_keeps_its_draft(theme, qtbot):
    ended = []
    drafts = Drafts(lambda key, text: None, lambda key: None, lambda key: None, ended.append)
    form = Form(replace(setting(theme), drafts=drafts), "incident.new")
    qtbot.addWidget(form)

    def refuse(_desk):
        raise DomainError("work.cancelled")

    with pytest.raises(DomainError):
        form.ending(refuse)(None)
    assert not ended

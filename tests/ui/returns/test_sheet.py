"""The sheet for a day's return: what the scan finds is settled in place, and nothing typed is lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from spoc_desk.domain.disclosure_scan import Finding
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.return_facts import EventCounts, RiskAssessment
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.services.returns import FreezeReturn, freeze_return
from spoc_desk.ui.returns.scanned import ScannedField
from spoc_desk.ui.widgets.banner import Banner
from tests.services.campaign import DAY, FIRST, incident, writing

NAME = "Callum Featherstonehaughb rang us."


def shown(sheet) -> list[str]:
    return [banner.text() for banner in sheet.findChildren(Banner) if not banner.isHidden()]


def filed(desk) -> list[FiledReturn]:
    with desk.queries.snapshot() as reader:
        return list(reader.find(FiledReturn))


def told(desk) -> dict:
    return ReturnSnapshot(filed(desk)[-1].snapshot).payload


@pytest.fixture
def opened(qtbot, page):
    """Opens the sheet for a day and waits for its draft."""

    def open_for(day: date | None = None):
        sheet = page.open_sheet(day)
        sheet._pause.setInterval(0)
        qtbot.waitUntil(lambda: sheet.form is not None)
        return sheet

    return open_for


def rate(sheet) -> None:
    sheet.form.overall.set_value("med")
    sheet.form.trend.set_value("steady")


def mark(desk, number: int, summary: str) -> int:
    with writing(desk) as work:
        (found,) = work.find(Incident, reference=f"IN/2027/{number:04d}")
        work.change(replace(found, notable=True, notable_summary=summary))
    return found.id


def test_the_sheet_begins_with_yesterday_and_its_figures(opened):
    sheet = opened()
    assert sheet.period() == (DAY, DAY)
    assert sum(fact.count for fact in sheet.draft.facts.incidents) == 120
    assert sheet.freeze_button.text().strip() == "Freeze the return"


def test_a_return_is_frozen_with_what_was_entered_by_hand(qtbot, opened, desk, place):
    sheet = opened()
    sheet.form._events[0].set_value("4")
    sheet.form.overall.set_value("high")
    sheet.form.trend.set_value("rising")
    sheet.form.narrative.set_value("More visits are planned.")
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert told(desk)["events"]["notified"] == 4
    assert told(desk)["risk_assessment"] == {
        "overall": "high",
        "trend": "rising",
        "narrative": "More visits are planned.",
    }
    assert place.went == [("returns", filed(desk)[-1].id)]


def test_what_must_be_chosen_is_asked_for_before_anything_is_frozen(opened, desk):
    sheet = opened()
    sheet.freeze()
    assert filed(desk) == []
    assert sheet.form.overall.problem()


def test_a_name_is_marked_and_stops_the_freezing_until_a_reason_is_given(qtbot, opened, desk, place):
    sheet = opened()
    rate(sheet)
    field = sheet.form.narrative
    field.set_value(NAME)
    qtbot.waitUntil(lambda: field.unsettled() == 1)
    marks = field.editor.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["Callum Featherstonehaughb"]
    sheet.freeze()
    assert filed(desk) == []
    qtbot.waitUntil(lambda: any("Settle first" in words for words in shown(sheet)))
    field._lines_found[0].reason.setText("A garden centre, not a person.")
    assert field.unsettled() == 0
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert told(desk)["risk_assessment"]["narrative"] == NAME


def test_rewording_takes_the_finding_away(qtbot, opened):
    field = opened().form.narrative
    field.set_value(NAME)
    qtbot.waitUntil(lambda: field.unsettled() == 1)
    field.set_value("A candidate rang us.")
    assert field.unsettled() == 0
    assert field.editor.extraSelections() == []


def test_a_reason_does_not_hold_once_the_words_move(qtbot, opened):
    field = opened().form.narrative
    field.set_value(NAME)
    qtbot.waitUntil(lambda: field.unsettled() == 1)
    field._lines_found[0].reason.setText("A garden centre, not a person.")
    field.set_value("Then " + NAME)
    assert field.confirmations() == ()
    qtbot.waitUntil(lambda: field.unsettled() == 1)


def test_the_mark_stands_right_behind_characters_outside_the_basic_plane(qtbot, theme):
    field = ScannedField(theme, "Words", "risk_assessment.narrative")
    qtbot.addWidget(field)
    field.set_value("  🔥 Bryony rang")
    field.show_findings([Finding(2, 8, "forename", "Bryony")])
    assert field.editor.extraSelections()[0].cursor.selectedText() == "Bryony"


def test_typed_text_and_reasons_come_back_when_the_sheet_is_opened_again(qtbot, opened, kept_drafts):
    sheet = opened()
    sheet.form.narrative.set_value(NAME)
    qtbot.waitUntil(lambda: sheet.form.narrative.unsettled() == 1)
    sheet.form.narrative._lines_found[0].reason.setText("A garden centre, not a person.")
    sheet.reject()
    assert kept_drafts.kept
    again = opened()
    assert again.form.narrative.value() == NAME
    qtbot.waitUntil(lambda: not again.draft.findings and again.form.narrative._lines_found != [])
    assert again.form.narrative.unsettled() == 0


def test_a_frozen_return_leaves_no_draft_behind(qtbot, opened, kept_drafts, place):
    sheet = opened()
    rate(sheet)
    sheet.form.keep_draft()
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert kept_drafts.kept == {}


def test_each_day_has_a_draft_of_its_own(qtbot, opened):
    sheet = opened()
    sheet.form.narrative.set_value("Quiet.")
    sheet.day.set_value(DAY - timedelta(days=1))
    qtbot.waitUntil(lambda: sheet.form.first_day == DAY - timedelta(days=1))
    assert sheet.form.narrative.value() == ""
    sheet.day.set_value(DAY)
    qtbot.waitUntil(lambda: sheet.form.first_day == DAY)
    assert sheet.form.narrative.value() == "Quiet."


def test_a_day_with_nothing_new_says_that_it_is_a_nil_return(qtbot, opened):
    sheet = opened(DAY - timedelta(days=20))
    qtbot.waitUntil(
        lambda: any(words.startswith("Nil return: nothing new was recorded") for words in shown(sheet))
    )
    assert sheet.freeze_button.text().strip() == "Freeze the nil return"


def test_a_day_in_progress_must_be_confirmed(qtbot, opened, desk, place):
    sheet = opened(DAY + timedelta(days=1))
    rate(sheet)
    sheet.freeze()
    assert filed(desk) == []
    sheet.form.unfinished.set_value(True)
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert "before the period was over" in told(desk)["data_quality"][0]


def test_a_day_to_come_is_refused_below_the_day(qtbot, opened):
    sheet = opened()
    sheet.day.set_value(DAY + timedelta(days=9))
    qtbot.waitUntil(lambda: "has not begun" in sheet.day._below.text())
    assert not sheet.freeze_button.isEnabled()


def test_a_correction_asks_why_and_keeps_what_was_entered_before(qtbot, opened, desk, place):
    risk = RiskAssessment("high", "rising", "More visits are planned.")
    freeze_return(FreezeReturn(DAY, events=EventCounts(5, 3, 1), risk=risk), desk)
    sheet = opened(DAY)
    qtbot.waitUntil(lambda: any("RT/2027/0001 was frozen for this period" in words for words in shown(sheet)))
    assert [field.value() for field in sheet.form._events] == ["5", "3", "1"]
    assert sheet.form.narrative.value() == "More visits are planned."
    sheet.freeze()
    assert len(filed(desk)) == 1
    sheet.form.reason.set_value("One incident was counted twice.")
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    first, second = filed(desk)
    assert first.state is FiledState.SUPERSEDED
    assert second.correction_reason == "One incident was counted twice."


def test_a_correction_asks_for_the_risk_that_nobody_had_assessed(qtbot, opened, desk):
    freeze_return(FreezeReturn(DAY, events=EventCounts(5, 3, 1)), desk)
    sheet = opened(DAY)
    qtbot.waitUntil(lambda: [field.value() for field in sheet.form._events] == ["5", "3", "1"])
    assert (sheet.form.overall.value(), sheet.form.trend.value()) == ("", "")


def test_a_figure_that_does_not_follow_is_told_and_must_be_explained(qtbot, opened, desk, place):
    freeze_return(FreezeReturn(DAY - timedelta(days=1)), desk)
    with writing(desk) as work:
        work.add(incident(900, FIRST + timedelta(days=2)))
    sheet = opened()
    rate(sheet)
    assert sheet.form.unexplained() == 1
    qtbot.waitUntil(
        lambda: any(
            "120 incidents to date" in words or "121 incidents to date" in words for words in shown(sheet)
        )
    )
    sheet.freeze()
    assert len(filed(desk)) == 1
    ((_, _, answer),) = sheet.form._answers.values()
    assert answer.problem()
    answer.set_value("One incident was recorded late.")
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert told(desk)["data_quality"] == ["One incident was recorded late."]


def test_a_new_notable_incident_is_told_with_what_is_entered(qtbot, opened, desk, place):
    key = mark(desk, 119, "A candidate was followed home.")
    sheet = opened()
    rate(sheet)
    entry = sheet.form.entry(key)
    assert entry.summary.value() == "A candidate was followed home."
    entry.media.set_value("national")
    entry.forces.editor.setText("w15000001, e23000010")
    entry.ct_referred.set_value(True)
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    (one,) = told(desk)["notable"]
    assert (one["media"], one["cross_border_forces"], one["ct_referred"]) == (
        "national",
        ["E23000010", "W15000001"],
        True,
    )


def test_a_notable_incident_unticked_is_left_out_and_not_checked(qtbot, opened, desk, place):
    key = mark(desk, 119, "")
    sheet = opened()
    rate(sheet)
    sheet.freeze()
    assert filed(desk) == []
    sheet.form.entry(key).tell.set_value(False)
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert told(desk)["notable"] == []


def test_an_earlier_notable_incident_can_be_told_again(qtbot, opened, desk, place):
    key = mark(desk, 3, "A window was broken.")
    sheet = opened()
    rate(sheet)
    sheet.form.tell_again(key)
    sheet.form.entry(key).summary.set_value("A man was charged over it.")
    sheet.freeze()
    qtbot.waitUntil(lambda: bool(place.went))
    assert [one["summary"] for one in told(desk)["notable"]] == ["A man was charged over it."]


def test_an_incident_told_again_comes_back_with_the_draft(qtbot, opened, desk):
    key = mark(desk, 3, "A window was broken.")
    sheet = opened()
    sheet.form.tell_again(key)
    sheet.form.entry(key).summary.set_value("A man was charged over it.")
    sheet.reject()
    again = opened()
    assert again.form.entry(key).summary.value() == "A man was charged over it."


def test_a_wrong_code_of_another_force_is_said_below_it(opened, desk):
    key = mark(desk, 119, "A candidate was followed home.")
    sheet = opened()
    rate(sheet)
    sheet.form.entry(key).forces.editor.setText("Northshire")
    sheet.freeze()
    assert filed(desk) == []
    assert "NORTHSHIRE is not a GSS code" in sheet.form.entry(key).forces._below.text()


def test_a_refusal_of_the_vault_is_shown_on_the_sheet_and_nothing_is_lost(qtbot, opened, desk):
    sheet = opened()
    rate(sheet)
    sheet.form.narrative.set_value("Quiet.")
    freeze_return(FreezeReturn(DAY), desk)
    sheet.freeze()
    qtbot.waitUntil(lambda: any("Say why the earlier return is corrected" in words for words in shown(sheet)))
    assert sheet.form.narrative.value() == "Quiet."


def test_a_week_asks_for_its_first_day_too(qtbot, opened):
    sheet = opened()
    sheet.cadence.set_value("weekly")
    assert sheet.first.isVisible()
    sheet.first.set_value(DAY - timedelta(days=6))
    qtbot.waitUntil(lambda: sheet.form.first_day == DAY - timedelta(days=6))
    new = sum(fact.count for fact in sheet.draft.facts.incidents if fact.recorded_in_period)
    assert new == 70

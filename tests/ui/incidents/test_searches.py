"""A search leaves one entry on the audit trail; the keys it was typed with leave none."""

import json

from spoc_desk.ui.palette import Palette
from spoc_desk.ui.window import Place


def searches(real):
    told = (json.loads(entry["payload"]) for entry in real.desk.queries.audit_entries())
    return [each["results"] for each in told if each["event"] == "RecordsSearched"]


def test_a_filter_left_alone_is_one_search(told_desk, qtbot):
    told_desk.window.go_to(Place("incidents"))
    page = told_desk.window.page()
    qtbot.waitUntil(lambda: page.list.model.rowCount() > 0)
    qtbot.keyClicks(page.list.filter, "zebra")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 0)
    assert searches(told_desk) == []
    qtbot.waitUntil(lambda: searches(told_desk) == [0])


def test_a_search_of_everything_is_written_down_when_it_closes(told_desk, qtbot):
    told_desk.window.top.search_asked.emit()
    qtbot.waitUntil(lambda: told_desk.dialog(Palette) is not None)
    palette = told_desk.dialog(Palette)
    qtbot.keyClicks(palette.line, "in/")
    qtbot.waitUntil(lambda: palette.found.count() > 0 and palette._shown_for == "in/")
    palette.reject()
    qtbot.waitUntil(lambda: len(searches(told_desk)) == 1)
    assert searches(told_desk)[0] >= 1


def test_a_filter_opens_no_record(told_desk, qtbot):
    told_desk.window.go_to(Place("incidents"))
    page = told_desk.window.page()
    qtbot.waitUntil(lambda: page.list.model.rowCount() > 0)
    shown = page.place()
    qtbot.keyClicks(page.list.filter, "zebra")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 0)
    page.list.filter.clear()
    qtbot.waitUntil(lambda: page.list.model.rowCount() > 0)
    assert page.place() == shown

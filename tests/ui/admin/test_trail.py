"""The audit trail in the window: filters, pages, one entry whole."""

from datetime import date

import pytest

from spoc_desk.domain.changes import RecoveryProved
from spoc_desk.ui.admin import trail
from spoc_desk.ui.admin.trail_entry import EntrySheet
from spoc_desk.ui.widgets.dialogs import FormDialog
from tests.ui.admin.test_page import banners, cells, words


@pytest.fixture
def shown(qtbot, page):
    page.detail.show_tab("trail")
    qtbot.waitUntil(lambda: page.trail.table.rows.rowCount() > 0)
    return page.trail


def test_a_reference_shows_what_was_done_to_that_record_alone(qtbot, shown, vault):
    reference = next(row[2] for row in cells(shown.table) if row[2].startswith("IN/"))
    shown.filters.words.setText(reference)
    qtbot.waitUntil(lambda: {row[2] for row in cells(shown.table)} == {reference})


def test_a_reference_that_names_nothing_is_told_above_the_list(qtbot, shown):
    shown.filters.words.setText("IN/2031/9999")
    qtbot.waitUntil(lambda: any("IN/2031/9999" in said for said in banners(shown)))
    assert cells(shown.table) == []
    shown.filters.words.clear()
    qtbot.waitUntil(lambda: cells(shown.table) != [])
    assert banners(shown) == []


def test_a_long_trail_is_turned_over_page_by_page(qtbot, monkeypatch, shown, vault):
    monkeypatch.setattr(trail, "SHOWN", 5)
    with vault.desk.unit_of_work() as work:
        for _ in range(12):
            work.record(RecoveryProved())
    kind = shown.filters.kind
    kind.setCurrentIndex(kind.findData("key"))
    qtbot.waitUntil(lambda: "1 to 5 of 13" in words(shown))
    newest = cells(shown.table)
    shown.older.click()
    qtbot.waitUntil(lambda: "6 to 10 of 13" in words(shown))
    shown.older.click()
    qtbot.waitUntil(lambda: "11 to 13 of 13" in words(shown))
    assert not shown.older.isEnabled()
    shown.newer.click()
    qtbot.waitUntil(lambda: "6 to 10 of 13" in words(shown))
    shown.newer.click()
    qtbot.waitUntil(lambda: cells(shown.table) == newest)


def test_days_and_officers_narrow_the_list(qtbot, shown):
    shown.filters.only_days(date(2020, 1, 1), date(2020, 1, 2))
    qtbot.waitUntil(lambda: "No entry fits" in words(shown))
    shown.filters.only_days(None, None)
    qtbot.waitUntil(lambda: cells(shown.table) != [])
    qtbot.waitUntil(lambda: shown.filters.officer.count() == 2)


def test_one_entry_is_shown_whole_and_leads_to_its_sitting(qtbot, shown):
    shown.table.opened.emit("0")
    qtbot.waitUntil(lambda: shown.findChildren(EntrySheet) != [])
    sheet = shown.findChild(EntrySheet)
    told = words(sheet)
    assert {"Hash", "Commitment", "Salt", "Sitting"} <= set(told)
    sheet.sitting.click()
    qtbot.waitUntil(lambda: not shown.filters.sitting.isHidden())
    shown.filters.sitting.click()
    qtbot.waitUntil(shown.filters.sitting.isHidden)


def test_giving_up_choosing_days_goes_back_to_the_days_that_hold(qtbot, shown):
    filters = shown.filters
    filters.period.setCurrentIndex(2)
    filters.period.activated.emit(2)
    held = filters.asked()
    filters.period.setCurrentIndex(filters.period.count() - 1)
    filters.period.activated.emit(filters.period.count() - 1)
    qtbot.waitUntil(lambda: bool(filters.findChildren(FormDialog)))
    filters.findChildren(FormDialog)[0].reject()
    assert filters.period.currentIndex() == 2
    assert filters.asked() == held

"""Lists of any length, the record beside them, and the page of both."""

from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from spoc_desk.domain.changes import IncidentReported
from spoc_desk.ui.widgets.badges import badge_of, row_badge
from spoc_desk.ui.widgets.card import SummaryList
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.widgets.record_list import RecordList
from spoc_desk.ui.widgets.record_model import BLOCK, KEPT_BLOCKS, RecordModel
from spoc_desk.ui.widgets.text import Text
from tests.ui.fakes import FakeQueries, fake_desk, incident, workplace

CHIPS = [("open", "Open"), ("mine", "Mine")]


@pytest.fixture
def queries():
    return FakeQueries(1_000)


@pytest.fixture
def model(queries):
    made = RecordModel(lambda ids: queries.rows("incidents", ids), row_badge)
    made.set_ids(queries.ids("incidents"))
    return made


@pytest.fixture
def records(theme, queries, qtbot):
    made = RecordList(theme, "Incidents", lambda ids: queries.rows("incidents", ids), chips=CHIPS)
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show_ids(queries.ids("incidents"), queries.chips("incidents"))
    made.show()
    return made


class Incidents(ListDetailPage):
    """Shows made-up incidents."""

    def __init__(self, place):
        self.seen = []
        detail = RecordDetail(place.theme, "Incident", tabs=[("summary", "Summary"), ("people", "People")])
        spec = ListSpec("incidents", "Incidents", "No incidents yet.", new_text="New incident", chips=CHIPS)
        super().__init__(place, spec, detail)

    def show_record(self, record_id):
        self.seen.append(record_id)
        row = incident(record_id)
        self.detail.show_head(DetailHead(row.reference, row.title, badge=badge_of(row.status)))


@pytest.fixture
def page(workplace, qtbot):
    made = Incidents(workplace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: bool(made.seen))
    return made


def test_the_model_keeps_qts_rules(model, qtmodeltester):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids(array("q", [3, 2, 1]))
    qtmodeltester.check(model)
    assert tester.model().rowCount() == 3


def test_rows_are_fetched_in_blocks_and_only_once(model, queries):
    for place in range(BLOCK):
        model.row(place)
    assert len(queries.fetched) == 1
    assert len(queries.fetched[0]) == BLOCK


def test_old_blocks_are_dropped_so_that_a_million_rows_stay_small():
    queries = FakeQueries(BLOCK * (KEPT_BLOCKS + 10))
    model = RecordModel(lambda ids: queries.rows("incidents", ids), row_badge)
    model.set_ids(queries.ids("incidents"))
    for place in range(0, model.rowCount(), BLOCK):
        model.row(place)
    assert len(model._blocks) == KEPT_BLOCKS


def test_a_record_gone_since_the_ids_were_read_is_an_empty_row_and_no_fault(qapp):
    model = RecordModel(lambda ids: [incident(n) for n in ids if n != 2], row_badge)
    model.set_ids(array("q", [3, 2, 1]))
    assert model.row(1) is None
    assert model.data(model.index(1, 0)) is None


def test_each_row_speaks_its_reference_title_status_and_time(model):
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    row = incident(1_000)
    assert all(part in spoken for part in (row.reference, row.title, row_badge(row).word, row.when))


def test_the_choice_survives_a_refresh_that_puts_new_records_above_it(records, queries):
    records.select(990)
    queries.count = 1_005
    chosen = []
    records.selected.connect(chosen.append)
    records.show_ids(queries.ids("incidents"))
    assert records.selected_id() == 990
    assert not chosen


def test_a_record_that_is_not_there_yet_is_chosen_when_it_comes(records, queries):
    records.select(1_001)
    queries.count = 1_001
    records.show_ids(queries.ids("incidents"))
    assert records.selected_id() == 1_001


def test_j_and_k_step_through_the_list_and_enter_opens(records, qtbot):
    opened = []
    records.opened.connect(opened.append)
    qtbot.keyClick(records.view, Qt.Key.Key_J)
    qtbot.keyClick(records.view, Qt.Key.Key_J)
    qtbot.keyClick(records.view, Qt.Key.Key_K)
    qtbot.keyClick(records.view, Qt.Key.Key_Return)
    assert opened == [999]


def test_turning_the_order_asks_again_and_shows_the_oldest_first(records, queries, qtbot):
    with qtbot.waitSignal(records.asked):
        records._order.click()
    records.show_ids(queries.ids("incidents"))
    assert records.model.id_at(0) == 1


def test_a_filter_that_matches_nothing_says_so(records, qtbot):
    records.filter.setText("xyz")
    records.show_ids(array("q"), {"open": 0})
    assert records._stack.currentIndex() == 1


def test_fast_typing_in_the_filter_asks_once(records, qtbot):
    asked = []
    records.asked.connect(lambda: asked.append(records.words()))
    qtbot.keyClicks(records.filter, "letter")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["letter"]


def test_escape_clears_the_filter(records, qtbot):
    records.filter.setText("letter")
    qtbot.keyClick(records.filter, Qt.Key.Key_Escape)
    assert records.words() == ""


def test_chips_show_counts_and_are_radio_buttons_to_a_screen_reader(records):
    chip = records.chips._chips["mine"]
    interface = QAccessible.queryAccessibleInterface(chip)
    assert chip.text() == "Mine  9"
    assert interface.role() == QAccessible.Role.RadioButton


def test_the_first_record_is_shown_at_once(page):
    assert page.seen[-1] == 37
    assert page.detail.reference.text() == "IN/2026/0037"


def test_choosing_another_record_shows_it(page):
    page.list.select(30)
    assert page.seen[-1] == 30
    assert page.place() == 30


def test_opening_a_record_that_the_filter_hides_clears_the_filter(page, qtbot):
    page.list.filter.setText("letter")
    qtbot.waitUntil(lambda: page.list.model.rowCount() < 37)
    page.open_record(36)
    qtbot.waitUntil(lambda: page.list.selected_id() == 36)
    assert page.list.words() == ""


def test_a_change_reads_the_list_and_the_record_again(page, qtbot):
    seen = len(page.seen)
    page.workplace.jobs.inline(lambda desk: setattr(desk.queries, "count", 38))
    page.workplace.jobs.announce((IncidentReported(incident=38),))
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 38)
    assert len(page.seen) == seen + 1
    assert page.list.selected_id() == 37


def test_a_narrow_page_shows_list_or_record_and_escape_goes_back(page, qtbot):
    page.resize(600, 800)
    assert page.list.isVisible()
    assert not page.detail.isVisible()
    page.open_record(30)
    assert page.detail.isVisible()
    assert not page.list.isVisible()
    assert page.go_back()
    assert page.list.isVisible()


def test_an_empty_list_says_what_to_do_next(theme, qtbot):
    place = workplace(theme, fake_desk(0))
    page = Incidents(place)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.list._stack.currentIndex() == 2)
    assert page.list._stack.currentIndex() == 2
    place.jobs.close()


def test_a_header_action_that_is_off_says_why(theme, qtbot):
    detail = RecordDetail(theme, "Incident", tabs=[("a", "A")])
    qtbot.addWidget(detail)
    detail.show_actions([DetailAction("Send to CPS", "send", lambda: None, why_not="Four items are open.")])
    assert not detail._buttons[0].isEnabled()
    assert detail._buttons[0].toolTip() == "Four items are open."


def test_an_unknown_status_shows_its_own_words():
    assert badge_of("gone_fishing").word == "Gone fishing"
    assert badge_of("").word == ""


def test_a_screen_reader_hears_a_list_and_its_rows(records):
    interface = QAccessible.queryAccessibleInterface(records.view)
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 1_000
    row = interface.child(3)
    assert row.role() == QAccessible.Role.ListItem
    assert "IN/2026/0997" in row.text(QAccessible.Text.Name)


def test_a_million_rows_are_shown_without_reading_more_than_those_in_sight(theme, qtbot):
    queries = FakeQueries()
    records = RecordList(theme, "Incidents", lambda ids: queries.rows("incidents", ids))
    qtbot.addWidget(records)
    records.resize(420, 900)
    records.show()
    records.show_ids(array("q", range(1_000_000, 0, -1)))
    qtbot.keyClick(records.view, Qt.Key.Key_End)
    records.view.grab()
    theme.use(scale=1.5)
    records.view.grab()
    assert records.selected_id() == 1
    assert sum(len(ids) for ids in queries.fetched) <= 3 * BLOCK


def test_the_chosen_row_is_brought_into_sight(records, qtbot):
    for _ in range(30):
        qtbot.keyClick(records.view, Qt.Key.Key_Down)
    box = records.view.visualRect(records.view.currentIndex())
    assert records.view.viewport().rect().contains(box)


def test_typed_letters_do_not_search_through_every_row(records, queries, qtbot):
    records.view.grab()
    fetched = len(queries.fetched)
    qtbot.keyClicks(records.view, "placards")
    assert len(queries.fetched) == fetched


def test_a_click_chooses_the_row_under_it(records, qtbot):
    at = records.view.visualRect(records.model.index(4, 0)).center()
    qtbot.mouseClick(records.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert records.selected_id() == 996


def test_a_digest_breaks_into_lines_and_is_copied_whole(theme, qtbot):
    digest = "ebb10ad919b179b71c84b6f2a8f65c216a795fb77b4fdeab17fad2965555ca0f"
    facts = SummaryList(theme, [("SHA-256", digest)])
    qtbot.addWidget(facts)
    value = facts.findChildren(Text)[1]
    assert value.minimumSizeHint().width() < 220
    assert value.text() == digest
    value._select_all()
    value._copy()
    assert QGuiApplication.clipboard().text() == digest

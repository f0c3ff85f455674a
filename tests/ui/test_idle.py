"""Locking when nobody is there, and taking sensitive text off the clipboard."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from spoc_desk.ui.clipboard import CLEAR_AFTER_MS, KEPT_OUT, TYPED_AFTER_MS, Clipboard
from spoc_desk.ui.idle import IdleWatch, minutes_of
from spoc_desk.ui.job import STUCK_AFTER, Job

COARSE = 1.05  # how much later than asked Qt may ring


class Hands:
    """Two clocks moved by hand."""

    def __init__(self):
        self.steady = self.wall = 1_000.0

    def pass_seconds(self, seconds, *, asleep=False):
        self.wall += seconds
        self.steady += 0 if asleep else seconds


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def watch(qapp, hands):
    made = IdleWatch(qapp, 10, lambda: hands.steady, lambda: hands.wall)
    yield made
    made.stop()


def test_the_desk_counts_down_and_locks_after_the_minutes_set(watch, hands):
    left, locked = [], []
    watch.remaining.connect(left.append)
    watch.idle.connect(lambda: locked.append(True))
    hands.pass_seconds(505)
    watch.tick()
    hands.pass_seconds(95)
    watch.tick()
    assert left == [95]
    assert locked == [True]


def test_a_touch_begins_the_count_again(watch, hands):
    locked = []
    watch.idle.connect(lambda: locked.append(True))
    hands.pass_seconds(599)
    watch.touch()
    hands.pass_seconds(599)
    watch.tick()
    assert not locked


def test_time_asleep_counts_too(watch, hands):
    locked = []
    watch.idle.connect(lambda: locked.append(True))
    hands.pass_seconds(3_600, asleep=True)
    watch.tick()
    assert locked == [True]


def test_a_clock_set_back_does_not_keep_the_desk_open(watch, hands):
    locked = []
    watch.idle.connect(lambda: locked.append(True))
    hands.wall -= 86_400
    hands.steady += 600
    watch.tick()
    assert locked == [True]


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 10), ("7", 7), ("1", 5), ("90", 30), ("soon", 10), ("-5", 10)]
)
def test_the_setting_is_held_between_five_and_thirty_minutes(text, minutes):
    assert minutes_of(text) == minutes


def test_sensitive_text_leaves_the_clipboard_and_other_text_stays(qapp):
    clipboard, board = Clipboard(), QGuiApplication.clipboard()
    clipboard.copy("14 Alma Street", sensitive=True)
    clipboard.clear()
    assert board.text() == ""
    clipboard.copy("IN/2026/0001")
    clipboard.clear()
    assert board.text() == "IN/2026/0001"


def test_what_somebody_else_copied_meanwhile_is_left_alone(qapp):
    clipboard, board = Clipboard(), QGuiApplication.clipboard()
    clipboard.copy("14 Alma Street", sensitive=True)
    board.setText("a shopping list")
    clipboard.clear()
    assert board.text() == "a shopping list"


def test_sensitive_text_is_cleared_by_the_timer(qapp, qtbot):
    clipboard = Clipboard()
    clipboard.copy("14 Alma Street", sensitive=True)
    assert clipboard._timer.remainingTime() <= CLEAR_AFTER_MS * COARSE
    clipboard._timer.start(10)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    assert not clipboard._ours


def test_text_copied_in_a_field_leaves_the_clipboard_at_the_lock_or_after_two_minutes(qapp, qtbot):
    clipboard, board = Clipboard(owns=lambda _mode: True), QGuiApplication.clipboard()
    field = QPlainTextEdit("Jo Fennimore lives at 14 Alma Street")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    assert "Alma Street" in board.text()
    assert CLEAR_AFTER_MS < clipboard._timer.remainingTime() <= TYPED_AFTER_MS * COARSE
    assert set(KEPT_OUT) <= set(board.mimeData().formats())
    clipboard.clear()
    assert board.text() == ""


def test_text_that_another_program_copied_is_never_touched(qapp):
    clipboard, board = Clipboard(owns=lambda _mode: False), QGuiApplication.clipboard()
    board.setText("a shopping list")
    assert not clipboard._timer.isActive()
    clipboard.clear()
    assert board.text() == "a shopping list"


def test_clipboard_histories_and_clouds_are_asked_to_leave_our_text_alone(qapp):
    clipboard = Clipboard()
    clipboard.copy("14 Alma Street", sensitive=True)
    held = QGuiApplication.clipboard().mimeData()
    assert [bytes(held.data(kind).data()) for kind in KEPT_OUT] == list(KEPT_OUT.values())


def test_work_under_way_holds_the_lock_back_and_its_end_lets_it_go(qapp, hands):
    working, waited, locked = [True], [], []
    watch = IdleWatch(qapp, 10, lambda: hands.steady, lambda: hands.wall, lambda: bool(working))
    watch.waiting.connect(lambda: waited.append(True))
    watch.idle.connect(lambda: locked.append(True))
    watch.start()
    hands.pass_seconds(601)
    watch.tick()
    watch.tick()
    assert (len(waited), locked) == (2, [])
    assert watch._timer.isActive()
    working.clear()
    watch.tick()
    assert locked == [True]


def test_coming_back_while_the_lock_is_held_back_begins_the_count_again(qapp, hands):
    left, locked = [], []
    watch = IdleWatch(qapp, 10, lambda: hands.steady, lambda: hands.wall, lambda: True)
    watch.remaining.connect(left.append)
    watch.idle.connect(lambda: locked.append(True))
    hands.pass_seconds(601)
    watch.tick()
    watch.touch()
    hands.pass_seconds(1)
    watch.tick()
    assert left == [599]
    assert not locked


def test_work_that_gets_no_further_no_longer_holds_the_lock_back(qapp, hands):
    job = Job("Sealing AM/1", lambda: hands.steady)
    hands.pass_seconds(500)
    job.report(1, 3)
    hands.pass_seconds(STUCK_AFTER - 1)
    assert job.gets_on()
    job.report(1, 3)  # said again, but no further
    hands.pass_seconds(1)
    assert not job.gets_on()
    job.report(2, 3)
    assert job.gets_on()

"""Words too long for a line are broken on the screen and copied whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from spoc_desk.ui.widgets.long_words import BREAK, breakable, whole
from spoc_desk.ui.widgets.text import Text

URL = "https://www.example.org/candidates/2027/local/northmere/" + "a" * 90


@given(st.text().filter(lambda text: BREAK not in text))
def test_nothing_but_places_to_break_is_added(text):
    assert whole(breakable(text)) == text


@pytest.mark.parametrize("text", ["", "Go in pairs.", "jo.fennimore@example.org", "word " * 300])
def test_words_that_fit_are_left_alone(text):
    assert breakable(text) == text


def test_no_piece_of_a_long_word_is_wider_than_a_narrow_column():
    assert max(map(len, breakable(URL).split(BREAK))) <= 20


def test_a_mark_stays_on_its_letter():
    assert BREAK + "\u0301" not in breakable("e\u0301" * 60)


def test_a_label_with_a_long_word_can_be_narrow_and_says_what_it_was_given(theme, qtbot):
    label = Text(theme, URL, "body", wrap=True, selectable=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 260
    assert label.text() == label.accessibleName() == URL


def test_copying_from_a_label_gives_what_was_written(theme, qtbot):
    label = Text(theme, URL, "body", wrap=True, selectable=True)
    qtbot.addWidget(label)
    label._select_all()
    copy = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    label.keyPressEvent(copy)
    assert QGuiApplication.clipboard().text() == URL

"""Windows are hidden from captures while the officer has chosen so, those that come later too."""

import pytest
from PySide6.QtWidgets import QWidget

from spoc_desk.ui.capture_shield import CaptureShield


@pytest.fixture
def told():
    return {}


@pytest.fixture
def shield(qapp, told):
    def hide(window, hidden):
        told[window] = hidden
        return True

    made = CaptureShield(qapp, hide, on=False)
    yield made
    made.choose(False)


def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_is_hidden_until_it_is_chosen(shield, told, qtbot):
    window(qtbot)
    assert told == {}


def test_windows_in_sight_and_those_that_come_are_hidden_and_shown_again(shield, told, qtbot):
    first = window(qtbot)
    shield.choose(True)
    second = window(qtbot)
    assert told[first.winId()]
    assert told[second.winId()]
    shield.choose(False)
    assert not told[first.winId()]
    assert not told[second.winId()]


def test_what_was_chosen_before_holds_from_the_first_window_on(qapp, told, qtbot):
    made = CaptureShield(qapp, lambda number, hidden: bool(told.update({number: hidden})), on=True)
    shown = window(qtbot)
    assert told[shown.winId()]
    made.choose(False)

"""A window can be read and worked through the accessibility bus alone."""

import sys

import pytest

from tests.desktop.accessibility import accessible_program
from tests.desktop.keys import press_keys, type_text

_WINDOW = """
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget
app = QApplication([])
window, field, said, button = QWidget(), QLineEdit(), QLabel("Nothing yet"), QPushButton("Say it")
form = QFormLayout(window)
form.addRow("Your words", field)
form.addRow(said)
form.addRow(button)
button.clicked.connect(lambda: said.setText("Said: " + field.text()))
window.show()
app.exec()
"""


@pytest.mark.desktop
def test_a_window_is_read_and_worked_by_role_and_name(desktop_environment):
    with accessible_program([sys.executable, "-c", _WINDOW], desktop_environment) as program:
        program.find("text", "Your words").write("Bore da")
        program.find("push button", "Say it").press()
        assert program.find("label", "Said: Bore da")


@pytest.mark.desktop
def test_a_window_is_worked_by_real_keys(desktop_environment):
    with accessible_program([sys.executable, "-c", _WINDOW], desktop_environment) as program:
        field = program.find("text", "Your words")
        field.focus()
        type_text("AM/1", desktop_environment)
        field.wait(lambda: field.text == "AM/1")
        press_keys("Tab", desktop_environment)
        program.wait(lambda: "focused" in program.find("push button", "Say it").states)
        press_keys("space", desktop_environment)
        assert program.find("label", "Said: AM/1")


@pytest.mark.desktop
def test_what_is_not_there_is_told_with_what_is(desktop_environment):
    with (
        accessible_program([sys.executable, "-c", _WINDOW], desktop_environment) as program,
        pytest.raises(TimeoutError, match="push button 'Say it'"),
    ):
        program.find("push button", "Unsay it", seconds=0.1)

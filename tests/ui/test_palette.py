"""Ctrl+K finds records and commands; F1 shows every shortcut."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from spoc_desk.ui.palette import Palette
from spoc_desk.ui.shortcut_sheet import ShortcutSheet
from spoc_desk.ui.theme import Mode


def test_the_palette_finds_records_first_and_then_commands(window, workplace, qtbot):
    palette = Palette(workplace, lambda desk, text: desk.queries.search(text), {}, window)
    palette.open()
    palette.line.setText("le")
    qtbot.waitUntil(lambda: palette._shown_for == "le")
    found = [palette.found.item(n).data(Qt.ItemDataRole.UserRole) for n in range(palette.found.count())]
    kinds = [type(each).__name__ for each in found]
    assert kinds == sorted(kinds, key=lambda kind: kind == "Command")
    assert {"SearchHit", "Command"} == set(kinds)
    palette.reject()


def test_enter_pressed_before_the_answer_opens_what_was_typed(window, workplace, qtbot):
    palette = Palette(workplace, lambda desk, text: desk.queries.search(text), {}, window)
    palette.open()
    with qtbot.waitSignal(palette.record_chosen) as chosen:
        qtbot.keyClicks(palette.line, "IN/2026/0004")
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen.args == ["incidents", 4]


def test_a_command_chosen_in_the_palette_is_done(window, workplace, theme, qtbot):
    palette = Palette(workplace, lambda desk, text: (), {}, window)
    palette.open()
    palette.line.setText("dark col")
    qtbot.waitUntil(lambda: palette._shown_for == "dark col")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert theme.mode is Mode.DARK


def test_f1_shows_every_shortcut(window, workplace, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")}
    assert {"Ctrl+K", "Ctrl+L", "F6", "J, K"} <= shown
    sheet.accept()

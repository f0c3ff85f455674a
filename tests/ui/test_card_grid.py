"""Cards stand in two columns only where both fit."""

from PySide6.QtWidgets import QWidget

from spoc_desk.ui.widgets.layouts import CardGrid


def test_cards_too_wide_for_two_columns_stand_in_one_and_ask_for_no_more_room(theme, qtbot):
    grid = CardGrid(theme)
    cards = [QWidget() for _ in range(2)]
    for card in cards:
        card.setMinimumSize(400, 40)
        grid.add(card)
    qtbot.addWidget(grid)
    grid.resize(760, 300)
    grid.show()
    qtbot.waitUntil(lambda: cards[1].y() > cards[0].y())
    assert grid.minimumSizeHint().width() < 760
    assert cards[0].x() == cards[1].x()
    grid.resize(1000, 300)
    qtbot.waitUntil(lambda: cards[0].y() == cards[1].y())
    assert cards[0].x() < cards[1].x()

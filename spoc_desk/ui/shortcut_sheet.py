"""F1: every shortcut in force, by heading, read from the one table of commands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from spoc_desk.ui.actions import Actions, Where
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.layouts import Column
from spoc_desk.ui.widgets.text import Tag, Text


class ShortcutSheet(Sheet):
    """Read-only; Esc closes it."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(
            theme, QCoreApplication.translate("ShortcutSheet", "Keyboard shortcuts"), parent, width=520
        )
        headings = {
            Where.GO: self.tr("Go to"),
            Where.RECORD: self.tr("Record"),
            Where.LIST: self.tr("List"),
            Where.VIEW: self.tr("View"),
            Where.DESK: self.tr("Desk"),
        }
        column = Column(theme, gap=6)
        for where, heading in headings.items():
            rows = [
                (command.title, QKeySequence(command.shortcut).toString())
                for command in actions.commands()
                if command.where is where and command.shortcut
            ]
            if where is Where.LIST:
                rows += [
                    (self.tr("Next record, previous record"), "J, K"),
                    (self.tr("Into the record"), self.tr("Enter")),
                ]
            if rows:
                column.addWidget(Text(theme, heading, "card"))
                column.addLayout(_grid(theme, rows))
        body = QWidget()
        body.setLayout(column)
        self.set_body(body)
        close = Button(theme, self.tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        close.setFocus()


def _grid(theme: Theme, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, theme.px(10))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, theme.px(90))
    for number, (title, keys) in enumerate(rows):
        grid.addWidget(Text(theme, title, "plain"), number, 0)
        grid.addWidget(Tag(theme, keys, "kbd"), number, 1)
    return grid

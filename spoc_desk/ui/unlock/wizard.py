"""The frame of what is done step by step before a vault is open: a card with heading, step, back and next."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting


class Wizard(QWidget):
    """Steps one after the other in one card; what next and back do is for who inherits."""

    def __init__(self, setting: FormSetting) -> None:
        super().__init__()
        theme = setting.theme
        self._setting = setting
        self._heading = Text(theme, "", "pane")
        self._count = Text(theme, "", "meta", "text2", tabular=True)
        self.back = Button(theme, self.tr("Cancel"))
        self.next = Button(theme, self.tr("Next"), kind="primary")
        self._steps = QStackedWidget()
        head = Row(theme, self._heading, None, self._count)
        foot = Row(theme, self.back, None, self.next)
        self._card = framed("card", Column(theme, head, self._steps, foot, margins=(28, 22, 28, 20), gap=16))
        QGridLayout(self).addWidget(self._card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the size in use."""
        px = self._setting.theme.px
        self._card.setFixedSize(px(640), px(600))

    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._steps.currentIndex()

    @abstractmethod
    def go_on(self) -> None:
        """Next was pressed."""

    @abstractmethod
    def go_back(self) -> None:
        """Back or Cancel was pressed."""

    def add_steps(self, *steps: QWidget) -> None:
        """Puts further steps at the end."""
        for step in steps:
            self._steps.addWidget(_scrolled(step, self._setting.theme))

    def turn_to(self, number: int, heading: str, steps: int) -> None:
        """Shows a step under its heading, and which one of how many it is."""
        self._steps.setCurrentIndex(number)
        self._heading.setText(heading)
        self._count.setText(self.tr("Step {0} of {1}").format(number + 1, steps))


def _scrolled(step: QWidget, theme: Theme) -> QScrollArea:
    """A step that may be taller than its card."""
    area, inside = QScrollArea(), QWidget()
    inside.setLayout(Column(theme, step, None))
    inside.setProperty("area", "surface")
    inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area

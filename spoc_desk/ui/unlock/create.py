"""Making a vault, step by step: who and where, the key, the recovery sheet, its proof."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.create_steps import AboutStep, KeyStep, ProofStep, SheetStep, command_of
from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.services.machine import Creation, Machine


class CreateWizard(QWidget):
    """Ends in made(), with the vault open and its recovery proved, or in left()."""

    made = Signal(object)  # an OpenVault
    left = Signal()

    def __init__(self, setting: FormSetting, machine: Machine, errands: Errands) -> None:
        super().__init__()
        self._errands = errands
        theme = setting.theme
        self._setting, self._machine = setting, machine
        self._creation: Creation | None = None
        self._heading = Text(theme, "", "pane")
        self._count = Text(theme, "", "meta", "text2", tabular=True)
        self.back = Button(theme, self.tr("Cancel"))
        self.next = Button(theme, self.tr("Next"), kind="primary")
        self.about = AboutStep(setting)
        self.key = KeyStep(theme, machine.keyring_name(), machine.six_words)
        self.sheet: SheetStep | None = None
        self.proof: ProofStep | None = None
        self._steps = QStackedWidget()
        for step in (self.about, self.key):
            self._steps.addWidget(scrolled(step, theme))
        head = Row(theme, self._heading, None, self._count)
        foot = Row(theme, self.back, None, self.next)
        self._card = framed("card", Column(theme, head, self._steps, foot, margins=(28, 22, 28, 20), gap=16))
        grid = QGridLayout(self)
        grid.addWidget(self._card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        theme.follow(self.dress)
        self._show_step(0)

    def dress(self) -> None:
        """Takes the size in use."""
        px = self._setting.theme.px
        self._card.setFixedSize(px(640), px(600))

    def step(self) -> int:
        """Which step is shown: 0 about, 1 key, 2 sheet, 3 proof."""
        return self._steps.currentIndex()

    def _go_on(self) -> None:
        (self._after_about, self._after_key, self._after_sheet, self._after_proof)[self.step()]()

    def _go_back(self) -> None:
        if self.step() == 1:
            self._show_step(0)
        else:
            if self._creation is not None:
                self._creation.discard()
            self.left.emit()

    def _after_about(self) -> None:
        if self.about.check():
            self._show_step(1)

    def _after_key(self) -> None:
        problem = self.key.problem()
        if problem:
            self.key.error.say(problem)
            return
        self.key.error.hide()
        self._set_busy(True)
        work = partial(self._machine.create_vault, command_of(self.about, self.key))
        self._errands.run(self, work, self._created, self._not_created)

    def _created(self, creation: Creation) -> None:
        self._set_busy(False)
        self.key.forget()
        self._creation = creation.__enter__()
        theme = self._setting.theme
        self.sheet = SheetStep(theme, creation.sheet, Path(self.about.folder.value()))
        self.proof = ProofStep(self._setting, creation.sheet)
        for step in (self.sheet, self.proof):
            self._steps.addWidget(scrolled(step, theme))
        self.sheet.saved.connect(partial(self.next.setEnabled, True))
        self._show_step(2)
        self.next.setEnabled(False)

    def _not_created(self, error: DomainError) -> None:
        self._set_busy(False)
        if error.code.startswith("passphrase."):
            self.key.error.say(self._setting.messages.sentence(error))
        else:
            self._show_step(0)
            self.about.refuse(error)

    def _after_sheet(self) -> None:
        self._show_step(3)

    def _after_proof(self) -> None:
        if self.proof is None or self._creation is None or not self.proof.check():
            return
        for row, field in self.proof.rows.items():
            try:
                right = self._creation.prove(row, field.value())
            except DomainError as error:
                self.proof.refuse(error, field)
                return
            if not right:
                field.show_problem(
                    self.tr("This is not what the paper says in row {0}. Type it again.").format(row)
                )
                field.go()
                return
        self.made.emit(self._creation.hand_over())

    def _show_step(self, number: int) -> None:
        self._steps.setCurrentIndex(number)
        headings = (
            self.tr("Create a vault"),
            self.tr("How the key is kept"),
            self.tr("Recovery sheet"),
            self.tr("Prove the recovery sheet"),
        )
        self._heading.setText(headings[number])
        self._count.setText(self.tr("Step {0} of 4").format(number + 1))
        self.back.say(self.tr("Back") if number == 1 else self.tr("Cancel"))
        last = (self.tr("Next"), self.tr("Create the vault"), self.tr("Next"), self.tr("Open the vault"))
        self.next.say(last[number])
        (self.about.force, self.key.first, self.next, self.next)[number].setFocus()

    def _set_busy(self, busy: bool) -> None:
        self.next.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.next.say(self.tr("Creating…"))
        else:
            self._show_step(self.step())


def scrolled(step: QWidget, theme: Theme) -> QScrollArea:
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

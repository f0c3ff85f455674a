"""Making a vault, step by step: who and where, the key, the recovery sheet, its proof."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.unlock.create_steps import AboutStep, KeyStep, ProofStep, SheetStep, command_of
from spoc_desk.ui.unlock.errands import Errands
from spoc_desk.ui.unlock.wizard import Wizard
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.services.machine import Creation, Machine


class CreateWizard(Wizard):
    """Ends in made(), with the vault open and its recovery proved, or in left()."""

    made = Signal(object)  # an OpenVault
    left = Signal()

    def __init__(self, setting: FormSetting, machine: Machine, errands: Errands) -> None:
        super().__init__(setting)
        self._errands = errands
        self._machine = machine
        self._creation: Creation | None = None
        self.about = AboutStep(setting)
        self.key = KeyStep(setting.theme, machine.keyring_name(), machine.six_words)
        self.sheet: SheetStep | None = None
        self.proof: ProofStep | None = None
        self.add_steps(self.about, self.key)
        self._show_step(0)

    def go_on(self) -> None:
        """Does what the step shown is for; then the next."""
        (self._after_about, self._after_key, self._after_sheet, self._after_proof)[self.step()]()

    def go_back(self) -> None:
        """To the step before; from the first, and once the vault is made, out."""
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
        self.add_steps(self.sheet, self.proof)
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
        headings = (
            self.tr("Create a vault"),
            self.tr("How the key is kept"),
            self.tr("Recovery sheet"),
            self.tr("Prove the recovery sheet"),
        )
        self.turn_to(number, headings[number], len(headings))
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

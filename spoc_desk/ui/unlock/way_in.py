"""What moving in and recovering share: a form from paper, then a passphrase, then the open vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from spoc_desk.ui.unlock.create_steps import KeyStep
from spoc_desk.ui.unlock.wizard import Wizard
from spoc_desk.ui.widgets.fields.words import LineField, TextField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.services.machine import Machine


class WayIn(Wizard):
    """Two steps, and out by left(). Who inherits says what the paper is tried on."""

    left = Signal()

    def __init__(
        self,
        setting: FormSetting,
        machine: Machine,
        paper: Form,
        secret: LineField | TextField,
        headings: tuple[str, str],
    ) -> None:
        """secret: the field of the paper that is emptied afterwards."""
        super().__init__(setting)
        self._paper, self._secret, self._headings = paper, secret, headings
        self.key = KeyStep(setting.theme, machine.keyring_name(), machine.six_words)
        self.add_steps(paper, self.key)
        self._show_step(0)

    def go_back(self) -> None:
        """To the paper, or out."""
        if self.step() == 1:
            self._show_step(0)
            self._secret.go()
        else:
            self._forget()
            self.left.emit()

    def _key_is_chosen(self) -> bool:
        """Whether the passphrase will do; otherwise what is wrong with it is said in place."""
        problem = self.key.problem()
        if problem:
            self.key.error.say(problem)
            return False
        self.key.error.hide()
        return True

    def _forget(self) -> None:
        self._secret.set_value("")
        self.key.forget()

    def _refused(self, error: DomainError) -> None:
        self._set_busy(False)
        if error.code.startswith(("passphrase.", "keyring.")) or error.code == "keys.transfer_needs_store":
            self.key.error.say(self._setting.messages.sentence(error))
        else:
            self._show_step(0)
            self._refuse_paper(error)

    def _refuse_paper(self, error: DomainError) -> None:
        self._paper.refuse(error)

    def _show_step(self, number: int) -> None:
        self.turn_to(number, self._headings[number], len(self._headings))
        self.back.say((self.tr("Cancel"), self.tr("Back"))[number])
        self.next.say((self.tr("Next"), self.tr("Open the vault"))[number])

    def _set_busy(self, busy: bool, doing: str = "") -> None:
        for widget in (self.next, self.back, self._paper, self.key):
            widget.setEnabled(not busy)
        if busy:
            self.next.say(doing or self.tr("Opening…"))
        else:
            self._show_step(self.step())

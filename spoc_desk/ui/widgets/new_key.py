"""How somebody's key will be kept, as a field: their own new passphrase twice, or six generated words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QHideEvent

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.create_steps import KeyStep
from spoc_desk.ui.widgets.fields.field import Field


class NewKeyField(Field):
    """Nothing of it is ever part of a draft, and it is emptied when the dialog goes."""

    def __init__(self, theme: Theme, label: str, store: str, six_words: Callable[[], str]) -> None:
        """store: the password store of this computer, or empty when only six words can keep the key."""
        super().__init__(theme, label, required=True)
        self.step = KeyStep(theme, store, six_words)
        self.body.addWidget(self.step)
        self.watch(self.step.first.edit, self.tr("Passphrase, 12 characters or more"))
        self.watch(self.step.second.edit, self.tr("The same passphrase again"))
        for line in (self.step.first.edit, self.step.second.edit, self.step.repeat.editor):
            line.textChanged.connect(self.on_edit)
        self.step.keyring.toggled.connect(self.on_edit)

    @property
    def alone(self) -> bool:
        """Whether six words alone were chosen."""
        return self.step.alone.isChecked()

    def value(self) -> str:
        """The passphrase chosen."""
        return self.step.passphrase()

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        step = self.step
        return not (step.repeat.value() if self.alone else step.first.text())

    def missing(self) -> str:
        """What is lacking, in the step's own words."""
        return self.step.problem()

    def own_problem(self) -> str:
        """What is wrong with what was typed."""
        return self.step.problem()

    def answers_for(self, code: str) -> bool:
        """Refusals of the passphrase and of the password store."""
        return code.startswith(("passphrase.", "keyring."))

    def draft(self) -> str:
        """Nothing of it is kept."""
        return ""

    def take_draft(self, _text: str) -> None:
        """Nothing of it was kept."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaves no passphrase behind when the dialog is closed or the desk locks."""
        blocked = self.blockSignals(True)
        self.step.forget()
        self.blockSignals(blocked)
        super().hideEvent(event)

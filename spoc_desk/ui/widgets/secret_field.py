"""A passphrase already known to whoever types it, as a field: never in a draft, emptied when refused."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.widgets.fields.field import Field


class SecretField(Field):
    """Takes refusals of a wrong passphrase to itself."""

    def __init__(
        self, theme: Theme, label: str, codes: tuple[str, ...] = ("keys.wrong", "keys.wait")
    ) -> None:
        super().__init__(theme, "", required=True)
        self._codes, self._missing = codes, self.tr("Enter it.")
        self._label.hide()
        self.line = PassphraseLine(theme, label)
        self.body.addWidget(self.line)
        self.watch(self.line.edit, label)
        self.line.edit.textChanged.connect(self.on_edit)

    def value(self) -> str:
        """What was typed."""
        return self.line.text()

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.line.text()

    def missing(self) -> str:
        """Says so."""
        return self._missing

    def answers_for(self, code: str) -> bool:
        """Refusals of this passphrase."""
        return code in {"keys.wrong_passphrase", "keys.wait"}

    def draft(self) -> str:
        """Nothing of it is kept."""
        return ""

    def take_draft(self, _text: str) -> None:
        """Nothing of it was kept."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaves no passphrase behind when the dialog is closed or the desk locks."""
        blocked = self.line.edit.blockSignals(True)
        self.line.take()
        self.line.edit.blockSignals(blocked)
        super().hideEvent(event)

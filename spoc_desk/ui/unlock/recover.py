"""Back into a vault with its printed recovery sheet: who, the key from the paper, and a new passphrase."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal

from spoc_desk.ui.unlock.way_in import WayIn
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.services.machine import Machine, OpenVault
    from spoc_desk.ui.unlock.errands import Errands

LONGEST_KEY = 1_500  # two shares have 66 words; people type numbers and line breaks between them


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecoverPage", text)


class SheetForm(Form):
    """Whose new passphrase it is to be, and the key as it stands on the paper. Kept in no draft."""

    def __init__(self, setting: FormSetting, folder: Path, officer: str) -> None:
        super().__init__(setting)
        told = self.tr("This opens the vault “{0}” without a passphrase and gives you a new one.")
        self.note(Text(self.theme, told.format(folder.name), "body", wrap=True))
        self.officer = self.line(
            "officer",
            self.tr("Officer"),
            required=True,
            limit=160,
            hint=self.tr("Rank and name, as enrolled in this vault"),
        )
        self.officer.set_value(officer)
        self.key = self.text(
            "key",
            self.tr("Recovery key"),
            required=True,
            limit=LONGEST_KEY,
            hint=self.tr("The five rows of the sheet, or the words of two shares. Capitals do not matter."),
        )

    def refuse_about(self, error: DomainError) -> None:
        """Says a refusal at the field it is about."""
        mistyped = error.code.startswith("recovery.") and error.code not in {
            "recovery.missing",
            "recovery.damaged",
        }
        about = self.key if mistyped else self.officer if error.code == "keys.no_slot" else None
        self.refuse(error, about)
        if about is not None:
            about.go()


class RecoverPage(WayIn):
    """Ends in recovered(), with the vault open, or in left()."""

    recovered = Signal(object)  # an OpenVault

    def __init__(
        self, setting: FormSetting, machine: Machine, errands: Errands, folder: Path, officer: str
    ) -> None:
        paper = SheetForm(setting, folder, officer)
        super().__init__(
            setting, machine, paper, paper.key, (_tr("Use the recovery sheet"), _tr("Your new passphrase"))
        )
        self._machine, self._errands, self._folder = machine, errands, folder
        self.sheet = paper

    def begin(self) -> None:
        """Puts the cursor where there is something to type."""
        (self.sheet.officer if self.sheet.officer.is_empty() else self.sheet.key).go()

    def go_on(self) -> None:
        """From the sheet to the passphrase; from there into the vault."""
        if self.step() == 0:
            if self.sheet.check():
                self._show_step(1)
                self.key.first.setFocus()
            return
        if not self._key_is_chosen():
            return
        self._set_busy(True)
        work = partial(
            self._machine.recover_vault,
            self._folder,
            self.sheet.key.value(),
            self.sheet.officer.value(),
            self.key.passphrase(),
            passphrase_only=self.key.alone.isChecked(),
        )
        self._errands.run(self, work, self._opened, self._refused)

    def _opened(self, vault: OpenVault) -> None:
        self._forget()
        self.recovered.emit(vault)

    def _refuse_paper(self, error: DomainError) -> None:
        self.sheet.refuse_about(error)

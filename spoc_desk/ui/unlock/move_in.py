"""To another workstation with one-use words: who comes, the six words, and a new passphrase for here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from spoc_desk.ui.unlock.way_in import WayIn
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.services.machine import Machine, OpenVault
    from spoc_desk.ui.unlock.errands import Errands

LONGEST_WORDS = 120


def _tr(text: str) -> str:
    return QCoreApplication.translate("MoveInPage", text)


class WordsForm(Form):
    """Whose words they are, and the words. Kept in no draft."""

    def __init__(self, setting: FormSetting, folder: Path, officer: str) -> None:
        super().__init__(setting)
        told = self.tr("This opens the vault “{0}” here once and gives you a passphrase for this computer.")
        self.note(Text(self.theme, told.format(folder.name), "body", wrap=True))
        self.officer = self.line(
            "officer", self.tr("Officer"), required=True, limit=160,
            hint=self.tr("Rank and name, as enrolled in this vault"),
        )  # fmt: skip
        self.officer.set_value(officer)
        self.words = self.line(
            "words", self.tr("Transfer words"), required=True, limit=LONGEST_WORDS,
            hint=self.tr("The six words you were handed. Capitals do not matter."),
        )  # fmt: skip

    def refuse_about(self, error: DomainError) -> None:
        """Says a refusal at the field it is about."""
        about = self.officer if error.code in {"keys.no_transfer", "keys.no_slot"} else self.words
        self.refuse(error, about)
        about.go()


class MoveInPage(WayIn):
    """Ends in moved(), with the vault open, or in left()."""

    moved = Signal(object)  # an OpenVault

    def __init__(
        self, setting: FormSetting, machine: Machine, errands: Errands, folder: Path, officer: str
    ) -> None:
        paper = WordsForm(setting, folder, officer)
        super().__init__(
            setting, machine, paper, paper.words, (_tr("Move to this computer"), _tr("Your passphrase here"))
        )
        self._machine, self._errands, self._folder = machine, errands, folder
        self.words = paper
        out = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        out.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        out.activated.connect(self.back.click)

    def begin(self) -> None:
        """Puts the cursor where there is something to type."""
        (self.words.officer if self.words.officer.is_empty() else self.words.words).go()

    def go_on(self) -> None:
        """From the words to the passphrase; from there into the vault."""
        if self.step() == 0:
            if self.words.check():
                self._check_words()
            return
        if not self._key_is_chosen():
            return
        self._set_busy(True, self.tr("Opening…"))
        work = partial(
            self._machine.move_in,
            self._folder,
            self.words.officer.value(),
            self.words.words.value(),
            self.key.passphrase(),
            passphrase_only=self.key.alone.isChecked(),
        )
        self._errands.run(self, work, self._opened, self._refused)

    def _check_words(self) -> None:
        """Nobody chooses a passphrase before their words are known to open the vault."""
        self._set_busy(True, self.tr("Checking…"))
        work = partial(
            self._machine.check_transfer_words,
            self._folder,
            self.words.officer.value(),
            self.words.words.value(),
        )
        self._errands.run(self, work, self._fit, self._refused)

    def _fit(self, _none: None) -> None:
        self._set_busy(False)
        self._show_step(1)
        (self.key.first if self.key.keyring.isChecked() else self.key.repeat.editor).setFocus()

    def _opened(self, vault: OpenVault) -> None:
        self._forget()
        self.moved.emit(vault)

    def _refuse_paper(self, error: DomainError) -> None:
        self.words.refuse_about(error)

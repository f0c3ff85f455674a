"""The steps of making a vault: whose it is, how it is kept, the recovery sheet, and the proof of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.key_ports import RecoverySheet
from spoc_desk.services.machine import CreateVault
from spoc_desk.services.outgoing import keep_out_of, write_private
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.words import LineField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting


class AboutStep(Form):
    """Force, officer, and the folder that becomes the vault."""

    def __init__(self, setting: FormSetting) -> None:
        super().__init__(setting)
        self.force = self.line(
            "force", self.tr("Force"), required=True, hint=self.tr("As it prints: Westmarch Police")
        )
        self.gss = self.line(
            "gss",
            self.tr("Force code"),
            limit=9,
            hint=self.tr("The ONS code, such as E23000001, if you know it"),
        )
        self.rank = self.line("rank", self.tr("Your rank"), required=True, limit=40)
        self.officer = self.line("officer", self.tr("Your name"), required=True, limit=120)
        self.beside(self.rank, self.officer)
        self.folder = self.line(
            "folder",
            self.tr("Folder for the vault"),
            required=True,
            limit=1_000,
            hint=self.tr(
                "On this computer's own disk: not a network share, not a folder synchronised to a cloud."
            ),
        )
        choose = Button(self.theme, self.tr("Choose a folder…"), "folder-open")
        choose.clicked.connect(self._choose)
        row = QWidget()
        row.setLayout(Row(self.theme, choose, None))
        self.note(row)
        self.shares = self.check_box(
            "shares",
            self.tr("Print the recovery key as three shares, of which any two open the vault"),
        )

    def name(self) -> str:
        """Rank and name, as documents print them."""
        return f"{self.rank.value()} {self.officer.value()}"

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder for the vault"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        folder = Path(path)
        # A folder that holds other things is somebody's: the vault gets one of its own inside it.
        inside = folder if not any(folder.iterdir()) else folder / self.tr("SPOC Desk vault")
        self.folder.set_value(str(inside))


class KeyStep(QWidget):
    """How the key is kept, chosen openly: with the computer's password store, or by six words alone."""

    def __init__(self, theme: Theme, keyring: str, six_words: Callable[[], str]) -> None:
        """keyring: the name of the password store, empty when this computer has none."""
        super().__init__()
        self._six_words = six_words
        self.keyring = QRadioButton(self.tr("Passphrase and this computer's password store (recommended)"))
        self.alone = QRadioButton(self.tr("Passphrase only: six generated words"))
        self._group = QButtonGroup(self)
        for button in (self.keyring, self.alone):
            self._group.addButton(button)
        why = (
            self.tr(
                "The vault opens with your passphrase, on this computer only: half of its key stays in {0}."
            )
            if keyring
            else self.tr(
                "This computer has no password store that SPOC Desk can use, so only words can keep the key."
            )
        )
        self.error = Banner(theme, Kind.ERROR, "")
        self.error.hide()
        self.first = PassphraseLine(theme, self.tr("Passphrase, 12 characters or more"))
        self.second = PassphraseLine(theme, self.tr("The same passphrase again"))
        self._typed = QWidget()
        self._typed.setLayout(Column(theme, self.first, self.second, gap=12))
        self._words = Text(theme, "", "pane", wrap=True, selectable=True)
        self._words.setAccessibleName(self.tr("Generated words"))
        self._again = Button(theme, self.tr("Other words"), "refresh-cw")
        self._again.clicked.connect(self._draw)
        self.repeat = LineField(theme, self.tr("Type the six words"), required=True)
        self._generated = QWidget()
        box = framed(
            "sunken", Column(theme, self._words, Row(theme, self._again, None), margins=(16, 14, 16, 14))
        )
        advice = Text(
            theme,
            self.tr("Write them down and lock them away: whoever has folder and words has the vault."),
            "meta", "text2", wrap=True,
        )  # fmt: skip
        self._generated.setLayout(Column(theme, box, advice, self.repeat, gap=12))
        self._why = Text(theme, why.format(keyring), "meta", "text2", wrap=True)
        self.setLayout(
            Column(
                theme,
                self.error,
                self.keyring,
                self.alone,
                self._why,
                self._typed,
                self._generated,
                None,
                gap=12,
            )
        )
        self.keyring.setEnabled(bool(keyring))
        self.keyring.toggled.connect(self._show)
        (self.keyring if keyring else self.alone).setChecked(True)
        self._show()

    def say_why(self, sentence: str) -> None:
        """Says in other words why the key is kept as it is."""
        self._why.setText(sentence)

    def problem(self) -> str:
        """What is still wrong, or empty."""
        if self.alone.isChecked():
            same = self.repeat.value().split() == self._words.text().split()
            return "" if same else self.tr("Type the six words just as they stand above.")
        if len(self.first.text()) < 12:
            return self.tr("Make the passphrase 12 characters or longer; several words are easiest.")
        return (
            ""
            if self.first.text() == self.second.text()
            else self.tr("The two passphrases differ. Type both again.")
        )

    def passphrase(self) -> str:
        """The one chosen; it stays until forget(), as a refusal may have nothing to do with it."""
        return self._words.text() if self.alone.isChecked() else self.first.text()

    def forget(self) -> None:
        """Empties the lines, once the passphrase is in use."""
        self.first.take()
        self.second.take()
        self.repeat.set_value("")
        self._words.setText("")

    def _show(self, _on: bool = False) -> None:
        alone = self.alone.isChecked()
        self._typed.setVisible(not alone)
        self._generated.setVisible(alone)
        if alone and not self._words.text():
            self._draw()

    def _draw(self) -> None:
        self._words.setText(self._six_words())


class SheetStep(QWidget):
    """The recovery sheet is saved to a place of the officer's choosing, and printed from there."""

    saved = Signal()

    def __init__(self, theme: Theme, sheet: RecoverySheet, vault: Path) -> None:
        super().__init__()
        self._sheet, self._vault = sheet, vault
        self.error = Banner(theme, Kind.ERROR, "")
        self.error.hide()
        told = Text(
            theme,
            self.tr(
                "This sheet is the only way back into the vault if the passphrase or this computer is lost. "
                "Save it to a stick, print it, lock the paper away in a place apart, and delete the file."
            ),
            "body",
            wrap=True,
        )
        self.button = Button(theme, self.tr("Save the recovery sheet…"), "download", "primary")
        self.button.clicked.connect(self._choose)
        self._where = Text(theme, "", "meta", "text2", wrap=True)
        self.setLayout(
            Column(theme, self.error, told, Row(theme, self.button, None), self._where, None, gap=14)
        )

    def save_to(self, path: Path) -> None:
        """Writes the PDF, readable by this officer only."""
        try:
            keep_out_of(self._vault, path)
            write_private(path, self._sheet.pdf)
        except DomainError as refused:
            if refused.code == "outgoing.inside_vault":
                self.error.say(self.tr("That is inside the vault the sheet opens. Choose another place."))
                return
            self.error.say(self.tr("The sheet could not be written there. Choose another place."))
            return
        self.error.hide()
        self._where.setText(self.tr("Saved as {0}. Print it now.").format(path))
        self.saved.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the recovery sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.tr("SPOC Desk recovery sheet.pdf"))
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.save_to(Path(path))


class ProofStep(Form):
    """Two rows of the printed key are typed back: the paper is there and can be read."""

    def __init__(self, setting: FormSetting, sheet: RecoverySheet) -> None:
        super().__init__(setting)
        self.note(
            Text(
                self.theme,
                self.tr("Take the printed sheet and type these two rows of the key from the paper."),
                "body",
                wrap=True,
            )
        )
        self.rows = {row: self.line(f"row{row}", row_label(sheet, row), required=True) for row in sheet.ask}


def row_label(sheet: RecoverySheet, row: int) -> str:
    """Where on the paper a row stands."""
    if not sheet.shares:
        return QCoreApplication.translate("ProofStep", "Row {0}").format(row)
    told = QCoreApplication.translate("ProofStep", "Share {0}, words {1} to {2}")
    return told.format(*sheet.place(row))


def command_of(about: AboutStep, key: KeyStep) -> CreateVault:
    """What the two first steps ask for; the passphrase stays in its lines."""
    return CreateVault(
        folder=Path(about.folder.value()),
        force_name=about.force.value(),
        officer_name=about.name(),
        passphrase=key.passphrase(),
        force_gss=about.gss.value().upper(),
        passphrase_only=key.alone.isChecked(),
        shares=about.shares.value(),
    )

"""The unlock panel: which vault, which officer, the passphrase. Faults are told in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QFrame

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import IconMark, Text

if TYPE_CHECKING:
    from spoc_desk.ui.widgets.banner import Banner


class UnlockPanel(QFrame):
    """Asks and tells; whoever owns it does the opening."""

    vault_chosen = Signal(object)  # a Path
    unlock_asked = Signal(object, str, str)  # Path, officer, passphrase
    create_asked = Signal()
    recover_asked = Signal(object, str)  # Path, officer or empty
    restore_asked = Signal(object, str)  # Path or None, officer or empty
    move_asked = Signal(object, str)  # Path, officer or empty

    def __init__(self, theme: Theme, recent: Sequence[Path]) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("area", "card")
        self.vault = Combo(theme)
        self.vault.setAccessibleName(self.tr("Vault"))
        self.officer = Combo(theme)
        self.officer.setAccessibleName(self.tr("Officer"))
        self.passphrase = PassphraseLine(theme, self.tr("Passphrase"))
        self._error: Banner | None = None
        self.note = Text(theme, "", "meta", "text2", wrap=True)
        self.note.hide()
        self._choose = Button(theme, "", "folder-open", "secondary", self.tr("Choose a vault folder"))
        self._unlock = Button(theme, self.tr("Unlock"), kind="primary")
        self._create = Button(theme, self.tr("Create a new vault…"), kind="link")
        self._recover = Button(theme, self.tr("Use the recovery sheet…"), kind="link")
        self._restore = Button(theme, self.tr("Restore a backup…"), kind="link")
        self._move = Button(theme, self.tr("I have transfer words…"), kind="link")
        self._lay_out()
        for folder in recent:
            self._offer(folder)
        self._choose.clicked.connect(self._choose_folder)
        self._unlock.clicked.connect(self._ask)
        self._create.clicked.connect(self.create_asked)
        self._recover.clicked.connect(lambda: self._ask_about(self.recover_asked))
        self._move.clicked.connect(lambda: self._ask_about(self.move_asked))
        self._restore.clicked.connect(self._ask_restore)
        self.passphrase.entered.connect(self._ask)
        self.vault.currentIndexChanged.connect(self._vault_changed)
        theme.follow(self.dress)
        if not recent:
            self.say(self.tr("Choose the folder of a vault, or create a new one."))

    @property
    def error(self) -> Banner:
        """Where faults are told; made when there is one, to keep the first paint quick."""
        if self._error is None:
            from spoc_desk.ui.widgets.banner import Banner, Kind

            self._error = Banner(self._theme, Kind.ERROR, "")
            self._error.hide()
            self._column.insertWidget(2, self._error)
        return self._error

    def dress(self) -> None:
        """Takes the width in use."""
        self.setFixedWidth(self._theme.px(440))

    def folder(self) -> Path | None:
        """The vault chosen."""
        folder = self.vault.currentData()
        return folder if isinstance(folder, Path) else None

    def choose(self, folder: Path) -> None:
        """Offers a vault and chooses it."""
        self._offer(folder)
        self.vault.setCurrentIndex(self.vault.findData(folder))

    def show_officers(self, names: Sequence[str]) -> None:
        """Offers the officers of the vault chosen; the one chosen before stays."""
        before = self.officer.currentText()
        self.officer.clear()
        self.officer.addItems(list(names))
        self.officer.setCurrentIndex(max(0, self.officer.findText(before)))
        self.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Tells what is wrong and how to put it right; empty takes it away."""
        self.set_busy(False)
        if sentence:
            self.error.say(sentence)
            self.passphrase.setFocus()
        elif self._error is not None:
            self._error.hide()

    def say(self, words: str) -> None:
        """A quiet note below the button."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def set_busy(self, busy: bool, words: str = "") -> None:
        """While the vault opens nothing else can be asked."""
        asking = (self.vault, self._choose, self.officer, self.passphrase, self._unlock)
        for widget in (*asking, self._create, self._recover, self._restore, self._move):
            widget.setEnabled(not busy)
        self.say(words)

    def _lay_out(self) -> None:
        theme = self._theme
        name = Row(
            theme, IconMark(theme, "shield", "accent", 26), Text(theme, "SPOC Desk", "title"), None, gap=10
        )
        vault = Row(theme, gap=6)
        vault.addWidget(self.vault, 1)
        vault.addWidget(self._choose)
        column = self._column = Column(theme, name, 6, margins=(28, 26, 28, 22), gap=14)
        column.addLayout(Column(theme, _named(theme, self.tr("Vault"), self.vault), vault, gap=4))
        column.addLayout(Column(theme, _named(theme, self.tr("Officer"), self.officer), self.officer, gap=4))
        column.addWidget(self.passphrase)
        column.addWidget(self._unlock)
        column.addWidget(self.note)
        column.addLayout(Row(theme, None, self._create, self._recover, None, gap=8))
        column.addLayout(Row(theme, None, self._restore, self._move, None, gap=8))
        self.setLayout(column)

    def _offer(self, folder: Path) -> None:
        if self.vault.findData(folder) < 0:
            self.vault.addItem(folder.name, folder)

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, self.tr("Choose a vault folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.open()

    def _folder_chosen(self, path: str) -> None:
        if path:
            self.choose(Path(path))

    def _vault_changed(self, _index: int) -> None:
        folder = self.folder()
        self.vault.setToolTip(str(folder or ""))
        self.officer.clear()
        self.refuse("")
        if folder is not None:
            self.vault_chosen.emit(folder)

    def _ask(self) -> None:
        folder, officer = self.folder(), self.officer.currentText()
        if folder is None:
            self.refuse(self.tr("Choose the folder of a vault first."))
        elif not officer:
            self.refuse(self.tr("Choose an officer of this vault."))
        elif not self.passphrase.text():
            self.refuse(self.tr("Enter your passphrase."))
        else:
            self.refuse("")
            self.unlock_asked.emit(folder, officer, self.passphrase.take())

    def _ask_restore(self) -> None:
        self.refuse("")
        self.restore_asked.emit(self.folder(), self.officer.currentText())

    def _ask_about(self, asked: SignalInstance) -> None:
        folder = self.folder()
        if folder is None:
            self.refuse(self.tr("Choose the folder of a vault first."))
        else:
            self.refuse("")
            asked.emit(folder, self.officer.currentText())


def _named(theme: Theme, words: str, field: QComboBox) -> Text:
    label = Text(theme, words, "strong")
    label.setBuddy(field)
    return label

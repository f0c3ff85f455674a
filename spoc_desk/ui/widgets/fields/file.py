"""A field that holds one file of this machine, chosen in a dialog or dropped on the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import IconMark, Text

Choose = Callable[[QWidget, bool, Callable[[Sequence[Path]], None]], None]


def choose_files(parent: QWidget, several: bool, done: Callable[[Sequence[Path]], None]) -> None:
    """Asks for files in the system's own dialog, and calls done with those chosen."""
    title = QCoreApplication.translate("FileField", "Choose files" if several else "Choose a file")
    dialog = QFileDialog(parent, title)
    modes = QFileDialog.FileMode
    dialog.setFileMode(modes.ExistingFiles if several else modes.ExistingFile)
    dialog.filesSelected.connect(lambda names: done([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class FileField(Field):
    """One file. words(path) says what to show of it, such as its name and size."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        words: Callable[[Path], str],
        *,
        choose: Choose = choose_files,
        hint: str = "",
    ) -> None:
        super().__init__(theme, label, required=True, hint=hint)
        self._words, self._choose = words, choose
        self._path: Path | None = None
        self._shown = Text(theme, "", "value", wrap=True)
        self._button = Button(theme, self.tr("Choose a file"), "folder-open")
        self._button.clicked.connect(self._ask)
        self.watch(self._button, self.tr("{0}: choose").format(label))
        row = Row(theme, IconMark(theme, "paperclip", "hint", 16), gap=10)
        row.addWidget(self._shown, 1)
        row.addWidget(self._button)
        self.body.addLayout(row)

    def value(self) -> Path | None:
        """The file chosen."""
        return self._path

    def set_value(self, path: Path | None) -> None:
        """Takes a file."""
        self._path = path
        self._shown.setText(self._words(path) if path is not None else "")
        self._button.say(self.tr("Choose another") if path is not None else self.tr("Choose a file"))
        self._button.setAccessibleName(self.tr("{0}: choose").format(self.label))
        self.on_edit()

    def is_empty(self) -> bool:
        """Whether no file has been chosen."""
        return self._path is None

    def missing(self) -> str:
        """A file is needed."""
        return self.tr("Choose the file.")

    def own_problem(self) -> str:
        """The file must still be there, and be a file."""
        there = self._path is not None and self._path.is_file()
        return "" if there else self.tr("There is no such file any more. Choose it again.")

    def draft(self) -> str:
        """Where the file lies."""
        return str(self._path) if self._path is not None else ""

    def take_draft(self, text: str) -> None:
        """Takes the file that draft() gave."""
        self.set_value(Path(text) if text else None)

    def _ask(self) -> None:
        def done(paths: Sequence[Path]) -> None:
            if paths:
                self.set_value(paths[0])
                self.check()

        self._choose(self, False, done)

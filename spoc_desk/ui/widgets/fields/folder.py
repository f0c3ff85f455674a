"""A field that holds one folder of this machine, chosen in the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.file import Choose, FileField


def choose_folder(parent: QWidget, _several: bool, done: Callable[[Sequence[Path]], None]) -> None:
    """Asks for a folder, and calls done with it."""
    dialog = QFileDialog(parent, QCoreApplication.translate("FolderField", "Choose a folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.filesSelected.connect(lambda names: done([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class FolderField(FileField):
    """One folder, shown whole."""

    def __init__(self, theme: Theme, label: str, *, choose: Choose = choose_folder, hint: str = "") -> None:
        super().__init__(theme, label, str, choose=choose, hint=hint)
        self._button.say(self.tr("Choose a folder"))

    def set_value(self, path: Path | None) -> None:
        """Takes a folder."""
        super().set_value(path)
        self._button.say(self.tr("Choose another") if path is not None else self.tr("Choose a folder"))
        self._button.setAccessibleName(self.tr("{0}: choose").format(self.label))

    def missing(self) -> str:
        """A folder is needed."""
        return self.tr("Choose the folder.")

    def own_problem(self) -> str:
        """The folder must be there now, so that a drive not yet connected shows at once."""
        there = self.value() is not None and Path(self.draft()).is_dir()
        return "" if there else self.tr("That folder is not there. Connect its drive, or choose another.")

"""Asks in which form a copy of a released pack leaves, and where to; the log is written before the file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.release_copies import CopyKind, SaveCopy, check_copy, save_copy
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("CopyDialog", text)


def _told(kind: CopyKind) -> str:
    return {
        CopyKind.FILE: _tr("The pack as it is, as one PDF, with its SHA-256 beside it."),
        CopyKind.FOLDER: _tr(
            "The whole release: the pack, its signed form, the change sheet, contents.json and a manifest "
            "that sha256sum -c reads."
        ),
        CopyKind.AGE: _tr(
            "The whole release in one file that only the owners of these keys can open, with the program age."
        ),
        CopyKind.PASSWORD: _tr(
            "The pack as a PDF that asks for a password. It is another file than the one released: it has "
            "its own SHA-256 and carries no signature. Tell the password by another way than the file."
        ),
    }[kind]


class CopyForm(Form):
    """The form of the copy and who it is for. Nothing typed here is kept: it may hold a password."""

    def __init__(self, workplace: Workplace, pack: IssuedPack, *, superseded_wanted: bool) -> None:
        super().__init__(workplace.setting)
        self._pack, self._superseded_wanted = pack, superseded_wanted
        kinds = [
            (CopyKind.FILE.value, _tr("As it is")),
            (CopyKind.FOLDER.value, _tr("The release folder")),
            (CopyKind.AGE.value, _tr("For a recipient’s key")),
            (CopyKind.PASSWORD.value, _tr("With a password")),
        ]
        self.kind = self.choice("kind", _tr("Form"), kinds, required=True)
        self.kind.set_value(CopyKind.FILE.value)
        self._words = Text(workplace.theme, "", "body", wrap=True)
        self.note(self._words)
        self.recipient = self.line("recipient", _tr("Recipient"), limit=120, hint=_tr("On the log of copies"))
        self.recipient.set_value(pack.recipient)
        hint = _tr("Each begins with age1; one on each line")
        self.keys = self.text("keys", _tr("Public keys"), required=True, hint=hint, limit=8_000, lines=3)
        self.password = self.line(
            "password", _tr("Password"), required=True, hint=_tr("12 characters or more; kept nowhere")
        )
        self.again = self.line("again", _tr("Password again"), required=True)
        for field in (self.password, self.again):
            field.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.kind.edited.connect(self._kind_chosen)
        self._kind_chosen()

    def check(self) -> bool:
        """A password that is kept nowhere is typed alike twice."""
        right = super().check()
        if right and not self.again.isHidden() and self.again.value() != self.password.value():
            self.refuse(DomainError("packs.passwords_differ"), self.again)
            return False
        return right

    def command(self, to: Path = Path()) -> SaveCopy:
        """The copy asked for."""
        kind = CopyKind(self.kind.value() or CopyKind.FILE.value)
        return SaveCopy(
            self._pack.id,
            kind,
            to,
            recipient=self.recipient.value(),
            keys=tuple(self.keys.value().split()) if kind is CopyKind.AGE else (),
            password=self.password.value() if kind is CopyKind.PASSWORD else "",
            superseded_wanted=self._superseded_wanted,
        )

    def _kind_chosen(self) -> None:
        kind = CopyKind(self.kind.value() or CopyKind.FILE.value)
        self._words.setText(_told(kind))
        self.keys.setVisible(kind is CopyKind.AGE)
        self.password.setVisible(kind is CopyKind.PASSWORD)
        self.again.setVisible(kind is CopyKind.PASSWORD)


def copy_dialog(
    workplace: Workplace, page: QWidget, pack: IssuedPack, name: str, *, superseded_wanted: bool
) -> None:
    """Opens the dialog for one released pack. name: what its file is called."""
    form = CopyForm(workplace, pack, superseded_wanted=superseded_wanted)

    def done(_changes: Changes) -> None:
        ask_place(workplace, page, form.command(), name)

    dialog = FormDialog(
        workplace, page, _tr("Save a copy of {0}").format(pack.reference), form, save=_tr("Choose where…"),
        verb=lambda: partial(check_copy, form.command()), done=done, width=600,
    )  # fmt: skip
    form.kind.edited.connect(dialog.fit)
    dialog.open()


def ask_place(workplace: Workplace, page: QWidget, command: SaveCopy, name: str) -> None:
    """Asks for the file or the folder, then saves the copy."""
    if command.kind in {CopyKind.FILE, CopyKind.PASSWORD}:
        dialog = QFileDialog(page, _tr("Save a copy of the pack"), str(Path.home() / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
    else:
        dialog = QFileDialog(page, _tr("The folder to save the release in"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)

    def chosen(place: str) -> None:
        to = Path(place)
        # Whoever chose a file that is there was asked already whether to write over it.
        start_copy(workplace, page, replace(command, to=to, replace=to.is_file()))

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def start_copy(workplace: Workplace, page: QWidget, command: SaveCopy) -> None:
    """Saves in the background, with progress and cancel in the job tray."""

    def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> tuple[Changes, tuple[Path, ...]]:
        return save_copy(command, desk, progress, cancelled)

    def saved(answer: tuple[Changes, tuple[Path, ...]]) -> None:
        changes, paths = answer
        workplace.jobs.announce(changes)
        if command.kind is CopyKind.FILE:
            workplace.toast(_tr("Saved as {0}, with its SHA-256 beside it.").format(paths[0].name))
        elif command.kind is CopyKind.FOLDER:
            workplace.toast(_tr("The release is saved in {0}.").format(paths[0].parent.name))
        else:
            workplace.toast(_tr("Saved as {0}.").format(paths[0].name))

    def refused(error: DomainError) -> None:
        if error.code == "work.cancelled":
            workplace.toast(_tr("The copy was cancelled. It stays on the log; nothing of it was kept."))
        else:
            workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.long(page, work, _tr("Saving a copy"), saved, refused)

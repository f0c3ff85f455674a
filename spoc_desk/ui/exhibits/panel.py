"""The Exhibits tab of a casefile: drop files to seal them, choose one to see it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.ui.exhibits.detail import ExhibitDetail
from spoc_desk.ui.exhibits.exhibit_table import ExhibitTable
from spoc_desk.ui.exhibits.forms import SealDialog, SealForm
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.file import Choose, choose_files
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitsPanel", text)


class ExhibitsPanel(QWidget):
    """Shows what show_case() was given last. choose: how a file is asked for; tests give their own."""

    def __init__(self, workplace: Workplace, choose: Choose = choose_files) -> None:
        super().__init__()
        self.workplace, self._choose = workplace, choose
        self._view: CasefileView | None = None
        self._wanted: int | None = None
        self._waiting: list[Path] = []
        self.setProperty("area", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        theme = workplace.theme
        self.table = ExhibitTable(theme)
        self.table.chosen.connect(self._show)
        self.detail = ExhibitDetail(workplace)
        self._drop = self._drop_strip()
        top = boxed(Column(theme, self._drop, self.table, margins=(20, 16, 16, 0), gap=12))
        self.setLayout(Column(theme, top, self.detail, None, gap=0))

    def show_case(self, view: CasefileView) -> None:
        """Lists a casefile's exhibits and shows the one chosen, or the newest."""
        other = self._view is None or self._view.casefile.id != view.casefile.id
        self._view = view
        if other:
            self.table.setCurrentCell(-1, -1)
            self._waiting = []
        closed = view.casefile.status is CasefileStatus.CLOSED
        self._button.setEnabled(not closed)
        self._words.setText(
            _tr("The casefile is closed: nothing can be added.") if closed else self._invitation()
        )
        self.table.setVisible(bool(view.exhibits))
        self.detail.setVisible(bool(view.exhibits))
        self.table.show_exhibits(view.exhibits)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        chosen = self.table.selected_id()
        if chosen is not None:
            self._show(chosen)
        elif view.exhibits:
            self.table.select(view.exhibits[-1].id)

    def select(self, exhibit_id: int) -> None:
        """Chooses an exhibit, now or as soon as it is listed."""
        if not self.table.select(exhibit_id):
            self._wanted = exhibit_id

    def add(self, _checked: bool = False) -> None:
        """Asks for files and seals them one after another."""
        if self._view is not None and self._button.isEnabled():
            self._choose(self, True, self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Begins to seal these files, each with its own form."""
        files = [path for path in paths if path.is_file()]
        if len(files) < len(paths):
            self.workplace.trouble(_tr("Folders cannot be sealed. Choose the files in them."))
        self._waiting += files
        self._ask_next(None)

    def showEvent(self, event: QShowEvent) -> None:
        """A preview is drawn only once somebody can see it."""
        super().showEvent(event)
        self.detail.look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()) and self._button.isEnabled():
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Begins to seal what was dropped."""
        self._light(False)
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _drop_strip(self) -> QFrame:
        theme = self.workplace.theme
        self._words = Text(theme, self._invitation(), "plain", "text2", wrap=True)
        self._button = Button(theme, _tr("Add exhibit"), "paperclip")
        self._button.clicked.connect(self.add)
        frame = QFrame()
        frame.setProperty("area", "drop")
        row = Row(theme, IconMark(theme, "upload", "hint", 18), margins=(14, 10, 12, 10), gap=12)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        frame.setLayout(row)
        return frame

    def _invitation(self) -> str:
        return _tr("Drop files here. Each is sealed byte for byte before anything reads it.")

    def _light(self, over: bool) -> None:
        self._drop.setProperty("over", over)
        self._drop.style().unpolish(self._drop)
        self._drop.style().polish(self._drop)

    def _ask_next(self, before: SealForm | None) -> None:
        if self._view is None or not self._waiting:
            return
        path = self._waiting.pop(0)
        form = SealForm(self.workplace, self._view.casefile.id, path, self._choose)
        if before is not None:
            form.take_over(before)
        form.restore_draft()
        form.file.set_value(path)
        dialog = SealDialog(self.workplace, self, form, self.select, len(self._waiting))
        dialog.submitted = lambda: self._ask_next(form)
        dialog.rejected.connect(self._waiting.clear)
        dialog.open()

    def _show(self, exhibit_id: int) -> None:
        view = self._view
        if view is None:
            return
        for exhibit in view.exhibits:
            if exhibit.id == exhibit_id:
                held = tuple(each for each in view.movements if each.exhibit_id == exhibit_id)
                self.detail.show_exhibit(exhibit, held)

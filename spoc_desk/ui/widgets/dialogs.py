"""Dialogs: a form of its own, and the one question asked before an act that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

    Verb = Callable[[Desk], Changes]


class _Body(QWidget):
    """What scrolls in a dialog: no higher than its words need at the width they have."""

    def minimumSizeHint(self) -> QSize:
        """Without this the scroll area keeps room for lines broken as if there were hardly any width."""
        hint = super().minimumSizeHint()
        if not self.hasHeightForWidth():
            return hint
        return QSize(hint.width(), min(hint.height(), self.heightForWidth(max(self.width(), hint.width()))))


class Sheet(QDialog):
    """A dialog in the look of the program: title, scrolling body, and a foot of buttons. Shown by open()."""

    def __init__(self, theme: Theme, title: str, parent: QWidget, *, width: int = 720) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = width
        self.foot_note = Text(theme, "", "small", "text2", tabular=True)
        self.buttons = Row(theme, self.foot_note, None, gap=8, margins=(20, 11, 16, 11))
        head = framed("head", Row(theme, Text(theme, title, "pane"), None, margins=(20, 14, 16, 13)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(title)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(framed("foot", self.buttons))

    def set_body(self, body: QWidget) -> None:
        """Puts a widget between title and buttons, and makes the dialog as high as that needs."""
        box, column = _Body(), Column(self.theme, body, None, margins=(20, 16, 20, 16))
        box.setProperty("area", "canvas")
        box.setLayout(column)
        self._scroll.setWidget(box)
        self.fit()

    def fit(self) -> None:
        """Makes the dialog as high as its body needs now; to be called when fields come or go."""
        box = self._scroll.widget()
        column = box.layout() if box is not None else None
        if box is None or column is None:
            return
        column.activate()
        screen = self.screen().availableGeometry().size()
        width = min(self.theme.px(self._width), screen.width() - 40)
        wanted = column.totalHeightForWidth(width) if column.hasHeightForWidth() else box.sizeHint().height()
        wanted = max(wanted, box.minimumSizeHint().height())
        self.resize(width, min(wanted + self.theme.px(125), screen.height() - 80))


class FormDialog(Sheet):
    """A form with Save and Cancel. Cancel, Esc and a lock keep the draft; Save ends it.

    verb is called once the form checks out, and answers what to run on the writer thread; it may raise
    DomainError. done is called with the changes, after the dialog has closed. hands_on: done starts long
    work, which may still fail, and ends the draft itself by form.handed_on().
    """

    save_kind = "primary"

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        title: str,
        form: Form,
        *,
        save: str,
        verb: Callable[[], Verb],
        done: Callable[[Changes], None] | None = None,
        hands_on: bool = False,
        width: int = 720,
    ) -> None:
        super().__init__(workplace.theme, title, parent, width=width)
        self._hands_on = hands_on
        self._workplace, self._form, self._verb, self._done = workplace, form, verb, done
        self.set_body(form)
        self.cancel_button = Button(workplace.theme, self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = Button(workplace.theme, save, kind=self.save_kind)
        self.save_button.setShortcut("Ctrl+Return")
        self.save_button.setToolTip(self.tr("{0} (Ctrl+Enter)").format(save))
        self.save_button.clicked.connect(self.submit)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.save_button)
        form.draft_kept.connect(self._say_kept)
        workplace.jobs.failed.connect(self._free)

    def open(self) -> None:
        """Shows the dialog with the cursor in its first field."""
        super().open()
        self._form.go_first()

    def submit(self) -> None:
        """Checks the form and, when nothing is wrong, runs the verb."""
        if not self._form.check():
            return
        try:
            verb = self._verb()
        except DomainError as error:
            self._form.refuse(error)
            return
        self.save_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        verb = verb if self._hands_on else self._form.ending(verb)
        self._workplace.jobs.command(self, verb, self._landed, self._refused)

    def reject(self) -> None:
        """Closes and keeps the draft; not while the verb runs, which would have nobody to tell of its end."""
        if not self.save_button.isEnabled():
            return
        self._form.keep_draft()
        super().reject()

    def _landed(self, changes: Changes) -> None:
        if not self._hands_on:
            self._form.saved()
        self.accept()
        if self._done is not None:
            self._done(changes)

    def _refused(self, error: DomainError) -> None:
        self._free()
        self._form.refuse(error)

    def _free(self, _kind: str = "") -> None:
        self.save_button.setEnabled(True)
        self.cancel_button.setEnabled(True)

    def _say_kept(self, at: str) -> None:
        self.foot_note.setText(self.tr("Draft saved {0}").format(at))


class DangerDialog(FormDialog):
    """A form whose saving cannot be undone, and whose button shows it."""

    save_kind = "danger"


class AskDialog(Sheet):
    """Asked only before what cannot be undone. The button names the act; the safe one has the focus."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        title: str,
        text: str,
        *,
        act: str,
        run: Callable[[], object],
        keep: str = "",
    ) -> None:
        """act: such as "Seal the pack". keep: the safe button, "Cancel" if not given."""
        super().__init__(theme, title, parent, width=480)
        self._run = run
        self.set_body(Text(theme, text, "body", wrap=True))
        self.safe = Button(theme, keep or self.tr("Cancel"))
        self.safe.setAutoDefault(True)
        self.safe.setDefault(True)
        self.safe.clicked.connect(self.reject)
        self.act = Button(theme, act, kind="danger")
        self.act.clicked.connect(self._do)
        self.buttons.addWidget(self.safe)
        self.buttons.addWidget(self.act)
        self.safe.setFocus()

    def _do(self) -> None:
        self.accept()
        self._run()

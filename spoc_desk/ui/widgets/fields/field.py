"""What every field has: a label above, a hint, the editor, and one line below that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.text import IconMark, Text


class Field(QWidget):
    """One question of a form. It is checked on leaving it, and again on Save."""

    edited = Signal()
    left = Signal()

    def __init__(self, theme: Theme, label: str, *, required: bool = False, hint: str = "") -> None:
        super().__init__()
        self.theme, self.label, self.required = theme, label, required
        self._editors: list[QWidget] = []
        self._touched = False
        shown = label if required else self.tr("{0} (optional)").format(label)
        self._label = Text(theme, shown, "strong")
        self._hint = Text(theme, hint, "meta", "text2", wrap=True)
        if not hint:
            self._hint.hide()
        self._mark = IconMark(theme, "circle-alert", "error", 14)
        self._mark.hide()
        self._below = Text(theme, "", "meta", "error", wrap=True)
        self._count = Text(theme, "", "small", "hint", tabular=True)
        row = Row(theme, self._mark, gap=6)
        row.addWidget(self._below, 1)
        row.addWidget(self._count)
        self._line = boxed(row)
        self._line.hide()
        self.body = Column(theme, gap=6)
        self._column = Column(theme, self._label, self._hint, self.body, self._line, gap=4)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def watch(self, editor: QWidget, name: str = "") -> None:
        """Names an editor for screen readers and checks the field when the focus leaves it."""
        editor.setAccessibleName(name or self.label)
        if self._hint.text():
            editor.setAccessibleDescription(self._hint.text())
        editor.installEventFilter(self)
        if not self._editors:
            self._label.setBuddy(editor)
            self.setFocusProxy(editor)
        self._editors.append(editor)

    def editors(self) -> Sequence[QWidget]:
        """What can have the cursor, in reading order."""
        return self._editors

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Checks the field when the focus goes somewhere outside it."""
        if event.type() == QEvent.Type.FocusOut and not self._holds_focus():
            self._touched = True
            self.check()
            self.left.emit()
        return super().eventFilter(watched, event)

    def is_empty(self) -> bool:
        """Whether nothing has been entered."""
        raise NotImplementedError

    def missing(self) -> str:
        """What to say of a required field with nothing in it."""
        return self.tr("Fill this in.")

    def own_problem(self) -> str:
        """What is wrong with what was entered, and how to put it right; empty when nothing is."""
        return ""

    def warning(self) -> str:
        """What looks odd about what was entered; it never stops Save."""
        return ""

    def echo(self) -> str:
        """How what was entered was understood."""
        return ""

    def draft(self) -> str:
        """What was entered, as text to keep."""
        raise NotImplementedError

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong, or empty: a required field is not empty, and the field's own rule holds."""
        if self.is_empty():
            return self.missing() if self.required else ""
        return self.own_problem()

    def check(self) -> str:
        """Shows what is wrong, odd or understood below the editor. Answers what is wrong."""
        problem = self.problem()
        self.show_problem(problem)
        if not problem and not self.is_empty():
            warning, echo = self.warning(), self.echo()
            if warning:
                self._say(warning, "warning", "triangle-alert")
            elif echo:
                self._say(echo, "text2", "check")
        return problem

    def show_problem(self, problem: str) -> None:
        """Says what is wrong below the editor, with a red edge and an icon; empty takes it away."""
        said_before = self._below.text()
        for editor in self._editors:
            editor.setProperty("wrong", bool(problem))
            editor.style().unpolish(editor)
            editor.style().polish(editor)
            hint = self._hint.text()
            editor.setAccessibleDescription(f"{problem} {hint}".strip())
        self._say(problem, "error", "circle-alert")
        if problem and problem != said_before:
            announce(self, f"{self.label}: {problem}")

    def answers_for(self, _code: str) -> bool:
        """Whether a refusal of this code is about what this field asks for, whoever refuses."""
        return False

    def refused(self, sentence: str) -> None:
        """Says what was refused about what was entered here."""
        self.show_problem(sentence)

    def on_edit(self, *_new: object) -> None:
        """Called by editors as they change: an error goes as soon as it is put right."""
        if self._touched:
            self.check()
        self.edited.emit()

    def show_count(self, text: str, *, too_many: bool) -> None:
        """Shows the counter at the right; empty hides it."""
        self._count.setText(text)
        self._count.set_tone("error" if too_many else "hint")
        self._line.setVisible(bool(text) or bool(self._below.text()))

    def go(self) -> None:
        """Puts the cursor into the field."""
        if self._editors:
            self._editors[0].setFocus()

    def _say(self, text: str, tone: str, icon: str) -> None:
        self._below.setText(text)
        self._below.set_tone(tone)
        self._mark.show_icon(icon, tone)
        self._mark.setVisible(bool(text))
        self._line.setVisible(bool(text) or bool(self._count.text()))

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus in self._editors

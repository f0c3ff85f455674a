"""Cards and what stands in them: facts, checklist lines, people, things that happened, progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QProgressBar, QSizePolicy, QWidget

from spoc_desk.ui.theme import Theme, Tone
from spoc_desk.ui.widgets.avatar import Avatar, initials_of
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import IconMark, Text


class Card(QFrame):
    """A titled box; action is a link at the right of the title."""

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        *parts: QWidget | QLayout,
        action: str = "",
        act: Callable[[], object] | None = None,
        gap: int = 10,
    ) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self.body = Column(theme, *parts, gap=gap)
        self.link: Button | None = None
        heading = Row(theme, Text(theme, title, "card"), None)
        if action:
            self.link = Button(theme, action, kind="link")
            # "Change" alone says nothing to someone who hears the links one after another.
            self.link.setAccessibleName(f"{action}: {title}")
            if act is not None:
                self.link.clicked.connect(lambda _checked=False: act())
            heading.addWidget(self.link)
        column = Column(theme, margins=(16, 13, 16, 15), gap=gap)
        if title:
            column.addLayout(heading)
        column.addLayout(self.body)
        column.addStretch(1)
        self.setLayout(column)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes a plain frame where the style sheet gives way to the system's contrast theme."""
        shapes = QFrame.Shape
        self.setFrameShape(shapes.Box if self._theme.high_contrast else shapes.NoFrame)

    def add(self, part: QWidget | QLayout) -> None:
        """Adds a part at the bottom."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)


class SummaryList(QWidget):
    """Facts in two columns: what, and its value, which can be selected and copied."""

    def __init__(self, theme: Theme, facts: Sequence[tuple[str, str | QWidget]] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        for name, value in facts:
            self.add(name, value)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the facts for the text scale in use."""
        self._grid.setHorizontalSpacing(self._theme.px(16))
        self._grid.setVerticalSpacing(self._theme.px(7))

    def add(self, name: str, value: str | QWidget) -> None:
        """Adds a fact. An empty value shows as a dash."""
        row = self._grid.rowCount()
        label = Text(self._theme, name, "plain", "text2")
        if isinstance(value, str):
            words, style, tone = (value, "value", "text") if value else ("–", "plain", "hint")
            shown = Text(self._theme, words, style, tone, wrap=True, tabular=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value = shown
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)


class CheckState(StrEnum):
    """How a line of a checklist stands."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"
    NOT_APPLICABLE = "not_applicable"


_CHECKS = {
    CheckState.DONE: ("circle-check", "success"),
    CheckState.OPEN: ("circle", "hint"),
    CheckState.LATE: ("triangle-alert", "error"),
    CheckState.NOT_APPLICABLE: ("circle-dashed", "hint"),
}


class CheckLine(QWidget):
    """One line of a checklist: icon, words and a note; never colour alone."""

    def __init__(self, theme: Theme, text: str, state: CheckState, note: str = "") -> None:
        super().__init__()
        icon, tone = _CHECKS[state]
        late = state is CheckState.LATE
        words = Text(theme, text, "value" if late else "plain", "error" if late else "text", wrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        trailing = Text(theme, note, "small", "error" if late else "hint", tabular=True)
        self.setLayout(Row(theme, IconMark(theme, icon, tone, 16), words, trailing))
        said = {
            CheckState.DONE: self.tr("done"),
            CheckState.OPEN: self.tr("not done"),
            CheckState.LATE: self.tr("late"),
            CheckState.NOT_APPLICABLE: self.tr("not applicable"),
        }[state]
        self.setAccessibleName(", ".join(part for part in (text, said, note) if part))


class PersonLine(QWidget):
    """One person: initials, name, what they are, and one thing at the right."""

    def __init__(self, theme: Theme, name: str, detail: str, extra: str = "", tone: Tone = Tone.NEW) -> None:
        super().__init__()
        words = Column(theme, Text(theme, name, "strong"), Text(theme, detail, "meta", "text2"), gap=1)
        trailing = Text(theme, extra, "meta", "text2", tabular=True)
        self.setLayout(Row(theme, Avatar(theme, initials_of(name), tone), words, None, trailing, gap=10))
        self.setAccessibleName(", ".join(part for part in (name, detail, extra) if part))


class EventLine(QWidget):
    """One thing that happened: icon, what, details, and when at the right."""

    def __init__(self, theme: Theme, icon: str, text: str, detail: str, when: str) -> None:
        super().__init__()
        words = Column(
            theme,
            Text(theme, text, "value", wrap=True),
            Text(theme, detail, "meta", "text2", wrap=True),
            gap=1,
        )
        row = Row(theme, IconMark(theme, icon, "hint", 16), gap=10)
        row.addLayout(words, 1)
        row.addWidget(Text(theme, when, "small", "hint", tabular=True))
        self.setLayout(row)
        self.setAccessibleName(", ".join(part for part in (text, detail, when) if part))


class ProgressLine(QWidget):
    """A bar with words above it: "14 of 18 done", and a date at the right."""

    def __init__(self, theme: Theme, done: int, total: int, text: str, note: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = Text(theme, "", "strong", tabular=True)
        self._note = Text(theme, note, "meta", "text2", tabular=True)
        self.setLayout(Column(theme, Row(theme, self._words, None, self._note), self._bar, gap=7))
        self.show_progress(done, total, text)
        theme.follow(self.dress)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Moves the bar and changes the words."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._bar.setAccessibleName(text)
        self._words.setText(text)

    def dress(self) -> None:
        """Takes the bar's height at the text scale in use."""
        self._bar.setFixedHeight(self._theme.px(8))

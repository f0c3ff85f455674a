"""Fields for words: one line, and several with a length counter."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.field import Field

LINE_LIMIT = 200
TEXT_LIMIT = 4000
# What lies beyond a limit is kept so that it can be shortened; what lies beyond this is a paste gone wrong.
PASTE_ROOM = 20_000


class LineField(Field):
    """One line of text."""

    def __init__(
        self, theme: Theme, label: str, *, required: bool = False, hint: str = "", limit: int = LINE_LIMIT
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self.limit = limit
        self.editor = QLineEdit()
        self.editor.setMaxLength(limit + PASTE_ROOM)
        self.watch(self.editor)
        self.body.addWidget(self.editor)
        self.editor.textChanged.connect(self._changed)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.editor.setFont(self.theme.font(13.5))
        self.editor.setFixedHeight(self.theme.px(34))

    def value(self) -> str:
        """What was entered, without spaces at the ends."""
        return self.editor.text().strip()

    def set_value(self, text: str) -> None:
        """Enters text."""
        self.editor.setText(text)
        self.editor.setCursorPosition(0)

    def is_empty(self) -> bool:
        """Whether nothing has been entered."""
        return not self.value()

    def own_problem(self) -> str:
        """Says how many characters are too many."""
        over = len(self.value()) - self.limit
        return self.tr("Too long by {0}. Shorten it.").format(f"{over:,}") if over > 0 else ""

    def draft(self) -> str:
        """What was entered."""
        return self.editor.text()

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        self.editor.setText(text)

    def _changed(self, text: str) -> None:
        length = len(text.strip())
        near = length > self.limit * 0.8
        counted = self.tr("{0} of {1}").format(f"{length:,}", f"{self.limit:,}")
        self.show_count(counted if near else "", too_many=length > self.limit)
        self.on_edit()


class _Lines(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Takes plain text only, and no more of it than anyone could mean to paste."""
        room = max(0, self._limit + PASTE_ROOM - self.document().characterCount())
        self.insertPlainText(source.text()[:room])


class TextField(Field):
    """Several lines of text, with a counter always in sight."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        required: bool = False,
        hint: str = "",
        limit: int = TEXT_LIMIT,
        lines: int = 5,
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self.limit, self._lines = limit, lines
        self.editor = _Lines(limit)
        self.watch(self.editor)
        self.body.addWidget(self.editor)
        self.editor.textChanged.connect(self._changed)
        theme.follow(self.dress)
        self._changed()

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.editor.setFont(self.theme.font(13.5))
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * self._lines + self.theme.px(20))

    def value(self) -> str:
        """What was entered, without spaces at the ends."""
        return self.editor.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Enters text."""
        self.editor.setPlainText(text)

    def is_empty(self) -> bool:
        """Whether nothing has been entered."""
        return not self.value()

    def own_problem(self) -> str:
        """Says how many characters are too many."""
        over = len(self.value()) - self.limit
        return self.tr("Too long by {0}. Shorten it.").format(f"{over:,}") if over > 0 else ""

    def draft(self) -> str:
        """What was entered."""
        return self.editor.toPlainText()

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        self.editor.setPlainText(text)

    def _changed(self) -> None:
        length = len(self.value())
        counted = self.tr("{0} of {1}").format(f"{length:,}", f"{self.limit:,}")
        self.show_count(counted, too_many=length > self.limit)
        self.on_edit()
